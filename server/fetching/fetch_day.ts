/** Fetches the objects of one day of one account × region that are not done yet: list, and take in what is unknown. */
import type { ListPage } from '../aws/object_store';
import type { Day } from '../cloudtrail/day';
import { dayPrefix, startAfterMinute } from '../cloudtrail/object_key';
import type { AwsError } from '../errors';
import type { AccountRegionState } from './account_region_state';
import { accountRegionOf } from './account_region_state';
import { DayKeys } from './day_keys';
import { Intake } from './intake';
import type { RunParts } from './fetch_parts';
import type { LeasedAccountRegion } from './lease';
import { LOOK_BACK_MS } from './listing_plan';

/** The next listing of a day's newest keys meets at most so many known ones: with few new ones that is one page. */
const TAIL_KEYS = 500;

/**
 * `recent`: from the newest known key minus the look-back; `whole`: the whole day; `page_after`: one page of it, and
 * the next ones as long as they are mostly new.
 */
export type Extent = 'recent' | 'whole' | { readonly page_after: string | null };

export interface DayResult {
  /** False when time ran out before all that was listed was taken. */
  readonly isFinished: boolean;
  /** AWS refused some objects; they stay open. */
  readonly refusal: AwsError | undefined;
  readonly pages: number;
  /** Objects that were not known. */
  readonly found: number;
  /** Where to go on with pages; null at the day's end. */
  readonly next: string | null;
  /** Where the next recent listing may begin; undefined for all of the look-back. */
  readonly tail: string | undefined;
  /** Objects that were listed and are left for later. */
  readonly waiting: number;
}

/**
 * `past`: of days that nobody looks at again once they are read. What is taken in of this one may then be in a batch with
 * those that come after it, and is written when the intake is finished. Throws what ObjectTaker throws.
 */
export async function fetchDay(
  parts: RunParts,
  leased: LeasedAccountRegion,
  day: Day,
  extent: Extent,
  past?: Intake,
): Promise<DayResult> {
  const keys = past?.keysOf(day) ?? (await DayKeys.open(parts.state, leased, day));
  const intake = past ?? new Intake(parts, leased, [keys]);
  const refusedBefore = intake.refusal;
  const refusal = () => (intake.refusal === refusedBefore ? undefined : intake.refusal);
  const startAfter = firstKey(leased.state, day, extent, keys.newest);
  const listed = new Listed(startAfter ?? null);
  let isFinished = true;
  let isPast = false;
  try {
    const prefix = dayPrefix(accountRegionOf(leased.state), day);
    for await (const page of parts.store.list({ prefix, startAfter, signal: parts.signal })) {
      const unknown = page.objects.filter(({ key }) => !keys.has(key));
      isFinished = await intake.take(day, unknown);
      if (!isFinished) break;
      listed.add(page, unknown.length);
      if (typeof extent === 'object' && unknown.length * 2 < page.objects.length) break;
    }
    isPast = past !== undefined && isFinished && refusal() === undefined;
  } finally {
    // what was read before a fault is good: write it, unless writing is what failed
    if (!isPast) await intake.finish();
  }
  if (isPast) intake.forget(day);
  const { pages, found, next, tail } = listed;
  const waiting = isPast ? 0 : intake.waitingOf(day);
  return { isFinished, refusal: refusal(), pages, found, next, tail, waiting };
}

function firstKey(
  state: AccountRegionState,
  day: Day,
  extent: Extent,
  newest: number | null,
): string | undefined {
  if (extent === 'whole') return undefined;
  if (extent !== 'recent') return extent.page_after ?? undefined;
  if (newest === null) return undefined;
  const lookBack = startAfterMinute(accountRegionOf(state), day, newest - LOOK_BACK_MS);
  const { recent } = state;
  return recent?.day === day && recent.after > lookBack ? recent.after : lookBack;
}

/** What a listing has gone over. */
class Listed {
  pages = 0;
  found = 0;
  private lastKeys: string[] = [];

  constructor(public next: string | null) {}

  add({ objects, isLast }: ListPage, found: number): void {
    this.pages++;
    this.found += found;
    this.lastKeys = [...this.lastKeys, ...objects.map(({ key }) => key)].slice(-TAIL_KEYS - 1);
    this.next = isLast ? null : (this.lastKeys.at(-1) ?? this.next);
  }

  get tail(): string | undefined {
    return this.lastKeys.length > TAIL_KEYS ? this.lastKeys[0] : undefined;
  }
}
