/** A source's bucket, opened as the source says. */
import type { Credentials, SourceConfig } from '../../common/sources';
import type { ReportingObjectStore } from './object_store';
import type { AwsPolicy, S3ObjectStoreOptions } from './s3_object_store';

/** Shown in the role's own CloudTrail events. */
export const SESSION_NAME = 'cloudtrail-for-kibana';

/** What of a source's settings says where its bucket is and who reads it. */
export type BucketOfSource = Pick<
  SourceConfig,
  'bucket' | 'region' | 'endpoint' | 'force_path_style' | 'requester_pays' | 'credentials'
>;

/** Loads the AWS SDK when it is called. Throws AwsError where `policy` forbids what is asked. */
export async function openSourceStore(
  { credentials: shown, ...location }: BucketOfSource,
  credentials: Credentials,
  policy: AwsPolicy,
  logger: NonNullable<S3ObjectStoreOptions['logger']>,
): Promise<ReportingObjectStore> {
  const { createS3ObjectStore } = await import('./s3_object_store');
  return createS3ObjectStore({
    location,
    credentials,
    externalId: shown.external_id,
    policy,
    sessionName: SESSION_NAME,
    logger,
  });
}
