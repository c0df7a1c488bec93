/** Sparklines: the time range in a few equal parts, of which empty ones are not sent. */
import type { PanelRequest } from '../../common/panels';

/** The most parts into which a sparkline cuts the time range; fewer where the range has fewer milliseconds. */
const TREND_POINTS = 24;

export interface TrendBucket {
  /** ms at which the part begins. */
  readonly key: number;
  readonly doc_count: number;
}

/** Length of a part in ms; at least one. */
function partMs({ from, to }: PanelRequest): number {
  return Math.max(1, Math.ceil((Date.parse(to) - Date.parse(from)) / TREND_POINTS));
}

/** How many parts; none of an empty range. */
function partCount(request: PanelRequest): number {
  return Math.ceil((Date.parse(request.to) - Date.parse(request.from)) / partMs(request));
}

/**
 * One bucket for each part, in their order, and at least one. Where it stands below no other aggregation, Elasticsearch
 * counts it from the index; a histogram that begins anywhere, by looking at each event.
 */
export function trendRanges(request: PanelRequest) {
  const [interval, from, to] = [partMs(request), Date.parse(request.from), Date.parse(request.to)];
  return {
    date_range: {
      field: '@timestamp',
      format: 'epoch_millis',
      ranges: Array.from({ length: Math.max(1, partCount(request)) }, (_, index) => ({
        from: String(from + index * interval),
        to: String(Math.min(from + (index + 1) * interval, to)),
      })),
    },
  };
}

/** A histogram whose first part begins exactly at the range's begin. */
export function trendHistogram(request: PanelRequest) {
  const interval = partMs(request);
  return {
    date_histogram: {
      field: '@timestamp',
      fixed_interval: `${interval}ms`,
      offset: `${Date.parse(request.from) % interval}ms`,
      min_doc_count: 1,
    },
  } as const;
}

/** How many events each part of the range has; 0 for those without a bucket. */
export function trendOf(buckets: readonly TrendBucket[], request: PanelRequest): number[] {
  const interval = partMs(request);
  const from = Date.parse(request.from);
  const points = new Array<number>(partCount(request)).fill(0);
  for (const { key, doc_count } of buckets) {
    const index = Math.floor((key - from) / interval);
    if (index >= 0 && index < points.length) points[index] = doc_count;
  }
  return points;
}
