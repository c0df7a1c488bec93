/** A queue tells of new objects: each is in once, and its message goes only when it is. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { LogKind } from '../../common/log_kinds';
import type { Hiding, MessageQueue } from '../../server/aws/message_queue';
import type { ObjectStore } from '../../server/aws/object_store';
import { placeOfKey } from '../../server/cloudtrail/object_key';
import { AwsError } from '../../server/errors';
import { accountRegionId, newAccountRegionState } from '../../server/fetching/account_region_state';
import { LeasedAccountRegion } from '../../server/fetching/lease';
import { IndexCreator } from '../../server/indices/ensure_index';
import { StateStore } from '../../server/indices/state_store';
import type { BucketObject } from '../generate/bucket_object';
import { digestKey, logKey } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import { makeEstate } from '../generate/estate';
import type { Faults } from './fetch_harness';
import { admin, FetchHarness, makeBucket, putObjects } from './fetch_harness';
import type { TestQueue } from './queues';
import { makeQueue, notify, s3Record } from './queues';

const objects = [...makeEstate({ seed: 5, now: new Date() })]
  .filter(({ key }) => key.includes('/CloudTrail/'))
  .slice(-24);
const expected = countDistinct(objects).expectedDocuments;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function listening(bucket: string, queue: TestQueue, faults: Faults = {}): FetchHarness {
  return new FetchHarness(bucket, { sqs: { queue_url: queue.url } }, faults);
}
/** Lists nothing: what comes in was heard of. */
function onlyHeard(store: ObjectStore): ObjectStore {
  return { ...store, async *list() {} };
}
/** Notes what is given back; `comeBack` lets the time pass for which it is hidden. */
function givenBack(queue: TestQueue) {
  let hidings: readonly Hiding[] = [];
  return {
    pauses: () => hidings.map(({ seconds }) => seconds),
    comeBack: async () => {
      for (const { message } of hidings) await queue.comeBack(message.receipt);
      hidings = [];
    },
    fault: (real: MessageQueue): MessageQueue => ({
      ...real,
      hide: async (some) => {
        hidings = [...hidings, ...some];
        await real.hide(some);
      },
    }),
  };
}
function refusing(isRefused: () => boolean): (store: ObjectStore) => ObjectStore {
  return (store) => ({
    ...store,
    open: (key, signal) =>
      isRefused()
        ? Promise.reject(new AwsError('aws_access_denied', 'AWS refused s3:GetObject'))
        : store.open(key, signal),
  });
}
async function told(queue: TestQueue, bucket: string, some: readonly BucketObject[]): Promise<void> {
  for (const { key } of some) await queue.send({ Records: [s3Record(bucket, key)] });
}

test('what S3 tells of is in after the next run, once, and no listing reads it again', async () => {
  const [bucket, queue] = [await makeBucket(), await makeQueue()];
  await notify(bucket, queue);
  const heard: string[] = [];
  const harness = listening(bucket, queue, {
    store: (store) => ({ ...store, open: (key, signal) => (heard.push(key), store.open(key, signal)) }),
  });
  await harness.run();
  await putObjects(bucket, objects);
  harness.now = () => Date.now() + MINUTE_MS;
  await harness.run();
  expect(await harness.documents()).toBe(expected);
  expect(await queue.left()).toEqual({ visible: 0, hidden: 0 });
  expect(heard).toHaveLength(objects.length);

  await harness.runToEnd();
  harness.now = () => Date.now() + 2 * HOUR_MS;
  await harness.run();
  expect(heard).toHaveLength(objects.length);
  const { counts, queue: told } = await harness.progress();
  expect(counts).toMatchObject({ events: expected, objects: objects.length, known: 0 });
  expect(told?.messages).toMatchObject({ done: objects.length, ignored: 1, returned: 0 });
});

test('while the queue answers, listings are few, and come at each interval when it does not', async () => {
  const [bucket, queue] = [await makeBucket(objects.slice(-1)), await makeQueue()];
  let listed = 0;
  const harness = listening(bucket, queue, {
    store: (store) => ({ ...store, list: (options) => (listed++, store.list(options)) }),
  });
  await harness.runToEnd();
  listed = 0;
  harness.now = () => Date.now() + 10 * MINUTE_MS;
  await harness.run();
  expect(listed).toBe(0);
  harness.config = { ...harness.config, sqs: { queue_url: `${queue.url}-gone` } };
  await harness.run();
  expect(listed).toBeGreaterThan(0);
  expect(harness.status.problem?.code).toBe('aws_no_such_queue');
});

