/** What the body of a queue's message says: which objects were made. Pure. */
import { isObject, objectAt, textAt } from '../cloudtrail/record';

export interface NotifiedObject {
  readonly bucket: string;
  readonly key: string;
  /** Bytes as stored; undefined where the sender does not say. */
  readonly size: number | undefined;
  /** When S3 got it (ms since the epoch); absent where the sender does not say. */
  readonly deliveredAt?: number;
}

/** An SNS topic that another topic feeds, and one more for whoever does that. */
const MOST_WRAPPINGS = 3;

/**
 * Takes S3's own notifications, those of EventBridge, CloudTrail's own (list-valued `s3ObjectKey`), each as it is or
 * wrapped by SNS. Never throws: what it does not know (tests of a new queue or topic, deletions) holds no objects.
 */
export function readNotification(body: string): readonly NotifiedObject[] {
  return readText(body, 0);
}

function readText(text: string, wrappings: number): readonly NotifiedObject[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return (Array.isArray(value) ? value : [value]).flatMap((event) => readEvent(event, wrappings));
}

function readEvent(event: unknown, wrappings: number): readonly NotifiedObject[] {
  if (!isObject(event)) return [];
  if (typeof event['Message'] === 'string')
    return wrappings < MOST_WRAPPINGS ? readText(event['Message'], wrappings + 1) : [];
  if (Array.isArray(event['Records'])) return event['Records'].flatMap(readS3Record);
  if (event['s3ObjectKey'] !== undefined) return readCloudTrail(event['s3Bucket'], event['s3ObjectKey']);
  if (event['source'] === 'aws.s3') return readEventBridge(event);
  return [];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function readS3Record(record: unknown): readonly NotifiedObject[] {
  const s3 = objectAt(objectAt(record)['s3']);
  const object = objectAt(s3['object']);
  const bucket = textAt(objectAt(s3['bucket'])['name']);
  const key = textAt(object['key']);
  if (bucket === undefined || key === undefined) return [];
  // some send it with `s3:` before, as it is named when notifications are configured
  const name = (textAt(objectAt(record)['eventName']) ?? '').replace(/^s3:/, '');
  if (!name.startsWith('ObjectCreated:')) return [];
  const deliveredAt = timeAt(objectAt(record)['eventTime']);
  return [{ bucket, key: decodeKey(key), size: sizeOf(object), deliveredAt }];
}

/** Keys are as they are here, not encoded: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function readEventBridge(event: Readonly<Record<string, unknown>>): readonly NotifiedObject[] {
  if (event['detail-type'] !== 'Object Created') return [];
  const detail = objectAt(event['detail']);
  const object = objectAt(detail['object']);
  const bucket = textAt(objectAt(detail['bucket'])['name']);
  const key = textAt(object['key']);
  if (bucket === undefined || key === undefined) return [];
  return [{ bucket, key, size: sizeOf(object), deliveredAt: timeAt(event['time']) }];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html */
function readCloudTrail(bucketValue: unknown, keyValue: unknown): readonly NotifiedObject[] {
  const bucket = textAt(bucketValue);
  const keys = (Array.isArray(keyValue) ? keyValue : [keyValue]).flatMap((key) => textAt(key) ?? []);
  return bucket === undefined ? [] : keys.map((key) => ({ bucket, key, size: undefined }));
}

function sizeOf({ size }: Readonly<Record<string, unknown>>): number | undefined {
  return typeof size === 'number' && size >= 0 ? size : undefined;
}

function timeAt(value: unknown): number | undefined {
  const ms = Date.parse(textAt(value) ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

/** As HTML forms are written: `+` is a space. What can't be decoded was not encoded. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
