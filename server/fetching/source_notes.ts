/** What the owner of a source should know of its options. Pure. */
import type { SourceConfig, SourceNote } from '../../common/sources';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events, a partition each. */
const GLOBAL_REGIONS: readonly string[] = ['us-east-1', 'us-gov-west-1', 'cn-north-1'];

export function sourceNotes({ exclude_regions: excluded = [] }: SourceConfig): readonly SourceNote[] {
  return excluded
    .filter((region) => GLOBAL_REGIONS.includes(region))
    .map((region) => ({
      code: 'global_region_excluded',
      message: `${region} is left out. Global services (IAM, STS, CloudFront, Route 53, sign-ins as root) write their events there only: they will be missing.`,
    }));
}