test('every form of message is understood, and none comes round for ever (pain 39)', async () => {
  const [bucket, queue] = [await makeBucket(objects), await makeQueue()];
  const keys = objects.map(({ key }) => key);
  const [a = '', b = '', c = '', d = '', ...rest] = keys;
  const detail = { bucket: { name: bucket }, object: { key: b, size: 1 } };
  await queue.send({ Records: [s3Record(bucket, a)] });
  await queue.send({ source: 'aws.s3', 'detail-type': 'Object Created', detail });
  await queue.send({
    Type: 'Notification',
    Message: JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [c, d] }),
  });
  const many = rest.map((key) => s3Record(bucket, key));
  await queue.send({ Type: 'Notification', Message: JSON.stringify({ Records: [...many, ...many] }) });
  for (const ignored of [
    { Event: 's3:TestEvent' },
    { Type: 'SubscriptionConfirmation', Message: 'confirm' },
    { Records: [s3Record(bucket, digestKey('111122223333', 'eu-west-1', 'trail', Date.now()))] },
    { Records: [s3Record(bucket, a, 'ObjectRemoved:Delete')] },
    'not JSON',
  ])
    await queue.send(ignored);
  await queue.send({ Records: [s3Record('another-bucket', a)] });

  const harness = listening(bucket, queue, { store: onlyHeard });
  await harness.run();
  expect(await harness.documents()).toBe(expected);
  expect((await harness.progress()).queue?.messages).toEqual({
    done: 4,
    ignored: 5,
    foreign: 1,
    returned: 0,
    given_up: 0,
  });
  expect(await queue.left()).toEqual({ visible: 0, hidden: 1 });
});

test('two sources share a queue: each takes its own messages and leaves the other’s', async () => {
  const queue = await makeQueue();
  const [ours, theirs] = [objects.slice(0, 3), objects.slice(3, 6)];
  const [first, second] = [await makeBucket(ours), await makeBucket(theirs)];
  await told(queue, first, ours);
  await told(queue, second, theirs);
  const foreign = givenBack(queue);
  const harness = listening(first, queue, { store: onlyHeard, queue: foreign.fault });
  await harness.run();
  expect(foreign.pauses()).toEqual([15, 15, 15]);
  await foreign.comeBack();
  const other = listening(second, queue, { store: onlyHeard });
  await other.run();
  expect(await harness.documents()).toBe(countDistinct(ours).expectedDocuments);
  expect(await other.documents()).toBe(countDistinct(theirs).expectedDocuments);
  expect(await queue.left()).toEqual({ visible: 0, hidden: 0 });
});

test('a run that is cut off in the middle loses no message, and nothing is in twice', async () => {
  const [bucket, queue] = [await makeBucket(objects), await makeQueue()];
  await told(queue, bucket, objects);
  const controller = new AbortController();
  let opened = 0;
  const harness = listening(bucket, queue, {
    store: (store) => ({
      ...onlyHeard(store),
      open: (key, signal) => {
        if (++opened === objects.length / 2) controller.abort();
        return store.open(key, signal);
      },
    }),
  });
  await expect(harness.run(0, controller.signal)).rejects.toThrow();
  const { visible, hidden } = await queue.left();
  expect(visible).toBeGreaterThan(0);
  expect(hidden).toBe(0);
  // a run that was cut off keeps its leases; they run out
  harness.now = () => Date.now() + 2 * MINUTE_MS;
  await harness.run();
  expect(await harness.documents()).toBe(expected);
  expect((await harness.progress()).counts.events).toBe(expected);
  expect(await queue.left()).toEqual({ visible: 0, hidden: 0 });
});

test('two slices at once, with each message twice, bring each event once', async () => {
  const [bucket, queue] = [await makeBucket(objects), await makeQueue()];
  await told(queue, bucket, [...objects, ...objects]);
  const given = givenBack(queue);
  const harness = listening(bucket, queue, { store: onlyHeard, queue: given.fault });
  await Promise.all([harness.run(0), harness.run(1)]);
  await given.comeBack();
  await harness.run();
  expect(await harness.documents()).toBe(expected);
  expect((await harness.progress()).counts).toMatchObject({ events: expected, objects: objects.length });
  expect(await queue.left()).toEqual({ visible: 0, hidden: 0 });
});

