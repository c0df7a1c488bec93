/** The names of the indices that this plugin writes. */
import type { NamespaceSettings } from '../../common/namespaces';
import type { Day } from '../cloudtrail/day';
import { addDays, dayOf } from '../cloudtrail/day';
import { STATE_INDEX } from '../../common/ids';

export { STATE_INDEX };

/** How much time one index of events holds. */
export type IndexPeriod = NamespaceSettings['index_period'];

const EVENTS = 'cloudtrail-events-';
const PERIOD = /^(\d{4})\.(\d{2})(?:\.(\d{2}))?$/;

/**
 * `cloudtrail-events-<namespace>-YYYY.MM` or `-YYYY.MM.DD`: the month or day (UTC) in which the event happened, not the
 * one in which it came.
 */
export function eventsIndex(namespace: string, period: IndexPeriod, eventTimeMs: number): string {
  const day: Day = dayOf(eventTimeMs);
  return `${EVENTS}${namespace}-${(period === 'day' ? day : day.slice(0, 7)).replaceAll('-', '.')}`;
}

/** All event indices of one namespace, and of no other: a namespace's name holds no hyphen. */
export function eventsPattern(namespace: string): string {
  return `${EVENTS}${namespace}-*`;
}

/** The last day whose events an index holds; undefined for one that is not named as this namespace's are. */
export function lastDayOf(namespace: string, index: string): Day | undefined {
  const start = eventsPattern(namespace).slice(0, -1);
  const match = index.startsWith(start) ? PERIOD.exec(index.slice(start.length)) : null;
  if (match === null) return undefined;
  const [, year, month, day] = match;
  const first = `${year}-${month}-${day ?? '01'}`;
  if (Number.isNaN(Date.parse(first)) || addDays(first, 0) !== first) return undefined;
  if (day !== undefined) return first;
  return addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);
}

export function failuresIndex(namespace: string): string {
  return `cloudtrail-failures-${namespace}`;
}
