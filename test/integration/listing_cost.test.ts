/** What polls of a bucket with two million keys cost, when nothing is new and when a little is. */
import { afterEach, expect, test } from 'vitest';
import type { PollCost } from '../bench/polled_bucket';
import { PolledBucket } from '../bench/polled_bucket';
import type { ManyKeys, ManyKeysS3 } from '../servers/many_keys_s3';
import { keyAt, placesOf, startManyKeysS3 } from '../servers/many_keys_s3';
import { admin } from './fetch_harness';

const LAST_DAY = '2026-03-10';
const MEBIBYTE = 2 ** 20;
const ends: (() => Promise<void>)[] = [];

async function fetched(keys: ManyKeys): Promise<{ s3: ManyKeysS3; polled: PolledBucket }> {
  const s3 = await startManyKeysS3(keys);
  const polled = new PolledBucket(admin, s3, keys);
  ends.push(
    () => polled.remove(),
    () => s3.close(),
  );
  await polled.seed();
  return { s3, polled };
}
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** So many polls a minute apart, over midnight and over what is due once an hour. */
async function polls(polled: PolledBucket, count: number): Promise<readonly PollCost[]> {
  const costs: PollCost[] = [];
  for (let i = 0; i < count; i++) costs.push(await polled.poll());
  return costs;
}

test.each([
  { accounts: 1, regions: 1, days: 365, keysADay: 5480, count: 90 },
  { accounts: 5, regions: 2, days: 400, keysADay: 500, count: 66 },
])(
  'never more than two listings for an account × region, and no memory, when nothing is new: $accounts × $regions (pain 12, pain 13)',
  async ({ count, ...size }) => {
    const keys = { ...size, lastDay: LAST_DAY };
    const { s3, polled } = await fetched(keys);
    expect(s3.totalKeys).toBeGreaterThanOrEqual(2_000_000);
    const places = placesOf(keys).length;
    const costs = await polls(polled, count);
    expect(Math.max(...costs.map(({ listings }) => listings))).toBeLessThanOrEqual(2 * places);
    expect(costs.reduce((sum, { gets }) => sum + gets, 0)).toBe(0);
    const [early, late] = [costs[20]?.rss ?? 0, costs.at(-1)?.rss ?? 0];
    expect(late - early).toBeLessThan(64 * MEBIBYTE);
  },
);

test('new objects cost as many reads, and a listing more for each thousand; late ones are found (pain 13, pain 20)', async () => {
  const keys = { accounts: 1, regions: 1, days: 1000, keysADay: 2000, lastDay: LAST_DAY };
  const { s3, polled } = await fetched(keys);
  const folder = (day: string) => `${placesOf(keys)[0]?.accountPrefix}CloudTrail/ap-south-1/${day}/`;
  const deliver = (day: string, count: number, each: number) => {
    // others than those of the formula: its names end in the number alone
    for (let n = 0; n < count; n++) s3.deliver(keyAt(folder(day), n, each).replace('.json.gz', 'x.json.gz'));
  };
  const today = LAST_DAY.replaceAll('-', '/');
  await polls(polled, 2);
  // 2,400 in the last minute of the day
  for (let n = 0; n < 2400; n++)
    s3.deliver(keyAt(folder(today), 1999, 2000).replace('.json.gz', `${String(n).padStart(5, '0')}.json.gz`));
  const [cost] = await polls(polled, 1);
  expect(cost?.gets).toBe(2400);
  expect(cost?.listings).toBeLessThanOrEqual(2 + 2);

  deliver(today, 3, 4);
  deliver('2026/03/09', 2, 3);
  const costs = await polls(polled, 80);
  expect(costs.reduce((sum, { gets }) => sum + gets, 0)).toBe(5);
  expect(Math.max(...costs.map(({ listings }) => listings))).toBeLessThanOrEqual(2);
});
