/** What the status shows of how new a source's events are, and of its gaps. Pure. */
import type { LogKind } from '../../common/log_kinds';
import type { FreshnessResponse, GapResponse, LagResponse, LagShares } from '../../common/sources';
import type { Gap } from './gaps';
import type { LagHistogram } from './lag_histogram';
import { countLags, percentile } from './lag_histogram';
import type { Lags, RegionHealth } from './region_health';
import {
  addAmounts,
  joinLags,
  lastDay,
  lastHour,
  lastLags,
  NO_AMOUNT,
  NO_HEALTH,
  NO_LAGS,
} from './region_health';

/** Of one account × region. */
export interface RegionFreshness {
  readonly kind: LogKind;
  readonly health: RegionHealth | undefined;
  readonly objectsWaiting: number;
}

/** Added up over account × regions; `now` is in ms since the epoch. */
export function freshnessOf(regions: readonly RegionFreshness[], now: number): FreshnessResponse {
  const healths = regions.map(({ health }) => health ?? NO_HEALTH);
  return {
    newest_event_at: newest(healths.map((health) => health.newest_event)),
    newest_object_at: newest(healths.map((health) => health.newest_object)),
    lag: lagOf(regions, now),
    last_hour: healths.map((health) => lastHour(health, now)).reduce(addAmounts, NO_AMOUNT),
    last_day: healths.map((health) => lastDay(health, now)).reduce(addAmounts, NO_AMOUNT),
    objects_waiting: regions.reduce((sum, { objectsWaiting }) => sum + objectsWaiting, 0),
  };
}

export function toGapResponse(gap: Gap): GapResponse {
  return {
    account_id: gap.accountId ?? null,
    region: gap.place?.region ?? null,
    kind: gap.place?.kind ?? null,
    since: new Date(gap.since).toISOString(),
    reason: gap.reason,
    usual_seconds: gap.usualMs === undefined ? null : Math.round(gap.usualMs / 1000),
    message: gap.message ?? null,
  };
}

/** AWS delivers Insights half an hour after the fact: they count only by themselves, or all would seem to be late. */
function lagOf(regions: readonly RegionFreshness[], now: number): LagResponse | null {
  const events = regions.filter(({ kind }) => kind !== 'CloudTrail-Insight');
  const counted = events.length > 0 ? events : regions;
  return toLag(counted.map(({ health = NO_HEALTH }) => lastLags(health, now)).reduce(joinLags, NO_LAGS));
}

function toLag({ delivery, fetching }: Lags): LagResponse | null {
  const events = countLags(delivery);
  return events === 0 ? null : { events, delivery: sharesOf(delivery), fetching: sharesOf(fetching) };
}

function sharesOf(histogram: LagHistogram): LagShares {
  const seconds = (share: number) => Math.round((percentile(histogram, share) ?? 0) / 100) / 10;
  return { p50: seconds(0.5), p95: seconds(0.95) };
}

function newest(times: readonly (number | null)[]): string | null {
  const latest = times.reduce<number | null>(
    (last, time) => (last === null || (time !== null && time > last) ? time : last),
    null,
  );
  return latest === null ? null : new Date(latest).toISOString();
}
