/** What a source costs in requests of S3, and what its history amounts to. Pure. */
import { estimateFrom, type EstimateBasis } from '../../common/preview_estimate';
import type { PreviewAmounts, PreviewCosts, PreviewEstimate } from '../../common/source_checks';
import type { Day } from '../cloudtrail/day';
import { addDays } from '../cloudtrail/day';
import { newAccountRegionState } from '../fetching/account_region_state';
import { nextPollAt } from '../fetching/listing_plan';

// S3 Standard, for requests of the bucket's own region; GETs of other storage classes cost more.
const PRICES: PreviewCosts['prices'] = {
  usd_per_1000_lists: 0.005,
  usd_per_1000_gets: 0.0004,
  region: 'us-east-1',
  source: 'https://aws.amazon.com/s3/pricing/',
  as_of: '2026-11',
};
const DAY_MS = 24 * 60 * 60 * 1000;
/** The newest keys, and what comes late. */
const LISTINGS_A_POLL = 2;
/** Looking for new accounts and regions, once an hour: one listing an account × region at most. */
const SEARCHES_A_DAY = 24;
const DAYS_BACK = [0, 7, 30, 90, 365];

export interface Polled {
  readonly intervalMs: number;
  readonly hasQueue: boolean;
  /** ms since the epoch */
  readonly now: number;
}

/** `perPlace`: objects a day of each account × region. At most what is said: quiet places are asked less often. */
export function costsOf(perDay: PreviewAmounts, perPlace: readonly number[], polled: Polled): PreviewCosts {
  const polls = perPlace.reduce((sum, objects) => sum + pollsADay(objects, polled), 0);
  const lists = Math.round(polls * LISTINGS_A_POLL + perPlace.length * SEARCHES_A_DAY);
  const gets = perDay.objects;
  return {
    lists_per_day: lists,
    gets_per_day: gets,
    requests_per_day: lists + gets,
    usd_per_day: (lists * PRICES.usd_per_1000_lists + gets * PRICES.usd_per_1000_gets) / 1000,
    prices: PRICES,
  };
}

/** Asked of the plan itself: how long after a poll the next is, half-way between two objects. */
function pollsADay(objects: number, { intervalMs, hasQueue, now }: Polled): number {
  const quietMs = DAY_MS / Math.max(1, objects) / 2;
  const anywhere = newAccountRegionState('', {
    accountId: '',
    accountPrefix: '',
    region: '',
    kind: 'CloudTrail',
  });
  const state = { ...anywhere, polled_at: now, active_at: now - quietMs };
  const plan = { askedAt: 0, intervalMs, start: '', createdAt: 0 };
  return DAY_MS / (nextPollAt(state, plan, hasQueue) - now);
}

/** For today, some days back, and the first day of all; the newest first. */
export function estimatesOf(basis: Omit<EstimateBasis, 'prices'>, today: Day): readonly PreviewEstimate[] {
  const [first = today] = basis.accountRegions.flatMap(({ first_day: day }) => day ?? []).sort();
  const starts = DAYS_BACK.map((days) => addDays(today, -days)).filter((day) => day > first);
  return [...starts, first].map((start) => estimateFrom(start, { ...basis, prices: PRICES }));
}
