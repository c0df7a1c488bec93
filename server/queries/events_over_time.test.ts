/** Tests the histogram's request and answer. */
import { expect, test } from 'vitest';
import { eventsOverTime, histogramInterval } from './events_over_time';
import { FACTS, request, response } from '../../test/fakes/search_responses';

const DAY = 86_400_000;

test.each([
  [15 * 60_000, '10s'],
  [3_600_000, '1m'],
  [DAY, '30m'],
  [7 * DAY, '3h'],
  [30 * DAY, '12h'],
  [90 * DAY, '1d'],
  [365 * DAY, '7d'],
  [5 * 365 * DAY, '30d'],
  [13 * 365 * DAY, '90d'],
])('a range of %d ms is cut into buckets of %s', (span, interval) => {
  expect(histogramInterval(0, span).interval).toBe(interval);
});

test('no range, however long, is cut into more than a hundred buckets', () => {
  for (let span = 1; span < 10_000 * 365 * DAY; span *= 1.7) {
    expect(span / histogramInterval(0, span).interval_ms).toBeLessThanOrEqual(100);
  }
});

test('the histogram covers the whole range and nothing beyond it', () => {
  const { aggs } = eventsOverTime.searchRequest(
    request({ from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z', time_zone: 'Europe/Paris' }),
  );
  expect(aggs?.['over_time']?.date_histogram).toMatchObject({
    fixed_interval: '3h',
    time_zone: 'Europe/Paris',
    min_doc_count: 0,
    extended_bounds: { min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 8) - 1 },
  });
});

test('a range that ends where it begins asks for no bounds, which Elasticsearch would refuse', () => {
  const { aggs } = eventsOverTime.searchRequest(
    request({ from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }),
  );
  expect(aggs?.['over_time']?.date_histogram).not.toHaveProperty('extended_bounds');
});

test('successes and failures of the buckets add up to the total', () => {
  const data = eventsOverTime.answer(
    response(7, {
      over_time: {
        buckets: [
          { key: 0, doc_count: 5 },
          { key: 60_000, doc_count: 0 },
          { key: 120_000, doc_count: 2 },
        ],
      },
      failed: {
        doc_count: 4,
        over_time: {
          buckets: [
            { key: 0, doc_count: 2 },
            { key: 120_000, doc_count: 2 },
          ],
        },
      },
    }),
    request({ from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' }),
    FACTS,
  );
  expect(data).toEqual({
    total: 7,
    interval: '1m',
    interval_ms: 60_000,
    buckets: [
      { at: 0, success: 3, failure: 2 },
      { at: 60_000, success: 0, failure: 0 },
      { at: 120_000, success: 0, failure: 2 },
    ],
  });
});
