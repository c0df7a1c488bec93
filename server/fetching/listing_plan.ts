/** Which days of an account × region a poll lists, and how much of each: its cost follows what is new. Pure. */
import type { Day } from '../cloudtrail/day';
import { addDays, dayOf, startOfDay } from '../cloudtrail/day';
import type { AccountRegionState, Round } from './account_region_state';
import type { FetchedSource } from './fetch_parts';
import { isWanted } from './wanted_days';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** CloudTrail delivers within minutes, but not in order: a listing goes back this far behind the newest key. */
export const LOOK_BACK_MS = HOUR_MS;
/** Yesterday's folder still grows in the first hours of a day. */
const YESTERDAY_GROWS_MS = 6 * HOUR_MS;
const ROUND_EVERY_MS = { hourly: HOUR_MS, daily: DAY_MS } as const;
/** AWS delivers late after faults on its side or the bucket's; days down to this one are looked at once a day. */
export const SWEEP_DEPTH_DAYS = 7;
/** A place that has been quiet for an hour is asked every 5 minutes, one that is never quiet for 12 at each interval. */
const QUIET_SHARE = 1 / 12;
const LONGEST_QUIET_MS = 15 * MINUTE_MS;

export type RoundName = keyof typeof ROUND_EVERY_MS;

/** What of a source decides which days are listed, and when. */
export type Planned = Pick<FetchedSource, 'start' | 'end' | 'createdAt' | 'askedAt' | 'intervalMs'>;

/** `recent`: from the newest known key minus the look-back; `whole`: the whole day; a round: its next page. */
export type Listing =
  | { readonly kind: 'recent' | 'whole'; readonly day: Day }
  | { readonly kind: 'round'; readonly name: RoundName; readonly round: Round };

/**
 * When the next poll is due (ms since the epoch; 0 before the first): from when somebody asked for a fetch, if none has
 * been since. What is quiet is asked less often, in proportion to how long it has been, and every 15 minutes at least.
 * `isListening`: a queue tells what is new, so all is as if quiet.
 */
export function nextPollAt(
  state: AccountRegionState,
  { askedAt, intervalMs }: Planned,
  isListening = false,
): number {
  const { polled_at: polledAt, active_at: activeAt } = state;
  if (polledAt === null) return 0;
  if (polledAt < askedAt) return askedAt;
  const quietMs = isListening ? Infinity : (polledAt - (activeAt ?? 0)) * QUIET_SHARE;
  return polledAt + Math.max(intervalMs, Math.min(quietMs, LONGEST_QUIET_MS));
}

/**
 * One listing of the newest keys, and a second one for what comes late: a page of a round, or yesterday's newest keys
 * while it may grow (`allowsYesterday`). On the first poll of a UTC day yesterday always comes along. At first, and when a
 * fetch was asked for, both days whole.
 */
export function planPoll(
  state: AccountRegionState,
  now: number,
  source: Planned,
  allowsYesterday: boolean,
): readonly Listing[] {
  const today = dayOf(now);
  const days = [today, addDays(today, -1)].filter((day) => isPolled(day, state, source));
  const { polled_at: polledAt } = state;
  if (polledAt === null || polledAt < source.askedAt) return days.map((day) => ({ kind: 'whole', day }));
  const recent: readonly Listing[] = days.map((day) => ({ kind: 'recent', day }));
  if (dayOf(polledAt) !== today) return recent;
  const [newest, yesterday] = recent;
  const second = planSecond(state, now, source, allowsYesterday ? yesterday : undefined);
  return [newest, second].filter((listing) => listing !== undefined);
}

/** Rounds and yesterday take turns while yesterday grows. */
function planSecond(
  state: AccountRegionState,
  now: number,
  source: Planned,
  yesterday: Listing | undefined,
): Listing | undefined {
  const growing = now - startOfDay(dayOf(now)) < YESTERDAY_GROWS_MS ? yesterday : undefined;
  const round = planRound(state, now, source);
  return growing !== undefined && (state.took_round || round === undefined) ? growing : round;
}

/** The next page of the round that is the latest, in proportion: none starves where days have very many keys. */
function planRound(state: AccountRegionState, now: number, source: Planned): Listing | undefined {
  const lateness = {
    hourly: (now - (state.whole_at ?? 0)) / ROUND_EVERY_MS.hourly,
    daily: (now - (state.swept_at ?? 0)) / ROUND_EVERY_MS.daily,
  };
  const isUnderWay = (name: RoundName) => state[name] !== null || lateness[name] >= 1;
  const [name] = (['hourly', 'daily'] as const).filter(isUnderWay).sort((a, b) => lateness[b] - lateness[a]);
  if (name === undefined) return undefined;
  return { kind: 'round', name, round: state[name] ?? newRound(name, state, now, source) };
}

function newRound(name: RoundName, state: AccountRegionState, now: number, source: Planned): Round {
  const today = dayOf(now);
  const days =
    name === 'hourly'
      ? [today, addDays(today, -1)].filter((day) => isPolled(day, state, source))
      : sweepDays(state, now, source);
  return { started_at: now, days, after: null };
}

/**
 * The days before yesterday that a sweep looks at, newest first. It reaches back as far as it would have at the last one,
 * so that no day is left out when Kibana was down for weeks; what back-fill has not read is back-fill's.
 */
export function sweepDays(state: AccountRegionState, now: number, source: Planned): readonly Day[] {
  const first = sweepFloor(state, now);
  const days: Day[] = [];
  for (let day = addDays(dayOf(now), -2); day >= first; day = addDays(day, -1))
    if (isPolled(day, state, source)) days.push(day);
  return days;
}

/** The oldest day that a sweep looks at. */
export function sweepFloor(state: Pick<AccountRegionState, 'swept_at'>, now: number): Day {
  const base = Math.min(now, state.swept_at ?? now);
  return addDays(dayOf(base), -SWEEP_DEPTH_DAYS);
}

/** The days that are to be listed at once, not in a round: after standing still, and when a fetch was asked for. */
export function planCatchUp(state: AccountRegionState, now: number, source: Planned): readonly Day[] {
  if (state.polled_at === null || !isBehind(state, source)) return [];
  return sweepDays(state, now, source);
}

export function isBehind(state: AccountRegionState, { askedAt }: Planned): boolean {
  return state.is_behind || (state.swept_at !== null && state.swept_at < askedAt);
}

/** Days with objects that AWS refused before, when it is time to ask again. */
export function planOpenDays(state: AccountRegionState, now: number, askedAt: number): readonly Day[] {
  if (state.open === null) return [];
  return now >= state.open.retry_at || (state.polled_at ?? 0) < askedAt ? state.open.days : [];
}

function isPolled(day: Day, { backfill }: AccountRegionState, source: Planned): boolean {
  if (!isWanted(day, source)) return false;
  if (backfill === null || day >= backfill.read_from) return true;
  // before the oldest day that had objects: a file may come late for one that had none
  return backfill.next === null && day >= backfill.known_from;
}
