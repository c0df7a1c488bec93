/** A few requests of bad input to every route, as `npm run test:fuzz` sends a thousand: none is answered with 500, and nothing is left half-made. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FuzzedHost, nameOf, routes } from '../fuzz/fuzzed_host';
import { elasticsearch } from './own_servers';

const REQUESTS = 5;
/** Another one than the long form's. */
const SEED = 7;

let fuzzed: FuzzedHost;

beforeAll(async () => {
  fuzzed = await FuzzedHost.start(elasticsearch);
});
afterAll(async () => {
  await fuzzed?.stop();
});

test('bad input to any route is answered with what is wrong, and leaves nothing half-made', async () => {
  const before = await fuzzed.whatIsKept();
  for (const route of routes) {
    const { statuses, mistakes } = await fuzzed.send(route, REQUESTS, SEED);
    expect(mistakes, nameOf(route)).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS);
  }
  await fuzzed.requireNothingHalfMade(before);
  expect(await fuzzed.statusOfSource()).toBe(200);
});
