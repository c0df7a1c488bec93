/** Where a record was found: `log` and `aws.s3`. */
import { buildArn, partitionOf } from '../../common/partition';
import type { AccountRegion } from '../cloudtrail/object_key';
import { timeOfKey } from '../cloudtrail/object_key';
import type { JsonObject } from '../cloudtrail/record';

/** What is known of the object in which a record was found. */
export interface RecordOrigin {
  readonly bucket: string;
  /** With the partition, which the name alone does not say. */
  readonly bucketArn: string;
  readonly key: string;
  /** The account of the key. */
  readonly accountId: string;
  /** What the key says of the time (ms); undefined where it says nothing. */
  readonly keyTime: number | undefined;
  readonly namespace: string;
  readonly isBackfill: boolean;
}

/** Of a record in an object of an account × region. */
export function originOf(
  key: string,
  { accountId, region }: Pick<AccountRegion, 'accountId' | 'region'>,
  found: Pick<RecordOrigin, 'bucket' | 'namespace' | 'isBackfill'>,
): RecordOrigin {
  const { bucket, namespace, isBackfill } = found;
  // a bucket lies in the partition of the regions that are logged to it
  const bucketArn = buildArn({ partition: partitionOf(region), service: 's3', resource: bucket });
  return { bucket, bucketArn, key, accountId, keyTime: timeOfKey(key), namespace, isBackfill };
}

/** For `log.file` and `aws.s3`. */
export function originFields({ bucket, bucketArn, key }: RecordOrigin): {
  readonly file: JsonObject;
  readonly s3: JsonObject;
} {
  return {
    file: { path: `s3://${bucket}/${key}` },
    s3: { bucket: { name: bucket, arn: bucketArn }, object: { key } },
  };
}
