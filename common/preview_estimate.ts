/** What fetching a bucket from a given day on would take in. Pure, and small enough for the browser. */
import type { PreviewAccountRegion, PreviewAmounts, PreviewEstimate } from './source_checks';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What S3 asks for requests in one region; others differ a little. */
export interface RequestPrices {
  readonly usd_per_1000_lists: number;
  readonly usd_per_1000_gets: number;
}

export interface EstimateBasis {
  readonly accountRegions: readonly PreviewAccountRegion[];
  /** Says what bytes in S3 become. */
  readonly newestDay: PreviewAmounts;
  readonly prices: RequestPrices;
}

/**
 * Days are counted from the first to the last that has objects, of each account × region; each is taken for one like
 * the day that was counted of it, or, where none was, like an average one. `start` is a UTC day, as 2024-01-31.
 */
export function estimateFrom(start: string, basis: EstimateBasis): PreviewEstimate {
  const { accountRegions, newestDay, prices } = basis;
  const spans = accountRegions.map((each) => ({ ...each, days: daysFrom(start, each) }));
  const days = spans.reduce((sum, each) => sum + each.days, 0);
  const total = (field: 'day_objects' | 'day_bytes') => {
    const counted = accountRegions.flatMap((each) => each[field] ?? []);
    const average = counted.reduce((sum, amount) => sum + amount, 0) / Math.max(1, counted.length);
    return spans.reduce((sum, each) => sum + each.days * (each[field] ?? average), 0);
  };
  const objects = Math.round(total('day_objects'));
  const bytes = total('day_bytes');
  const becomes = (amount: number | null) =>
    amount === null ? null : Math.round((amount * bytes) / Math.max(1, newestDay.bytes));
  // a day costs a listing for each thousand of its objects, one at least; years and months cost next to nothing
  const lists = days + Math.round(objects / 1000);
  return {
    start,
    days,
    objects,
    bytes: Math.round(bytes),
    events: becomes(newestDay.events),
    disk_bytes: becomes(newestDay.disk_bytes),
    requests: lists + objects,
    usd: (lists * prices.usd_per_1000_lists + objects * prices.usd_per_1000_gets) / 1000,
  };
}

/** A first day that is not known counts as the start: rather too much than too little. */
function daysFrom(start: string, { first_day: first, last_day: last }: PreviewAccountRegion): number {
  if (last === null) return 0;
  const from = first !== null && first > start ? first : start;
  return from > last ? 0 : Math.round((Date.parse(last) - Date.parse(from)) / DAY_MS) + 1;
}
