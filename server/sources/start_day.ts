/** From which day on a source may be read. Pure. */
import type { Day } from '../cloudtrail/day';
import { SourceError } from '../errors';

/** CloudTrail began on 2013-11-13. */
const FIRST_DAY = '2013-11-01';

/** Throws SourceError `start_out_of_range` unless `start` lies between CloudTrail's beginning and today (UTC), and not after `end`. */
export function requireStartDay(start: Day, end: Day | undefined, today: Day): void {
  if (start < FIRST_DAY || start > today) {
    throw new SourceError(
      'start_out_of_range',
      `The start day ${start} must lie between ${FIRST_DAY} and today (UTC).`,
    );
  }
  if (end !== undefined && end < start) {
    throw new SourceError(
      'start_out_of_range',
      `The end day ${end} must not lie before the start day ${start}.`,
    );
  }
}
