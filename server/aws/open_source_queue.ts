/** A source's queue of notifications, opened as the source says. */
import type { Credentials, SourceConfig } from '../../common/sources';
import type { MessageQueue } from './message_queue';
import { SESSION_NAME } from './open_source_store';
import type { AwsPolicy } from './s3_object_store';

/** What of a source's settings says where its queue is and who reads it. */
export type QueueOfSource = Pick<SourceConfig, 'bucket' | 'region' | 'sqs' | 'credentials'>;

/** Undefined for a source without one. Throws AwsError where `policy` forbids what is asked. */
export async function openSourceQueue(
  { bucket, region, sqs, credentials: shown }: QueueOfSource,
  credentials: Credentials,
  policy: AwsPolicy,
): Promise<MessageQueue | undefined> {
  if (sqs === undefined) return undefined;
  const { createSqsQueue } = await import('./sqs_queue');
  return createSqsQueue({
    queueUrl: sqs.queue_url,
    region,
    bucket,
    credentials,
    externalId: shown.external_id,
    policy,
    sessionName: SESSION_NAME,
  });
}
