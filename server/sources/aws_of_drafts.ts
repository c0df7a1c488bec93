/** Reaches AWS as a draft of a source says. */
import { openCallerIdentity } from '../aws/caller_identity';
import type { BucketOfSource } from '../aws/open_source_store';
import { openSourceQueue } from '../aws/open_source_queue';
import { openSourceStore } from '../aws/open_source_store';
import { probeBucket } from '../aws/probe_bucket';
import type { AwsPolicy } from '../aws/s3_object_store';
import type { AwsCheckHost } from './aws_checks';
import type { ResolvedDraft } from './source_draft';

export function awsOfDrafts(
  policy: AwsPolicy,
  log: { debug(message: string): void },
): Omit<AwsCheckHost, 'limits'> {
  return {
    probe: ({ location, credentials }, signal) => probeBucket(location, credentials, policy, signal),
    openIdentity: (draft) => openCallerIdentity(draft, policy),
    openStore: (draft) => openSourceStore(bucketOf(draft), draft.credentials, policy, log),
    openQueue: (draft) =>
      openSourceQueue({ ...bucketOf(draft), sqs: draft.location.sqs }, draft.credentials, policy),
  };
}

/** The bucket, as its opener takes it. */
export function bucketOf({ location, credentials, externalId }: ResolvedDraft): BucketOfSource {
  return { ...location, credentials: { type: credentials.type, external_id: externalId } };
}
