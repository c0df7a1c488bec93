/** What a run's line in the log says of S3. */
import { expect, test } from 'vitest';
import { storeRemark } from './store_remark';

const WELL = { requests: 10, throttled: 0, repeated: 0, region: 'us-east-1', clockAheadMs: 400 };

test('nothing is said when all is well', () => {
  expect(storeRemark(WELL)).toBe('');
  expect(storeRemark({ ...WELL, clockAheadMs: undefined })).toBe('');
  expect(storeRemark(undefined)).toBe('');
});

test('throttling is said with its number (pain 34)', () => {
  expect(storeRemark({ ...WELL, throttled: 7, repeated: 2 })).toBe(
    ', S3 asked for fewer requests 7 times, 2 requests to S3 were repeated',
  );
});

test('a clock that is off is said with the difference, before AWS refuses anything (pain 36)', () => {
  expect(storeRemark({ ...WELL, clockAheadMs: 61_300 })).toBe(
    ", this machine's clock is 61 s ahead of AWS's: set it right",
  );
  expect(storeRemark({ ...WELL, clockAheadMs: -240_000 })).toContain("240 s behind AWS's");
});
