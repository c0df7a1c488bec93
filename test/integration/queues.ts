/** Queues that hear of buckets, as their owner makes them. */
import { randomUUID } from 'node:crypto';
import { PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  MessageNotInflight,
  ReceiptHandleIsInvalid,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { s3 } from './own_servers';

const connection = { endpoint: s3.url, region: s3.region, credentials: s3.owner };
const sqs = new SQSClient(connection);
const owner = new S3Client({ ...connection, forcePathStyle: true });

export interface TestQueue {
  readonly url: string;
  readonly arn: string;
  send(body: unknown): Promise<void>;
  /** As if the time had passed for which a message was hidden. */
  comeBack(receipt: string): Promise<void>;
  /** Messages that anybody may receive now, and those that are hidden. */
  left(): Promise<{ readonly visible: number; readonly hidden: number }>;
}

/** With a redrive policy, `deadLetters` gets what was received more often. */
export async function makeQueue(redrive?: {
  readonly deadLetters: TestQueue;
  readonly maxReceiveCount: number;
}): Promise<TestQueue> {
  const policy = redrive && {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: redrive.deadLetters.arn,
      maxReceiveCount: redrive.maxReceiveCount,
    }),
  };
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: `q-${randomUUID()}`, Attributes: policy }),
  );
  const attributes = async () =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
  const { QueueArn = '' } = await attributes();
  return {
    url: QueueUrl,
    arn: QueueArn,
    async send(body) {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    async comeBack(receipt) {
      try {
        await sqs.send(
          new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
        );
      } catch (error) {
        // on a slow machine the time has really passed, and somebody has taken the message since
        if (!(error instanceof ReceiptHandleIsInvalid) && !(error instanceof MessageNotInflight)) throw error;
      }
    },
    async left() {
      const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } =
        await attributes();
      return { visible: Number(visible), hidden: Number(hidden) };
    },
  };
}

/** From now on S3 tells the queue of each new object; first it sends its test message. */
export async function notify(bucket: string, queue: TestQueue): Promise<void> {
  await owner.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: queue.arn, Events: ['s3:ObjectCreated:*'] }],
      },
    }),
  );
}

/** One object as S3 tells of it. */
export function s3Record(bucket: string, key: string, eventName = 'ObjectCreated:Put'): object {
  const encoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
  return {
    eventSource: 'aws:s3',
    eventName,
    s3: { bucket: { name: bucket }, object: { key: encoded, size: 100 } },
  };
}
