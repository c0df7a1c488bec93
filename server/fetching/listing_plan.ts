/** Which days of an account × region to list, and how much of each: the cost of a poll follows what is new. Pure. */
import type { Day } from '../cloudtrail/day';
import { addDays, dayOf, startOfDay } from '../cloudtrail/day';
import type { AccountRegionState } from './account_region_state';
import type { FetchedSource } from './fetch_parts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** CloudTrail delivers within minutes, but not in order: a listing goes back this far behind the newest key. */
export const LOOK_BACK_MS = HOUR_MS;
/** Yesterday's folder still grows in the first hours of a day. */
const YESTERDAY_GROWS_MS = 6 * HOUR_MS;
const WHOLE_EVERY_MS = HOUR_MS;
const SWEEP_EVERY_MS = DAY_MS;
/** AWS delivers late after faults on its side or the bucket's; days down to this one are looked at once a day. */
export const SWEEP_DEPTH_DAYS = 7;

/** What of a source decides which days are listed. */
export type Planned = Pick<FetchedSource, 'start' | 'askedAt'>;

/** `recent`: from the newest known key minus the look-back; `whole`: the whole day. */
export interface DayListing {
  readonly day: Day;
  readonly extent: 'recent' | 'whole';
}

/** Today, and yesterday while it may grow; both whole once an hour and whenever the day has changed since the last poll. */
export function planPoll(
  state: AccountRegionState,
  now: number,
  { start, askedAt }: Planned,
): readonly DayListing[] {
  const today = dayOf(now);
  const isNewDay = state.polled_at === null || dayOf(state.polled_at) !== today;
  const extent = isNewDay || isDue(state.whole_at, WHOLE_EVERY_MS, now, askedAt) ? 'whole' : 'recent';
  const yesterdayToo = extent === 'whole' || now - startOfDay(today) < YESTERDAY_GROWS_MS;
  const days = yesterdayToo ? [today, addDays(today, -1)] : [today];
  return days.filter((day) => day >= start).map((day) => ({ day, extent }));
}

/**
 * The days before yesterday, newest first, when a sweep is due; else none. A sweep reaches back as far as it would have
 * at the last one, so that no day is left out when Kibana was down for weeks.
 */
export function planSweep(
  state: AccountRegionState,
  now: number,
  { start, askedAt }: Planned,
): readonly Day[] {
  if (!isDue(state.swept_at, SWEEP_EVERY_MS, now, askedAt)) return [];
  const first = sweepFloor(state, now);
  const days: Day[] = [];
  for (let day = addDays(dayOf(now), -2); day >= first && day >= start; day = addDays(day, -1))
    days.push(day);
  return days;
}

/** The oldest day that a sweep looks at; what lies before it is back-fill's. */
export function sweepFloor(state: Pick<AccountRegionState, 'swept_at'>, now: number): Day {
  const base = Math.min(now, state.swept_at ?? now);
  return addDays(dayOf(base), -SWEEP_DEPTH_DAYS);
}

/** Days with objects that AWS refused before, when it is time to ask again. */
export function planOpenDays(state: AccountRegionState, now: number, askedAt: number): readonly Day[] {
  if (state.open === null) return [];
  return now >= state.open.retry_at || (state.polled_at ?? 0) < askedAt ? state.open.days : [];
}

function isDue(last: number | null, everyMs: number, now: number, askedAt: number): boolean {
  return last === null || last < askedAt || now - last >= everyMs;
}
