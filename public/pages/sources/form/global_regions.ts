/** The regions to which AWS's global services write their events. Pure. */
import { firstRegionOf } from '../../../../common/partition';

// one in each partition: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
export const GLOBAL_REGIONS: ReadonlySet<string> = new Set(
  ['aws', 'aws-us-gov', 'aws-cn'].map((partition) => firstRegionOf(partition)),
);
