/** UTC days, which are how CloudTrail lays out a bucket. */

const DAY_MS = 24 * 60 * 60 * 1000;

/** A UTC day as `2024-01-31`. Sorts as text. */
export type Day = string;

/** The UTC day in which an instant (ms since the epoch) lies. */
export function dayOf(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Midnight UTC at which a day begins, in ms since the epoch. */
export function startOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day so many days later; earlier with a negative number. */
export function addDays(day: Day, days: number): Day {
  return dayOf(startOfDay(day) + days * DAY_MS);
}

/** The day itself from Monday to Friday, else the Friday before it. */
export function weekdayUpTo(day: Day): Day {
  const weekday = new Date(startOfDay(day)).getUTCDay();
  if (weekday === 0) return addDays(day, -2);
  return weekday === 6 ? addDays(day, -1) : day;
}
