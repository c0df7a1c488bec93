/** When an event happened. */
import type { JsonObject } from '../cloudtrail/record';
import { timeAt } from '../cloudtrail/record';
import { ObjectError } from '../errors';

/** CloudTrail began on 2013-11-13; nothing true is older than that month. */
const FIRST_EVENT_TIME = Date.UTC(2013, 10, 1);
const DAY_MS = 24 * 60 * 60 * 1000;

export interface EventTime {
  /** ms since the epoch. */
  readonly time: number;
  /** True where the record does not say it in a form that can be read. */
  readonly isOfKey: boolean;
}

/**
 * eventTime; where that is absent or unreadable what the object's key says (`keyTime`), never the clock (`now`, which
 * bounds it). Throws ObjectError `event_time_out_of_range`.
 */
export function eventTimeOf(record: JsonObject, keyTime: number | undefined, now: number): EventTime {
  const own = timeAt(record['eventTime']);
  const time = own ?? keyTime;
  if (time !== undefined && time >= FIRST_EVENT_TIME && time <= now + DAY_MS)
    return { time, isOfKey: own === undefined };
  const what =
    time === undefined ? 'is in neither the record nor the key' : `is ${new Date(time).toISOString()}`;
  throw new ObjectError(
    'event_time_out_of_range',
    `The event's time ${what}; it must lie between 2013-11-01 and one day from now.`,
  );
}
