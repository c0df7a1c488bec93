/** Tests of staleness. */
import { expect, it } from 'vitest';
import { isStale } from './is_stale';

const NOW = Date.parse('2026-11-25T12:00:00Z');

it('takes CloudTrail’s own delay for fresh, and more than an hour for stale', () => {
  expect(isStale('2026-11-25T11:45:00Z', NOW)).toBe(false);
  expect(isStale('2026-11-25T12:05:00Z', NOW)).toBe(false);
  expect(isStale('2026-11-25T10:59:59Z', NOW)).toBe(true);
});
