import { describe, expect, it } from 'vitest';
import { readNotification } from './notification';

const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a b+c.json.gz';
const ENCODED = 'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a+b%2Bc.json.gz';
const OBJECT = { bucket: 'logs', key: KEY, size: 12 };

function record(more: object = {}, eventName = 'ObjectCreated:Put') {
  return {
    eventSource: 'aws:s3',
    eventName,
    s3: { bucket: { name: 'logs' }, object: { key: ENCODED, size: 12, ...more } },
  };
}
const read = (body: unknown) => readNotification(JSON.stringify(body));
const fromSns = (message: unknown) => ({
  Type: 'Notification',
  TopicArn: 'topic',
  Message: typeof message === 'string' ? message : JSON.stringify(message),
});
const fromEventBridge = (type = 'Object Created') => ({
  source: 'aws.s3',
  'detail-type': type,
  detail: { bucket: { name: 'logs' }, object: { key: KEY, size: 12 } },
});

describe('a notification (pain 39)', () => {
  it("is taken in S3's own form, its keys decoded, one record or more", () => {
    expect(read({ Records: [record()] })).toEqual([OBJECT]);
    const two = read({
      Records: [record(), record({ key: 'x' }, 's3:ObjectCreated:CompleteMultipartUpload')],
    });
    expect(two.map(({ key }) => key)).toEqual([KEY, 'x']);
  });

  it('is taken in the form of EventBridge, whose keys are not encoded', () => {
    expect(read(fromEventBridge())).toEqual([OBJECT]);
    expect(read([fromEventBridge(), fromEventBridge()])).toEqual([OBJECT, OBJECT]);
  });

  it("is taken in CloudTrail's own form, whose keys are a list or not", () => {
    const object = { ...OBJECT, size: undefined };
    expect(read({ s3Bucket: 'logs', s3ObjectKey: [KEY, KEY] })).toEqual([object, object]);
    expect(read({ s3Bucket: 'logs', s3ObjectKey: KEY })).toEqual([object]);
  });

  it('tells when S3 got the object, where it says so (pain 26)', () => {
    const time = '2024-01-31T11:57:03.250Z';
    const deliveredAt = Date.parse(time);
    expect(read({ Records: [{ ...record(), eventTime: time }] })).toEqual([{ ...OBJECT, deliveredAt }]);
    expect(read({ ...fromEventBridge(), time })).toEqual([{ ...OBJECT, deliveredAt }]);
    expect(read({ Records: [{ ...record(), eventTime: 'soon' }] })).toEqual([OBJECT]);
  });

  it('is taken out of what SNS wraps around it, in each form', () => {
    for (const inner of [{ Records: [record()] }, fromEventBridge(), fromSns({ Records: [record()] })])
      expect(read(fromSns(inner))).toEqual([OBJECT]);
    expect(read(fromSns({ s3Bucket: 'logs', s3ObjectKey: [KEY] }))[0]?.key).toBe(KEY);
  });

  it('keeps a key that is not encoded as it should be', () => {
    expect(read({ Records: [record({ key: 'AWSLogs/100%.gz' })] })[0]?.key).toBe('AWSLogs/100%.gz');
  });

  it.each([
    ['test', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' }],
    ['test', fromSns({ Event: 's3:TestEvent' })],
    ['test', fromSns('CloudTrail validation message.')],
    [
      'subscription',
      { Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe', Token: 'x' },
    ],
    ['subscription', { Type: 'UnsubscribeConfirmation', Message: 'x' }],
    ['other_event', { Records: [record({}, 'ObjectRemoved:Delete')] }],
    ['other_event', fromEventBridge('Object Deleted')],
    ['unknown', { hello: 'world' }],
    ['unknown', { Records: [{ s3: {} }] }],
    ['unknown', { Records: [] }],
    ['unknown', { s3Bucket: 'logs', s3ObjectKey: [] }],
    ['unknown', [1, null]],
    ['unknown', 'text'],
    ['unknown', fromSns(fromSns(fromSns(fromSns({ Records: [record()] }))))],
  ])('holds nothing to fetch, being %s: %j', (_what, body) => {
    expect(read(body)).toEqual([]);
  });

  it('may be text that is not JSON at all', () => {
    expect(readNotification('<xml/>')).toEqual([]);
    expect(readNotification('')).toEqual([]);
  });
});
