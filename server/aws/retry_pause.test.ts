/** What is asked again, how often and after how long. */
import { expect, test } from 'vitest';
import { retryPause, type Failing } from './retry_pause';

const FAILING: Failing = {
  code: 'aws_throttled',
  action: 's3:GetObject',
  tries: 1,
  elapsedMs: 0,
  isClockCorrected: false,
};

/** The longest pause before each further try. */
function pauses(change: Partial<Failing>): number[] {
  const found: number[] = [];
  for (;;) {
    const pause = retryPause({ ...FAILING, tries: found.length + 1, ...change }, 1);
    if (pause === undefined) return found;
    found.push(pause);
  }
}

test('throttling is met with doubling pauses, and any part of them by chance (pain 34)', () => {
  expect(pauses({})).toEqual([500, 1000, 2000, 4000, 8000]);
  expect(retryPause({ ...FAILING, tries: 3 }, 0)).toBe(0);
  expect(retryPause({ ...FAILING, tries: 3 }, 0.25)).toBe(500);
});

test('a pause that the answer asks for is kept, up to ten seconds (pain 34)', () => {
  expect(retryPause({ ...FAILING, retryAfterMs: 3000 }, 0)).toBe(3000);
  expect(retryPause({ ...FAILING, retryAfterMs: 3_600_000 }, 0)).toBe(10_000);
});

test('a refusal is asked again for an object, and told at once for a listing (pain 33)', () => {
  expect(pauses({ code: 'aws_access_denied' })).toEqual([300, 600, 1200]);
  expect(pauses({ code: 'aws_access_denied', action: 's3:ListBucket' })).toEqual([]);
});

test('a broken connection is tried three times, and not for ever when each try takes long', () => {
  expect(pauses({ code: 'aws_unreachable' })).toEqual([200, 400]);
  expect(pauses({ code: 'aws_unreachable', elapsedMs: 60_000 })).toEqual([]);
});

test('a wrong clock is tried once more, where it was corrected (pain 36)', () => {
  expect(retryPause({ ...FAILING, code: 'aws_clock_skew', isClockCorrected: true }, 1)).toBe(0);
  expect(
    retryPause({ ...FAILING, code: 'aws_clock_skew', isClockCorrected: true, tries: 2 }, 1),
  ).toBeUndefined();
  expect(retryPause({ ...FAILING, code: 'aws_clock_skew' }, 1)).toBeUndefined();
});

test.each([
  'aws_bad_credentials',
  'aws_no_such_key',
  'aws_no_such_bucket',
  'aws_archived',
  'aws_other',
] as const)('%s is told at once', (code) => {
  expect(retryPause({ ...FAILING, code }, 0)).toBeUndefined();
});
