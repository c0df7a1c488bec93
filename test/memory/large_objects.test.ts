/** Whatever an object's size, little of it is in memory at once. Each is taken in by a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { LargeObjectReport } from './take_large_object';

const MEGABYTE = 1_000_000;
const MEBIBYTE = 1024 * 1024;
const CHILD = fileURLToPath(new URL('./take_large_object.ts', import.meta.url));
const TIMEOUT_MS = 120_000;

async function take(kind: 'honest' | 'bomb'): Promise<LargeObjectReport> {
  const child = fork(CHILD, [], { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  child.send(kind);
  const said = await Promise.race([once(child, 'message'), exited]);
  await exited;
  const [report] = said as [LargeObjectReport | number | null];
  if (typeof report !== 'object' || report === null)
    throw new Error(`the process ended with ${String(report)}`);
  return report;
}

describe('a large object', () => {
  it(
    'of 250 MB is taken in whole with less than 150 MB of memory (pain 16)',
    async () => {
      const { size, addedBytes, events, ...rest } = await take('honest');
      expect(rest).toMatchObject({ failures: [], done: true });
      expect(size).toBeGreaterThan(250 * MEGABYTE);
      expect(events).toBeGreaterThan(10_000);
      expect(addedBytes).toBeLessThan(150 * MEGABYTE);
    },
    TIMEOUT_MS,
  );

  it(
    'that grows to 1 GB is refused at the cap, with what came before it taken in (pain 16)',
    async () => {
      const { size, read, addedBytes, ...rest } = await take('bomb');
      expect(rest).toEqual({ events: 1, failures: ['object_too_large'], done: true });
      expect(size).toBe(1024 * MEBIBYTE);
      expect(read).toBeGreaterThan(500 * MEBIBYTE);
      expect(read).toBeLessThan(600 * MEBIBYTE);
      expect(addedBytes).toBeLessThan(150 * MEGABYTE);
    },
    TIMEOUT_MS,
  );
});
