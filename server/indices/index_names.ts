/** The names of the indices that this plugin writes. */
import type { Day } from '../cloudtrail/day';
import { dayOf } from '../cloudtrail/day';
import { STATE_INDEX } from '../../common/ids';

export { STATE_INDEX };

/** `cloudtrail-events-<namespace>-YYYY.MM`: the month (UTC) in which the event happened, not the one in which it came. */
export function eventsIndex(namespace: string, eventTimeMs: number): string {
  const day: Day = dayOf(eventTimeMs);
  return `cloudtrail-events-${namespace}-${day.slice(0, 7).replace('-', '.')}`;
}

/** All event indices of one namespace. */
export function eventsPattern(namespace: string): string {
  return `cloudtrail-events-${namespace}-*`;
}

export function failuresIndex(namespace: string): string {
  return `cloudtrail-failures-${namespace}`;
}
