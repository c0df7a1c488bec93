/**
 * Bad input to every route: each request ends in an answer that says what is wrong, and leaves nothing half-made.
 * `npm run test:fuzz` sends 1,000 to each and prints what they were answered.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACES_API } from '../../common/ids';
import { elasticsearch } from '../integration/own_servers';
import { FuzzedHost, nameOf, routes } from './fuzzed_host';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 1_000);
/** Another one finds other things: FUZZ_SEED=2 npm run test:fuzz */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

let fuzzed: FuzzedHost;
const table: string[] = [];

beforeAll(async () => {
  fuzzed = await FuzzedHost.start(elasticsearch);
});
afterAll(async () => {
  if (table.length > 0) process.stderr.write(`\n${table.join('\n')}\n`);
  await fuzzed?.stop();
});

describe(`${REQUESTS} requests of bad input to`, () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    '%s are answered with what is wrong, and leave nothing half-made',
    async (name, route) => {
      const before = await fuzzed.whatIsKept();
      const { statuses, mistakes } = await fuzzed.send(route, REQUESTS, SEED);
      const counts = [...statuses].sort().map(([status, count]) => `${count} × ${status}`);
      table.push(`${name}: ${counts.join(', ')}`);
      expect(mistakes.slice(0, 5)).toEqual([]);
      expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS);
      await fuzzed.requireNothingHalfMade(before, /_(pause|resume)$/.test(route.path));
    },
    Math.max(120_000, REQUESTS * 1_000),
  );

  test('every route that the plugin has registered in the host', () => {
    const registered = fuzzed.host.routes.map(({ method, path }) => `${method} ${path}`);
    expect(routes.map(nameOf).sort()).toEqual(registered.sort());
    expect(table).toHaveLength(registered.length);
  });
});

test('what is there still works after all of it', async () => {
  const fresh = `fuzz_${randomUUID().slice(0, 8)}`;
  const namespace = await fuzzed.ask('PUT', `${NAMESPACES_API}/${fresh}`, { retention_days: 30 });
  expect(namespace.status).toBe(200);
  expect(await fuzzed.statusOfSource()).toBe(200);
});
