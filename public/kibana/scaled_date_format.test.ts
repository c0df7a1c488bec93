/** Tests of choosing a date format by a bucket's length. */
import { expect, it } from 'vitest';
import { scaledDateFormat } from './scaled_date_format';

it('takes the last rule that is not longer than the buckets', () => {
  expect(scaledDateFormat(undefined, 500)).toBe('HH:mm:ss.SSS');
  expect(scaledDateFormat(undefined, 30_000)).toBe('HH:mm:ss');
  expect(scaledDateFormat(undefined, 3_600_000)).toBe('YYYY-MM-DD HH:mm');
  expect(scaledDateFormat(undefined, 86_400_000)).toBe('YYYY-MM-DD');
});

it('follows rules that an administrator has changed', () => {
  expect(
    scaledDateFormat(
      [
        ['', 'HH:mm'],
        ['P1DT', 'DD.MM.YYYY'],
      ],
      86_400_000,
    ),
  ).toBe('DD.MM.YYYY');
  expect(scaledDateFormat([], 1000)).toBe('YYYY-MM-DD HH:mm:ss');
});