test('a message for an account and region that another run holds waits for it', async () => {
  const some = objects.slice(0, 1);
  const [bucket, queue] = [await makeBucket(some), await makeQueue()];
  await told(queue, bucket, some);
  const given = givenBack(queue);
  const harness = listening(bucket, queue, { store: onlyHeard, queue: given.fault });
  const lease = await holdLease(harness.sourceId, some[0]?.key ?? '');
  await harness.run();
  expect(given.pauses()).toEqual([15]);
  expect(await harness.documents()).toBe(0);

  await lease.release({});
  await given.comeBack();
  await harness.run();
  expect(await harness.documents()).toBe(countDistinct(some).expectedDocuments);
  expect(await queue.left()).toEqual({ visible: 0, hidden: 0 });
});

test('a message whose object AWS refuses comes back ever later, and goes when listings have long taken over', async () => {
  const some = objects.slice(0, 1);
  const [bucket, queue] = [await makeBucket(some), await makeQueue()];
  await told(queue, bucket, some);
  const given = givenBack(queue);
  let isRefused = true;
  const harness = listening(bucket, queue, { store: refusing(() => isRefused), queue: given.fault });
  const pauses: number[] = [];
  for (let i = 0; i < 5; i++) {
    harness.status = { problem: null, asked_at: null };
    await harness.run();
    pauses.push(...given.pauses());
    await given.comeBack();
  }
  expect(pauses).toEqual([60, 120, 240, 480]);
  expect(await queue.left()).toEqual({ visible: 0, hidden: 0 });
  expect((await harness.progress()).queue?.messages).toMatchObject({ returned: 4, given_up: 1 });
  expect(harness.status.problem?.code).toBe('aws_access_denied');

  isRefused = false;
  harness.now = () => Date.now() + 2 * HOUR_MS;
  await harness.run();
  expect(await harness.documents()).toBe(countDistinct(some).expectedDocuments);
});

test('a queue’s own redrive policy may take a message away, and the object is fetched all the same', async () => {
  const some = objects.slice(0, 1);
  const [bucket, deadLetters] = [await makeBucket(some), await makeQueue()];
  const queue = await makeQueue({ deadLetters, maxReceiveCount: 1 });
  await told(queue, bucket, some);
  const given = givenBack(queue);
  let isRefused = true;
  const harness = listening(bucket, queue, { store: refusing(() => isRefused), queue: given.fault });
  await harness.run();
  await given.comeBack();
  isRefused = false;
  harness.now = () => Date.now() + 2 * HOUR_MS;
  await harness.run();
  expect(await deadLetters.left()).toEqual({ visible: 1, hidden: 0 });
  expect(await harness.documents()).toBe(countDistinct(some).expectedDocuments);
});

test('Insights and network activity are in once each beside other events, by listing and by queue alike', async () => {
  const some = objects.slice(-1);
  const others = otherKinds(Date.now() - 10 * MINUTE_MS);
  const all = [...some, ...others.objects];
  const expectedIds = [...others.ids].sort();
  const documents = countDistinct(some).expectedDocuments + expectedIds.length;
  const found = async ({ namespace }: FetchHarness) => {
    const { hits } = await admin.search<{ event: object; aws: { cloudtrail: Record<string, unknown> } }>({
      index: `cloudtrail-events-${namespace}-*`,
      size: 100,
      query: { terms: { 'aws.cloudtrail.event_category': ['Insight', 'NetworkActivity'] } },
      sort: ['event.id'],
    });
    return hits.hits.map((hit) => hit._source);
  };

  const [bucket, queue] = [await makeBucket(all), await makeQueue()];
  const listing = new FetchHarness(bucket);
  await listing.runToEnd();
  expect(await listing.documents()).toBe(documents);
  const [start, end, denied] = await found(listing);
  expect([start, end, denied].map((each) => each?.event)).toMatchObject([
    { id: expectedIds[0], kind: 'event' },
    { id: expectedIds[1], kind: 'event' },
    { id: expectedIds[2], kind: 'event', action: 'ListKeys', outcome: 'failure' },
  ]);
  expect([start, end].map((each) => each?.aws.cloudtrail)).toMatchObject([
    { shared_event_id: 'shared', flattened: { insight_details: { state: 'Start' } } },
    { shared_event_id: 'shared', flattened: { insight_details: { state: 'End' } } },
  ]);
  const rows = (await listing.accountRegions()).map(({ kind, counts: { events } }) => [kind, events]);
  expect(new Map(rows as [string, number][])).toEqual(
    new Map([
      ['CloudTrail', documents - expectedIds.length],
      ['CloudTrail-Insight', 2],
      ['CloudTrail-NetworkActivity', 1],
    ]),
  );

  await told(queue, bucket, all);
  const heard: string[] = [];
  const harness = listening(bucket, queue, {
    store: (store) => ({ ...store, open: (key, signal) => (heard.push(key), store.open(key, signal)) }),
  });
  await harness.run();
  await harness.runToEnd();
  expect(await harness.documents()).toBe(documents);
  expect(heard.sort()).toEqual(all.map(({ key }) => key).sort());
  expect(await found(harness)).toHaveLength(expectedIds.length);
  expect((await harness.progress()).queue?.messages).toMatchObject({ done: all.length, ignored: 0 });
  expect(await queue.left()).toEqual({ visible: 0, hidden: 0 });
});

