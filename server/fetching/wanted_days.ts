/** Which days of a source are wanted at all. Pure. */
import type { Day } from '../cloudtrail/day';
import { dayOf } from '../cloudtrail/day';
import type { FetchedSource } from './fetch_parts';

/** What of a source decides it. */
export type WantedDays = Pick<FetchedSource, 'start' | 'end' | 'createdAt'>;

/** History from `start` to `end`, and everything from the day on which the source was made. */
export function isWanted(day: Day, source: WantedDays): boolean {
  return isAnyWanted(day, day, source);
}

/** Whether one of the days from `first` to `last` is wanted. */
export function isAnyWanted(first: Day, last: Day, { start, end, createdAt }: WantedDays): boolean {
  if (last < start) return false;
  return end === undefined || last >= dayOf(createdAt) || first <= end;
}

/** The source as it is while its back-fill rests: what is older than the source is left alone. */
export function withoutHistory<S extends WantedDays>(source: S): S {
  const created = dayOf(source.createdAt);
  return { ...source, start: source.start > created ? source.start : created };
}
