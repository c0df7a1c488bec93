/** When a rule looks, how far back, and by what it groups. */
import type { Detection } from './detection';

/**
 * Added to the interval, so that no event is missed that a search could not see yet when the rule ran before: one may
 * become visible up to five minutes after it was stamped (Elasticsearch's refresh makes it ten seconds, as a rule).
 */
const LATE_MINUTES = 5;
/** Each event is told once: as long as it is in the window it is the same alert. The action beside its id is for people. */
const ONE_EVENT = ['event.action', 'event.id'];

/** Rules that matter are looked at each minute. */
export function intervalMinutes({ severity }: Detection): number {
  return severity === 'high' || severity === 'critical' ? 1 : 5;
}

/** Minutes of `event.ingested` that each run looks at. */
export function windowMinutes(detection: Detection): number {
  return intervalMinutes(detection) + LATE_MINUTES;
}

export function groupFields({ grouping }: Detection): readonly string[] {
  return grouping === 'each' ? ONE_EVENT : grouping.by;
}

export function threshold({ grouping }: Detection): number {
  return grouping === 'each' ? 1 : grouping.atLeast;
}
