/** What could not be taken in: it is listed with what helps, tried again when somebody asks, and counted right. */
import { PutObjectCommand, RestoreObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { AwsError } from '../../server/errors';
import type { Failure } from '../../server/indices/failures_store';
import { logKey } from '../generate/bucket_object';
import type { Faults } from './fetch_harness';
import { FetchHarness, makeBucket, putObjects } from './fetch_harness';
import { s3 } from './own_servers';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const AT = Date.UTC(2024, 4, 6, 7, 8);
const HOUR_MS = 60 * 60_000;
const owner = new S3Client({
  endpoint: s3.url,
  region: s3.region,
  forcePathStyle: true,
  credentials: s3.owner,
});

function key(name: string): string {
  return logKey({ account: ACCOUNT, region: REGION, at: AT }, name.padEnd(16, 'x'));
}
function file(...ids: readonly string[]): Buffer {
  const Records = ids.map((id) => ({
    eventID: id,
    eventTime: '2024-05-06T07:08:09Z',
    eventName: 'PutObject',
    eventSource: 's3.amazonaws.com',
    recipientAccountId: ACCOUNT,
    // so much that a part of the file is a part of the records
    requestParameters: { note: Array.from({ length: 200 }, (_, i) => `${id} ${i * 7919}`) },
  }));
  return gzipSync(JSON.stringify({ Records }));
}
const cutOff = (whole: Buffer) => whole.subarray(0, whole.length / 2);

/** Fetched to the end, with the clock at one time; later runs are an hour later each. */
async function fetched(bucket: string, faults: Faults = {}): Promise<FetchHarness> {
  const harness = new FetchHarness(bucket, {}, faults);
  await harness.runToEnd();
  return harness;
}
async function retried(harness: FetchHarness, ids?: readonly string[]): Promise<number> {
  const marked = await (await harness.failuresStore()).requestRetry(ids);
  harness.status = { ...harness.status, problem: null };
  await harness.run();
  return marked;
}

test('a damaged object that is put right and tried again brings what is missing, once', async () => {
  const whole = file('a', 'b', 'c', 'd');
  const bucket = await makeBucket([
    { key: key('good'), body: file('e') },
    { key: key('bad'), body: cutOff(whole) },
  ]);
  const harness = await fetched(bucket);
  const before = await harness.progress();
  const [failure] = (await harness.failures()).failures;
  expect(failure).toMatchObject({ key: key('bad'), reason: 'bad_gzip', retry_requested_at: null });
  expect(failure?.fix).toContain('Try again');
  expect(before.counts).toMatchObject({ objects: 1, failed: 1 });

  await putObjects(bucket, [{ key: key('bad'), body: whole }]);
  expect(await retried(harness)).toBe(1);
  expect(await harness.documents()).toBe(5);
  expect(await harness.failures()).toEqual({ total: 0, reasons: [], failures: [], after: null });
  expect((await harness.progress()).counts).toMatchObject({ objects: 2, events: 5, failed: 0 });
});

test('what is still bad stays, with its new time, reason and message', async () => {
  const bucket = await makeBucket([{ key: key('bad'), body: cutOff(file('a')) }]);
  const harness = await fetched(bucket);
  const [before] = (await harness.failures()).failures;
  await putObjects(bucket, [{ key: key('bad'), body: Buffer.from('{"Records": [') }]);
  harness.now = () => Date.now() + HOUR_MS;
  await retried(harness);
  const { total, failures } = await harness.failures();
  expect(total).toBe(1);
  expect(failures[0]).toMatchObject({ id: before?.id, reason: 'bad_json', retry_requested_at: null });
  expect(Date.parse(failures[0]?.at ?? '')).toBeGreaterThan(Date.parse(before?.at ?? ''));
  expect((await harness.progress()).counts).toMatchObject({ objects: 0, failed: 1 });
});

test('one record is tried again when the cause is gone, and the object is not counted twice', async () => {
  const body = gzipSync(
    JSON.stringify({
      Records: [
        { eventID: 'big', eventTime: '2024-05-06T07:08:09Z', note: 'x'.repeat(5000) },
        { eventID: 'b' },
        7,
      ],
    }),
  );
  const limits = { maxObjectBytes: 1e6, maxRecordBytes: 1000 };
  const harness = await fetched(await makeBucket([{ key: key('mixed'), body }]), { limits });
  const { failures, reasons } = await harness.failures();
  expect(reasons).toEqual([
    { reason: 'record_not_object', count: 1 },
    { reason: 'record_too_large', count: 1 },
  ]);
  const tooLarge = failures.find(({ reason }) => reason === 'record_too_large');
  expect((await harness.progress()).counts).toMatchObject({ objects: 1, events: 1, failed: 2 });

  limits.maxRecordBytes = 10_000;
  expect(await retried(harness, [tooLarge?.id ?? ''])).toBe(1);
  expect(await harness.documents()).toBe(2);
  expect((await harness.failures()).failures.map(({ reason }) => reason)).toEqual(['record_not_object']);
  expect((await harness.progress()).counts).toMatchObject({ objects: 1, events: 2, failed: 1 });
});

test('an object that vanished keeps what is known of its records', async () => {
  const bucket = await makeBucket([{ key: key('odd'), body: gzipSync('{"Records":[7]}') }]);
  const isGone = { value: false };
  const gone = new AwsError('aws_no_such_key', 'There is no object any more');
  const harness = await fetched(bucket, {
    store: (store) => ({
      ...store,
      open: (name, signal) => (isGone.value ? Promise.reject(gone) : store.open(name, signal)),
    }),
  });
  const [before] = (await harness.failures()).failures;
  isGone.value = true;
  await retried(harness);
  const { total, failures } = await harness.failures();
  expect(total).toBe(1);
  expect(failures[0]).toMatchObject({ id: before?.id, offset: before?.offset, reason: 'object_vanished' });
  expect((await harness.progress()).counts).toMatchObject({ objects: 1, failed: 1 });
});

test('an archived object is passed over, and is in after it was restored and tried again (pain 18)', async () => {
  const bucket = await makeBucket([{ key: key('warm'), body: file('a') }]);
  const cold = { Bucket: bucket, Key: key('cold') };
  await owner.send(new PutObjectCommand({ ...cold, Body: file('b'), StorageClass: 'GLACIER' }));
  const harness = await fetched(bucket);
  expect(await harness.documents()).toBe(1);
  const { failures } = await harness.failures();
  expect(failures).toMatchObject([{ key: cold.Key, reason: 'object_archived' }]);
  expect(failures[0]?.fix).toContain('Restore');
  await retried(harness);
  expect((await harness.failures()).failures).toMatchObject([{ reason: 'object_archived' }]);

  await owner.send(new RestoreObjectCommand({ ...cold, RestoreRequest: { Days: 1 } }));
  await retried(harness);
  expect(await harness.documents()).toBe(2);
  expect((await harness.failures()).total).toBe(0);
  expect((await harness.progress()).counts).toMatchObject({ objects: 2, events: 2, failed: 0 });
});

test('what AWS refuses when it is tried again stays, and says so; the source goes on', async () => {
  const bucket = await makeBucket([{ key: key('bad'), body: cutOff(file('a')) }]);
  const isRefused = { value: false };
  const refusal = new AwsError('aws_access_denied', 'AWS refused s3:GetObject');
  const harness = await fetched(bucket, {
    store: (store) => ({
      ...store,
      open: (name, signal) => (isRefused.value ? Promise.reject(refusal) : store.open(name, signal)),
    }),
  });
  isRefused.value = true;
  await retried(harness);
  expect((await harness.failures()).failures).toMatchObject([
    { reason: 'aws_access_denied', message: refusal.message, retry_requested_at: null },
  ]);
  expect(harness.status.problem).toBeNull();
});

test('two slices at once try a failure again without doubling, and a held one waits', async () => {
  const whole = file('a', 'b');
  const bucket = await makeBucket([{ key: key('bad'), body: cutOff(whole) }]);
  const harness = await fetched(bucket);
  await putObjects(bucket, [{ key: key('bad'), body: whole }]);
  await (await harness.failuresStore()).requestRetry(undefined);
  await Promise.all([harness.run(0), harness.run(1)]);
  await harness.run();
  expect(await harness.documents()).toBe(2);
  expect((await harness.failures()).total).toBe(0);
  expect((await harness.progress()).counts).toMatchObject({ events: 2, failed: 0 });
});

test('dismissing takes what was chosen, never another source’s', async () => {
  const bucket = await makeBucket([
    { key: key('one'), body: Buffer.from('x') },
    { key: key('two'), body: Buffer.from('x') },
  ]);
  const harness = await fetched(bucket);
  const other = new FetchHarness(bucket, { namespace: harness.namespace });
  await other.runToEnd();
  const store = await harness.failuresStore();
  const [one, two] = (await harness.failures()).failures;
  const [theirs] = (await other.failures()).failures;
  expect(await store.dismiss([one?.id ?? '', theirs?.id ?? ''])).toBe(1);
  expect(await store.requestRetry([theirs?.id ?? ''])).toBe(0);
  expect((await harness.failures()).failures.map(({ id }) => id)).toEqual([two?.id]);
  expect((await other.failures()).total).toBe(2);
  // dismissed, it is not read again
  expect(await retried(harness)).toBe(1);
  expect((await harness.failures()).total).toBe(1);
  expect(await store.dismiss(undefined)).toBe(1);
  expect((await other.failures()).total).toBe(2);
});

test('ten thousand failures are paged, and all of them marked and tried again at once', async () => {
  const whole = file('a');
  const bucket = await makeBucket([{ key: key('bad'), body: cutOff(whole) }]);
  const harness = await fetched(bucket);
  const store = await harness.failuresStore();
  const many: Failure[] = Array.from({ length: 9_999 }, (_, i) => ({
    reason: 'bad_json',
    message: 'bad',
    key: `elsewhere/${i}`,
  }));
  await store.write(many);
  expect(await store.write([{ reason: 'bad_json', message: 'one too many', key: 'beyond' }])).toBe(1);
  const seen = new Set<string>();
  let after: string | null | undefined;
  for (let page = 0; page < 3; page++) {
    const { total, failures, after: next } = await store.list({ size: 20, after: after ?? undefined });
    expect(total).toBe(10_000);
    for (const { id } of failures) seen.add(id);
    after = next;
  }
  expect(seen.size).toBe(60);

  await putObjects(bucket, [{ key: key('bad'), body: whole }]);
  expect(await retried(harness)).toBe(10_000);
  expect(await harness.documents()).toBe(1);
  const { total, reasons } = await harness.failures();
  expect(total).toBe(9_999);
  expect(reasons).toEqual([{ reason: 'not_cloudtrail', count: 9_999 }]);
});

test('the last runs are kept: what each took in, how long it took, what it stumbled over', async () => {
  const bucket = await makeBucket([{ key: key('good'), body: file('a', 'b') }]);
  const harness = await fetched(bucket);
  const runs = await harness.runs();
  expect(runs.at(-1)).toMatchObject({ slice: 0, problem: null, counts: { objects: 1, events: 2 } });
  harness.config = { ...harness.config, bucket: 'no-such-bucket' };
  harness.now = () => Date.now() + HOUR_MS;
  await harness.run(1);
  expect((await harness.runs())[0]).toMatchObject({ slice: 1, problem: { code: 'aws_no_such_bucket' } });
});
