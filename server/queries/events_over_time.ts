/** Events over time by outcome, in at most about a hundred buckets that cover the whole range. */
import { FAILED } from '../../common/event_kinds';
import type { EventsOverTime } from '../../common/panels';
import { countSearch, eventsInRange, totalHits, type PanelQuery } from './panel_query';

const MOST_BUCKETS = 100;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const INTERVALS: readonly HistogramInterval[] = [
  { interval: '1s', interval_ms: SECOND },
  { interval: '5s', interval_ms: 5 * SECOND },
  { interval: '10s', interval_ms: 10 * SECOND },
  { interval: '30s', interval_ms: 30 * SECOND },
  { interval: '1m', interval_ms: MINUTE },
  { interval: '5m', interval_ms: 5 * MINUTE },
  { interval: '10m', interval_ms: 10 * MINUTE },
  { interval: '30m', interval_ms: 30 * MINUTE },
  { interval: '1h', interval_ms: HOUR },
  { interval: '3h', interval_ms: 3 * HOUR },
  { interval: '12h', interval_ms: 12 * HOUR },
  { interval: '1d', interval_ms: DAY },
  { interval: '7d', interval_ms: 7 * DAY },
  { interval: '30d', interval_ms: 30 * DAY },
  { interval: '90d', interval_ms: 90 * DAY },
];

export interface HistogramInterval {
  /** As Elasticsearch's `fixed_interval` names it. */
  readonly interval: string;
  readonly interval_ms: number;
}

/** The shortest of a few familiar intervals that cuts the range into at most a hundred; years at a time beyond 24 years. */
export function histogramInterval(fromMs: number, toMs: number): HistogramInterval {
  const span = toMs - fromMs;
  const fitting = INTERVALS.find(({ interval_ms }) => span <= interval_ms * MOST_BUCKETS);
  if (fitting) return fitting;
  const days = 365 * Math.ceil(span / (365 * DAY * MOST_BUCKETS));
  return { interval: `${days}d`, interval_ms: days * DAY };
}

interface Histogram {
  readonly buckets: readonly { readonly key: number; readonly doc_count: number }[];
}
interface Aggregations {
  readonly over_time: Histogram;
  readonly failed: { readonly over_time: Histogram };
}

export const eventsOverTime: PanelQuery<'events_over_time'> = {
  id: 'events_over_time',

  searchRequest(request) {
    const from = Date.parse(request.from);
    const to = Date.parse(request.to);
    const histogram = {
      field: '@timestamp',
      // Fixed intervals, too, are counted from the time zone's midnight; a day of a clock change is one bucket.
      fixed_interval: histogramInterval(from, to).interval,
      time_zone: request.time_zone,
    };
    return countSearch(
      eventsInRange(request),
      // Beside each other: a histogram with nothing below it is counted from the index, without a look at each event.
      {
        over_time: {
          date_histogram: {
            ...histogram,
            min_doc_count: 0,
            // The range's empty edges are part of the picture. Elasticsearch refuses bounds of an empty range.
            ...(from < to && { extended_bounds: { min: from, max: to - 1 } }),
          },
        },
        failed: {
          filter: FAILED,
          aggs: { over_time: { date_histogram: { ...histogram, min_doc_count: 1 } } },
        },
      },
    );
  },

  answer(response, request): EventsOverTime {
    const { over_time, failed } = response.aggregations as unknown as Aggregations;
    const failures = new Map(failed.over_time.buckets.map(({ key, doc_count }) => [key, doc_count]));
    return {
      total: totalHits(response),
      ...histogramInterval(Date.parse(request.from), Date.parse(request.to)),
      // What has not failed has succeeded (the documents know no third outcome): so the bars always add up to the total.
      buckets: over_time.buckets.map(({ key, doc_count }) => {
        const failure = failures.get(key) ?? 0;
        return { at: key, success: doc_count - failure, failure };
      }),
    };
  },
};
