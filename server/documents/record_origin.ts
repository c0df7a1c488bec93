/** Where a record was found: `log` and `aws.s3`. */
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
