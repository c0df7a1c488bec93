/** What is kept of an account × region to tell how it is doing: newest event and file, what came in lately, and how late. Pure. */
import { groupBy } from '../fetching/group_by';
import type { ActiveHours } from './active_hours';
import { HOUR_MS, withHours } from './active_hours';
import type { LagHistogram } from './lag_histogram';
import { addLag, addLags } from './lag_histogram';
import type { Slots, SlotWidth } from './recent_slots';
import { addToSlot, recentSlots } from './recent_slots';

/** Files and events that came in. */
export interface Amount {
  readonly objects: number;
  readonly events: number;
}

/** How late events were; the same events in both. */
export interface Lags {
  /** AWS's half: from what happened to the file that lies in the bucket. */
  readonly delivery: LagHistogram;
  /** Ours: from there to the event that Elasticsearch has acknowledged. */
  readonly fetching: LagHistogram;
}

/** Times are ms since the epoch. History (what was delivered before the source was made) is only in the first three. */
export interface RegionHealth {
  readonly newest_event: number | null;
  /** When the newest file was delivered, as S3 has it. */
  readonly newest_object: number | null;
  readonly active: ActiveHours | null;
  readonly last_hour: Slots<Amount>;
  readonly last_day: Slots<Amount>;
  readonly lags: Slots<Lags>;
}

/** One event that Elasticsearch has. */
export interface TakenEvent {
  /** When it happened (ms). */
  readonly time: number;
  /** It was not there before. */
  readonly isNew: boolean;
  readonly object: TakenObject;
}

export interface TakenObject {
  /** When S3 got it (ms); undefined where that is not known: then it is in no lag. */
  readonly deliveredAt: number | undefined;
  /** It was delivered before the source was made. */
  readonly isHistory: boolean;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
const LAST_HOUR: SlotWidth = { slotMs: 5 * MINUTE_MS, keepMs: HOUR_MS };
const LAST_DAY: SlotWidth = { slotMs: HOUR_MS, keepMs: DAY_MS };
const LAGS: SlotWidth = { slotMs: 3 * HOUR_MS, keepMs: DAY_MS };
/** Clocks differ; what lies further ahead says nothing of when something happened. */
const AHEAD_MS = 10 * MINUTE_MS;

export const NO_HEALTH: RegionHealth = {
  newest_event: null,
  newest_object: null,
  active: null,
  last_hour: {},
  last_day: {},
  lags: {},
};
export const NO_AMOUNT: Amount = { objects: 0, events: 0 };
export const NO_LAGS: Lags = { delivery: {}, fetching: {} };

/** After a batch was acknowledged at `now`: `objects` were read to their end in it. */
export function withTaken(
  before: RegionHealth,
  objects: readonly TakenObject[],
  events: readonly TakenEvent[],
  now: number,
): RegionHealth {
  const times = events.map(({ time }) => time).filter((time) => time <= now + AHEAD_MS);
  const delivered = objects.flatMap(({ deliveredAt }) => deliveredAt ?? []);
  const fresh = events.filter(({ isNew, object }) => isNew && !object.isHistory);
  const amount = { objects: objects.filter(({ isHistory }) => !isHistory).length, events: fresh.length };
  const add = (old: Amount = NO_AMOUNT): Amount => addAmounts(old, amount);
  const isAny = amount.objects + amount.events > 0;
  const lags = lagsOf(fresh, now);
  return {
    newest_event: newestOf(before.newest_event, times),
    newest_object: newestOf(before.newest_object, delivered),
    active: withHours(
      before.active,
      times.map((time) => Math.floor(time / HOUR_MS)),
    ),
    last_hour: isAny ? addToSlot(before.last_hour, now, LAST_HOUR, add) : before.last_hour,
    last_day: isAny ? addToSlot(before.last_day, now, LAST_DAY, add) : before.last_day,
    lags:
      lags === NO_LAGS
        ? before.lags
        : addToSlot(before.lags, now, LAGS, (old) => joinLags(old ?? NO_LAGS, lags)),
  };
}

export function addAmounts(a: Amount, b: Amount): Amount {
  return { objects: a.objects + b.objects, events: a.events + b.events };
}

export function joinLags(a: Lags, b: Lags): Lags {
  return { delivery: addLags(a.delivery, b.delivery), fetching: addLags(a.fetching, b.fetching) };
}

/** What came in within the last hour, up to five minutes less. */
export function lastHour({ last_hour: slots }: RegionHealth, now: number): Amount {
  return recentSlots(slots, now, LAST_HOUR).reduce(addAmounts, NO_AMOUNT);
}

/** What came in within the last day, up to an hour less. */
export function lastDay({ last_day: slots }: RegionHealth, now: number): Amount {
  return recentSlots(slots, now, LAST_DAY).reduce(addAmounts, NO_AMOUNT);
}

/** How late what came in within the last day was; of 21 to 24 hours. */
export function lastLags({ lags }: RegionHealth, now: number): Lags {
  return recentSlots(lags, now, LAGS).reduce(joinLags, NO_LAGS);
}

function lagsOf(events: readonly TakenEvent[], now: number): Lags {
  let lags = NO_LAGS;
  // events of a file share its second half, and often the second in which they happened
  for (const [object, some] of groupBy(events, (event) => event.object)) {
    const { deliveredAt } = object;
    if (deliveredAt === undefined) continue;
    let { delivery } = lags;
    for (const [time, times] of countsOf(some.map((event) => event.time)))
      delivery = addLag(delivery, deliveredAt - time, times);
    lags = { delivery, fetching: addLag(lags.fetching, now - deliveredAt, some.length) };
  }
  return lags;
}

function countsOf(times: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const time of times) counts.set(time, (counts.get(time) ?? 0) + 1);
  return counts;
}

function newestOf(before: number | null, times: readonly number[]): number | null {
  return times.reduce<number | null>(
    (newest, time) => (newest === null || time > newest ? time : newest),
    before,
  );
}