/** Records as in https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
function otherKinds(at: number) {
  const place = { account: '111122223333', region: 'us-east-1', at };
  const common = {
    eventTime: new Date(at - 30 * MINUTE_MS).toISOString(),
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
  };
  const attribution = { value: 'arn:aws:sts::111122223333:assumed-role/CodeDeployRole1', average: 5.0 };
  const insight = (state: string, eventID: string) => ({
    ...common,
    eventVersion: '1.08',
    eventID,
    eventType: 'AwsCloudTrailInsight',
    sharedEventID: 'shared',
    insightDetails: {
      state,
      eventSource: 'autoscaling.amazonaws.com',
      eventName: 'CompleteLifecycleAction',
      insightType: 'ApiCallRateInsight',
      insightContext: {
        statistics: {
          baseline: { average: 9.82222e-5 },
          insight: { average: 5.0 },
          insightDuration: 1,
          baselineDuration: 10181,
        },
        attributions: [{ attribute: 'userIdentityArn', insight: [attribution], baseline: [attribution] }],
      },
    },
    eventCategory: 'Insight',
  });
  const denied = {
    ...common,
    eventVersion: '1.09',
    userIdentity: { type: 'AWSAccount', principalId: 'AKIAIOSFODNN7EXAMPLE', accountId: '444455556666' },
    eventSource: 'kms.amazonaws.com',
    eventName: 'ListKeys',
    sourceIPAddress: '10.0.0.1',
    errorCode: 'VpceAccessDenied',
    errorMessage: 'The request was denied due to a VPC endpoint policy',
    requestID: randomUUID(),
    eventID: 'network',
    eventType: 'AwsVpceEvent',
    vpcEndpointId: 'vpce-0123456789abcdef0',
    vpcEndpointAccountId: '111122223333',
    eventCategory: 'NetworkActivity',
  };
  const object = (kind: LogKind, ...Records: object[]): BucketObject => ({
    key: logKey({ ...place, kind }, 'AbCdEfGhIjKlMnOp'),
    body: gzipSync(JSON.stringify({ Records })),
  });
  return {
    ids: ['insight 1', 'insight 2', 'network'],
    objects: [
      object('CloudTrail-Insight', insight('Start', 'insight 1'), insight('End', 'insight 2')),
      object('CloudTrail-NetworkActivity', denied),
    ],
  };
}

/** As another run of the source would, that was first to hear of the object's account and region. */
async function holdLease(sourceId: string, key: string): Promise<LeasedAccountRegion> {
  const place = placeOfKey(key, '');
  if (place === undefined) throw new Error(`not a log file: ${key}`);
  const states = new StateStore(admin, new IndexCreator(admin));
  await states.prepare();
  const id = accountRegionId(sourceId, place.accountRegion);
  await states.put(id, newAccountRegionState(sourceId, place.accountRegion), undefined);
  const lease = await LeasedAccountRegion.take(states, id, 'another run', () => Date.now());
  if (lease === undefined) throw new Error('the lease was taken');
  return lease;
}
