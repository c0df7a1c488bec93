/** Fetches the objects of one day of one account × region that are not done yet: list, and take in what is unknown. */
import type { Day } from '../cloudtrail/day';
import { dayPrefix, startAfterMinute } from '../cloudtrail/object_key';
import type { AwsError } from '../errors';
import { accountRegionOf } from './account_region_state';
import { DayKeys } from './day_keys';
import type { FetchParts } from './fetch_parts';
import type { LeasedAccountRegion } from './lease';
import { LOOK_BACK_MS } from './listing_plan';
import { ObjectTaker } from './object_taker';

export interface DayResult {
  /** False when time ran out before the day's end. */
  readonly isFinished: boolean;
  /** AWS refused some objects; they stay open. */
  readonly refusal: AwsError | undefined;
}

/**
 * Lists the day (`recent`: from the newest known key minus the look-back) and takes in what is unknown. Throws what
 * ObjectTaker throws.
 */
export async function fetchDay(
  parts: FetchParts,
  leased: LeasedAccountRegion,
  day: Day,
  extent: 'recent' | 'whole',
): Promise<DayResult> {
  const accountRegion = accountRegionOf(leased.state);
  const keys = await DayKeys.open(parts.state, leased, day);
  const taker = new ObjectTaker(parts, leased, (done) => keys.add(done));
  const startAfter =
    extent === 'recent' && keys.newest !== null
      ? startAfterMinute(accountRegion, day, keys.newest - LOOK_BACK_MS)
      : undefined;
  let isFinished = true;
  try {
    const prefix = dayPrefix(accountRegion, day);
    for await (const page of parts.store.list({ prefix, startAfter, signal: parts.signal })) {
      isFinished = await taker.take(page.objects.filter(({ key }) => !keys.has(key)));
      if (!isFinished) break;
    }
  } finally {
    // what was read before a fault is good: write it, unless writing is what failed
    await taker.finish();
  }
  return { isFinished, refusal: taker.refusal };
}
