/** The clock of Kibana's machine is wrong for a while, and right again: nothing is lost or doubled, and nothing stands still. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { logKey, type BucketObject } from '../generate/bucket_object';
import { FetchHarness, makeBucket, putObjects } from './fetch_harness';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2024, 4, 6, 12);

function delivered(msAgo: number): BucketObject {
  const at = NOW - msAgo;
  const record = { eventID: `${msAgo}`, eventTime: new Date(at).toISOString(), eventName: 'GetObject' };
  return {
    key: logKey({ account: '111122223333', region: 'eu-west-1', at }, String(at).padStart(16, 'a')),
    body: gzipSync(JSON.stringify({ Records: [record] })),
  };
}

test.each([
  ['a day ahead', DAY_MS],
  ['61 minutes ahead', HOUR_MS + MINUTE_MS],
  ['a day behind', -DAY_MS],
])('a clock that was %s, and is right again, keeps nothing waiting', async (_how, jumpMs) => {
  const early = [50 * HOUR_MS, 27 * HOUR_MS, 3 * HOUR_MS, 10 * MINUTE_MS].map(delivered);
  const harness = new FetchHarness(await makeBucket(early), {
    created_at: new Date(NOW - 30 * HOUR_MS).toISOString(),
    start: '2024-05-01',
  });
  harness.now = () => NOW + jumpMs;
  await harness.runToEnd();

  await putObjects(harness.bucket, [delivered(MINUTE_MS)]);
  harness.now = () => NOW + 2 * MINUTE_MS;
  await harness.run();
  expect(await harness.documents()).toBe(early.length + 1);

  // what comes late is found as ever, by the rounds of the hours and the days
  await putObjects(harness.bucket, [delivered(2 * HOUR_MS), delivered(51 * HOUR_MS)]);
  const quarters = Array.from({ length: 14 }, (_, i) => NOW + 25 * HOUR_MS + i * 15 * MINUTE_MS);
  for (const at of [NOW + HOUR_MS, ...quarters]) {
    harness.now = () => at;
    await harness.run();
  }
  expect(await harness.documents()).toBe(early.length + 3);
  expect((await harness.progress()).counts).toMatchObject({ events: early.length + 3, known: 0, failed: 0 });
  expect((await harness.progress()).problem).toBeNull();
});
