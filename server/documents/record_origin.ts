/** Where a record was found: `input`, `log` and `aws.s3`. */
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

export interface OriginFields {
  /** As Filebeat names what reads objects of S3. */
  readonly input: { readonly type: 'aws-s3' };
  readonly log: JsonObject;
  /** For `aws.s3`. */
  readonly s3: JsonObject;
}

/** `offset`: byte of the uncompressed object at which the record begins. */
export function originFields({ bucket, bucketArn, key }: RecordOrigin, offset: number): OriginFields {
  return {
    input: { type: 'aws-s3' },
    log: { offset, file: { path: `s3://${bucket}/${key}` } },
    s3: { bucket: { name: bucket, arn: bucketArn }, object: { key } },
  };
}
