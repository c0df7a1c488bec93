/** A queue behind the MessageQueue port, by the AWS SDK. Loaded by dynamic import only: the SDK is heavy. */
import type { BatchResultErrorEntry, SQSClient } from '@aws-sdk/client-sqs';
import { firstRegionOf, partitionOfArn } from '../../common/partition';
import type { Credentials } from '../../common/sources';
import { AwsError } from '../errors';
import { sdkCredentials } from './aws_credentials';
import { toAwsError, type AwsAttempt } from './aws_errors';
import { readAwsFault } from './aws_fault';
import { openConnections } from './connections';
import type { Hiding, MessageQueue, QueueMessage } from './message_queue';
import { serverOfQueue } from './queue_url';
import type { AwsPolicy } from './s3_object_store';

export interface SqsQueueOptions {
  readonly queueUrl: string;
  /** For a server that is not AWS's; AWS's says its region itself. */
  readonly region?: string;
  /** Named in messages of the credentials. */
  readonly bucket: string;
  readonly credentials: Credentials;
  /** Sent with AssumeRole; ours, one a source. */
  readonly externalId?: string;
  readonly policy: AwsPolicy;
  /** Names the session in the role's own CloudTrail events. */
  readonly sessionName: string;
}

/** More than 0: SQS then asks all its servers, not some, and an empty answer means an empty queue. */
const WAIT_SECONDS = 1;
const MESSAGES_AT_ONCE = 10;
const MAX_ATTEMPTS = 3;

/**
 * Opens nothing yet. An aborted signal makes `receive` throw its reason. Every other failure is an AwsError.
 *
 * @throws AwsError `aws_endpoint_refused` or `aws_server_identity_refused` where the policy forbids what is asked.
 */
export async function createSqsQueue(options: SqsQueueOptions): Promise<MessageQueue> {
  const { queueUrl, credentials, policy, bucket } = options;
  const server = serverOfQueue(queueUrl, policy.allowedEndpoints);
  const isAws = server.region !== undefined;
  const region = server.region ?? options.region ?? regionOfCredentials(credentials);
  const place = isAws ? `in ${region}` : `at ${server.endpoint}`;
  const [sqs, connections] = await Promise.all([
    import('@aws-sdk/client-sqs'),
    openConnections({ proxyUrl: isAws ? policy.proxyUrl : undefined }),
  ]);
  const shared = () => ({
    region,
    // AWS_ENDPOINT_URL and its like would go round the allow-list
    ignoreConfiguredEndpointUrls: true,
    requestHandler: connections.requestHandler,
    retryMode: 'standard',
    maxAttempts: MAX_ATTEMPTS,
  });
  const { provider, identity } = sdkCredentials({
    credentials,
    externalId: options.externalId,
    sessionName: options.sessionName,
    allowServerIdentity: policy.allowServerIdentity,
    bucket,
    place,
    stsConfig: () => ({ ...shared(), endpoint: isAws ? undefined : server.endpoint }),
  });
  const client = new sqs.SQSClient({ ...shared(), endpoint: server.endpoint, credentials: provider });

  async function send<Output>(
    action: AwsAttempt['action'],
    request: (client: SQSClient) => Promise<Output>,
    signal?: AbortSignal,
  ): Promise<Output> {
    try {
      return await request(client);
    } catch (error) {
      signal?.throwIfAborted();
      throw toAwsError(error, { action, bucket, queueUrl, identity, server: `SQS ${place}` });
    }
  }

  return {
    async receive(hiddenSeconds, signal, atMost = MESSAGES_AT_ONCE) {
      const command = new sqs.ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: atMost,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      });
      const { Messages } = await send(
        'sqs:ReceiveMessage',
        (c) => c.send(command, { abortSignal: signal }),
        signal,
      );
      return (Messages ?? []).flatMap(({ Body, ReceiptHandle, Attributes }): QueueMessage[] =>
        ReceiptHandle === undefined
          ? []
          : [
              {
                body: Body ?? '',
                receipt: ReceiptHandle,
                receives: Number(Attributes?.ApproximateReceiveCount ?? 1),
              },
            ],
      );
    },

    async delete(messages) {
      if (messages.length === 0) return;
      const entries = messages.map(({ receipt }, i) => ({ Id: String(i), ReceiptHandle: receipt }));
      const command = new sqs.DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries });
      throwIfRefused(await send('sqs:DeleteMessage', (c) => c.send(command)), 'deleting');
    },

    async hide(hidings: readonly Hiding[]) {
      if (hidings.length === 0) return;
      const entries = hidings.map(({ message, seconds }, i) => ({
        Id: String(i),
        ReceiptHandle: message.receipt,
        VisibilityTimeout: seconds,
      }));
      const command = new sqs.ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries: entries });
      throwIfRefused(await send('sqs:ChangeMessageVisibility', (c) => c.send(command)), 'hiding');
    },

    close: () => connections.close(),
  };

  /** A receipt that has ended is the sender's fault, says SQS: the message is with somebody else, or gone. */
  function throwIfRefused({ Failed }: { Failed?: BatchResultErrorEntry[] }, doing: string): void {
    const refused = Failed?.find(({ SenderFault }) => SenderFault !== true);
    if (refused === undefined) return;
    const { code } = readAwsFault({ name: refused.Code });
    throw new AwsError('aws_other', `SQS ${place} failed on ${doing} messages of ${queueUrl} (${code}).`);
  }
}

function regionOfCredentials(credentials: Credentials): string {
  return firstRegionOf(credentials.type === 'role' ? partitionOfArn(credentials.role_arn) : undefined);
}
