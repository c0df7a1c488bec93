/** What a run's line in the log, and its record among the last runs, say of S3. */
import { expect, test } from 'vitest';
import { storeRemarks } from './store_remarks';

const WELL = { requests: 10, throttled: 0, repeated: 0, region: 'us-east-1', clockAheadMs: 400 };

test('nothing is said when all is well', () => {
  expect(storeRemarks(WELL)).toEqual([]);
  expect(storeRemarks({ ...WELL, clockAheadMs: undefined })).toEqual([]);
  expect(storeRemarks(undefined)).toEqual([]);
});

test('throttling is said with its number (pain 34)', () => {
  expect(storeRemarks({ ...WELL, throttled: 7, repeated: 2 })).toEqual([
    'S3 asked for fewer requests 7 times',
    '2 requests to S3 were repeated',
  ]);
});

test('a clock that is off is said with the difference, before AWS refuses anything (pain 36)', () => {
  expect(storeRemarks({ ...WELL, clockAheadMs: 61_300 })).toEqual([
    "this machine's clock is 61 s ahead of AWS's: set it right",
  ]);
  expect(storeRemarks({ ...WELL, clockAheadMs: -240_000 }).join()).toContain("240 s behind AWS's");
});
