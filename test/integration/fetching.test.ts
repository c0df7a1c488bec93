/** The main job on real servers: everything in the bucket once, whatever happens on the way. */
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { LEASE_MS, LeasedAccountRegion } from '../../server/fetching/lease';
import { IndexCreator } from '../../server/indices/ensure_index';
import { StateStore } from '../../server/indices/state_store';
import type { BucketObject } from '../generate/bucket_object';
import { logKey } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import { makeEstate } from '../generate/estate';
import { placeRecords } from '../generate/place_records';
import { admin, FetchHarness, FIXTURES, makeBucket, putObjects } from './fetch_harness';

/** Some of a set's objects are enough here; the demo takes all. */
const EVERY = 12;
let objects: readonly BucketObject[];
let bucket: string;
let expected: number;

beforeAll(async () => {
  const estate = [...makeEstate({ seed: 7, now: new Date() })];
  objects = [...placeRecords(FIXTURES).objects, ...estate].filter((_, i) => i % EVERY === 0);
  bucket = await makeBucket(objects);
  expected = countDistinct(objects).expectedDocuments;
});

describe('a bucket of samples and an estate', () => {
  test('is fetched whole and exactly once, and again adds nothing (pain 21)', async () => {
    const harness = new FetchHarness(bucket);
    await harness.runToEnd();
    expect(await harness.documents()).toBe(expected);
    const { counts } = await harness.progress();
    expect(counts).toMatchObject({ events: expected, objects: objects.length });

    // another source on the same bucket and namespace reads all again (pain 15, pain 24)
    const again = new FetchHarness(bucket, { namespace: harness.namespace });
    await again.runToEnd();
    expect((await again.progress()).counts).toMatchObject({ events: 0, objects: counts.objects });
    expect(await harness.documents()).toBe(expected);
  });

  test('is exactly once though runs are cut off anywhere, as Task Manager does at their time-out (pain tasks)', async () => {
    const harness = new FetchHarness(bucket);
    for (let i = 0; i < 15; i++) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 20 + i * 40);
      await harness.run(i % 2, controller.signal).catch(() => undefined);
    }
    // a run that was cut off like a killed process keeps its leases; they run out
    harness.now = () => Date.now() + 61_000;
    await harness.runToEnd();
    expect(await harness.documents()).toBe(expected);
  });

  test('is shared by two processes, with a task run twice at once, without loss or doubling (pain tasks)', async () => {
    const harness = new FetchHarness(bucket);
    const [first, second] = [harness.runner(), harness.runner()];
    const { signal } = new AbortController();
    await Promise.all([
      harness.run(0, signal, first),
      harness.run(1, signal, second),
      harness.run(1, signal, first),
    ]);
    await harness.runToEnd();
    expect(await harness.documents()).toBe(expected);
    expect((await harness.progress()).counts.events).toBe(expected);
  });
});

test('files that arrive later, and late, are each read once, and only they are (pain 19, pain 20)', async () => {
  const now = Date.now();
  const today = [...makeEstate({ seed: 3, now: new Date(now) })].slice(-12);
  const [late, ...early] = today;
  const growing = await makeBucket(early);
  const harness = new FetchHarness(growing);
  await harness.runToEnd();
  expect(await harness.documents()).toBe(countDistinct(early).expectedDocuments);

  // the oldest of them comes last; from an hour later on whole days are listed again, and new places looked for
  await putObjects(growing, late === undefined ? [] : [late]);
  // what is quiet for an hour is looked at every 5 minutes, and the first look of a UTC day is not at all of the one before
  for (let minute = 61; minute < 90; minute += 7) {
    harness.now = () => now + minute * 60_000;
    await harness.run();
  }
  expect(await harness.documents()).toBe(countDistinct(today).expectedDocuments);
  expect((await harness.progress()).counts.objects).toBe(today.length);
});

test('what a run that died has held is not left until the next interval, but looked at when its lease has ended', async () => {
  const at = Date.now();
  const [first, second] = ['first', 'second'].map((name) => ({
    key: logKey({ account: '111122223333', region: 'eu-west-1', at }, name.padEnd(16, 'x')),
    body: gzipSync(JSON.stringify({ Records: [record(name, at)] })),
  })) as [BucketObject, BucketObject];
  const harness = new FetchHarness(await makeBucket([first]), { interval: '1h' });
  await harness.runToEnd();
  await putObjects(harness.bucket, [second]);
  harness.status = { problem: null, asked_at: new Date().toISOString() };

  const states = new StateStore(admin, new IndexCreator(admin));
  const [region] = await states.find('account_region', harness.sourceId);
  await LeasedAccountRegion.take(states, region?.id ?? '', 'of the dead', () => Date.now());
  const { runAt } = await harness.run();
  expect(await harness.documents()).toBe(1);
  expect(runAt?.getTime()).toBeGreaterThan(at + LEASE_MS);
  expect(runAt?.getTime()).toBeLessThan(Date.now() + LEASE_MS);

  harness.now = () => Number(runAt);
  await harness.run();
  expect(await harness.documents()).toBe(2);
});

test('reading files again changes nothing, not even a version, also over the end of a month (pain 21)', async () => {
  const days = [Date.UTC(2024, 0, 31, 23, 58), Date.UTC(2024, 1, 1, 0, 3)];
  const files = days.map((at, i) => ({
    key: logKey({ account: '111122223333', region: 'eu-west-1', at }, `month${i}abcdefghij`),
    // each file holds events of both months
    body: gzipSync(JSON.stringify({ Records: days.map((time, j) => record(`${i}${j}`, time)) })),
  }));
  const boundary = await makeBucket(files);
  const first = new FetchHarness(boundary);
  await first.runToEnd();
  const stored = () => versionsOf(first.namespace);
  const before = await stored();
  expect(before.map(({ index }) => index.slice(-7))).toEqual(['2024.01', '2024.01', '2024.02', '2024.02']);
  for (let i = 0; i < 2; i++) {
    const again = new FetchHarness(boundary, { namespace: first.namespace });
    await again.runToEnd();
    expect((await again.progress()).counts).toMatchObject({ objects: 2, events: 0, known: 4 });
  }
  expect(await stored()).toEqual(before);
});

function record(id: string, at: number): object {
  return { eventID: id, eventTime: new Date(at).toISOString(), eventName: 'GetObject' };
}

/** Index, id, version and time of writing of each event. */
async function versionsOf(namespace: string) {
  const index = `cloudtrail-events-${namespace}-*`;
  await admin.indices.refresh({ index });
  const { hits } = await admin.search<{ event: { ingested: string } }>({
    index,
    version: true,
    seq_no_primary_term: true,
    sort: [{ '@timestamp': 'asc' }, { 'event.id': 'asc' }],
  });
  return hits.hits.map((hit) => ({
    index: hit._index,
    id: hit._id,
    version: hit._version,
    seqNo: hit._seq_no,
    ingested: hit._source?.event.ingested,
  }));
}
