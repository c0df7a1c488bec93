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
  /** What the account × regions that still write wrote on the day counted. */
  readonly perDay: PreviewAmounts;
  /** The day counted: who has written on it or since still writes. A UTC day, as 2024-01-31. */
  readonly newestDay: string;
  readonly prices: RequestPrices;
}

/**
 * Days are counted from the first to the last that has objects, of each account × region; each is taken for an average
 * one of those that still write. `start` is a UTC day.
 */
export function estimateFrom(start: string, basis: EstimateBasis): PreviewEstimate {
  const { accountRegions, perDay, newestDay, prices } = basis;
  const writing = accountRegions.filter(({ last_day: last }) => last !== null && last >= newestDay).length;
  const days = accountRegions.reduce((sum, each) => sum + daysFrom(start, each), 0);
  const share = writing === 0 ? 0 : days / writing;
  const part = (amount: number | null) => (amount === null ? null : Math.round(amount * share));
  const objects = Math.round(perDay.objects * share);
  // a day costs a listing for each thousand of its objects, one at least; years and months cost next to nothing
  const lists = days + Math.round(objects / 1000);
  return {
    start,
    days,
    objects,
    bytes: Math.round(perDay.bytes * share),
    events: part(perDay.events),
    disk_bytes: part(perDay.disk_bytes),
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
