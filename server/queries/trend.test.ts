/** Tests how sparklines cut a time range. */
import { expect, test } from 'vitest';
import { trendHistogram, trendOf, trendRanges } from './trend';
import { request } from '../../test/fakes/search_responses';

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 0, 1, 0, 30);
const DAY = request({ from: new Date(FROM).toISOString(), to: new Date(FROM + 24 * HOUR).toISOString() });

test('the first part begins where the range begins', () => {
  expect(trendHistogram(DAY).date_histogram).toMatchObject({
    fixed_interval: `${HOUR}ms`,
    offset: `${HOUR / 2}ms`,
  });
});

test('parts without events are 0', () => {
  const trend = trendOf([{ key: FROM + 2 * HOUR, doc_count: 7 }], DAY);
  expect(trend).toEqual([0, 0, 7, ...new Array<number>(21).fill(0)]);
});

test('a range of a few milliseconds has as many parts', () => {
  const short = request({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.003Z' });
  expect(trendOf([], short)).toEqual([0, 0, 0]);
});

test('an empty range has none, and is still a request that Elasticsearch takes', () => {
  const empty = request({ to: request().from });
  expect(trendOf([], empty)).toEqual([]);
  expect(trendHistogram(empty).date_histogram.fixed_interval).toBe('1ms');
});

test('as ranges the parts lie one after the other and cover the time range', () => {
  const { ranges } = trendRanges(DAY).date_range;
  expect(ranges).toHaveLength(24);
  expect(ranges.map(({ from }) => Number(from))).toEqual(ranges.map((_, i) => FROM + i * HOUR));
  expect(ranges.map(({ to }) => Number(to))).toEqual(ranges.map((_, i) => FROM + (i + 1) * HOUR));
});

test('the last range ends where the time range ends, and an empty one has one range still', () => {
  const odd = request({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.025Z' });
  const { ranges } = trendRanges(odd).date_range;
  expect(ranges).toHaveLength(13);
  expect(ranges.at(-1)?.to).toBe(String(Date.parse(odd.to)));
  expect(trendRanges(request({ to: request().from })).date_range.ranges).toHaveLength(1);
});
