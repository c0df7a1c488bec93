/** What is to be done for one account × region while its lease is held: the poll, and one step of its older days. */
import type { Day } from '../cloudtrail/day';
import { regionPrefix } from '../cloudtrail/object_key';
import type { AwsError } from '../errors';
import type { AccountRegionState, OpenObjects } from './account_region_state';
import { accountRegionOf, addCounts, NO_COUNTS } from './account_region_state';
import { daysWithObjects, newestMonthBefore } from './day_folders';
import { fetchDay } from './fetch_day';
import type { FetchParts } from './fetch_parts';
import type { LeasedAccountRegion } from './lease';
import type { DayListing } from './listing_plan';
import { planOpenDays, planPoll, planSweep, sweepFloor } from './listing_plan';

const DIGESTS_EVERY_MS = 24 * 60 * 60 * 1000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 30 * 60 * 1000;
/** More than CloudTrail is old, so that none is dropped. */
const MAX_OPEN_DAYS = 6000;

export interface StepResult {
  /** AWS refused some objects; they stay open and are asked for again. */
  readonly refusal: AwsError | undefined;
  /** To be stored when the lease is released. */
  readonly change: Partial<AccountRegionState>;
}

/** Looks at the days that grow, and at days with objects that were refused before. */
export async function poll(parts: FetchParts, leased: LeasedAccountRegion): Promise<StepResult> {
  const step = new Step(parts, leased);
  const now = parts.now();
  const planned = planPoll(leased.state, now, parts.source);
  const listings = leased.state.polled_at === null ? await existing(parts, leased, planned) : planned;
  for (const { day, extent } of listings) if (!(await step.take(day, extent))) return step.end();
  for (const day of planOpenDays(leased.state, now, parts.source.askedAt))
    if (!(await step.takeOpen(day))) return step.end();
  const isWhole = planned.every(({ extent }) => extent === 'whole');
  return step.end({ polled_at: now, ...(isWhole ? { whole_at: now } : {}) });
}

/** True when there are older days to look at: a sweep is due, or back-fill has not reached the start day. */
export function hasOlderDays(state: AccountRegionState, parts: FetchParts): boolean {
  return !state.complete || state.swept_at === null || planSweep(state, parts.now(), parts.source).length > 0;
}

/** One step of the older days: the sweep when it is due, else the newest month that back-fill has not read. */
export async function takeOlderDays(parts: FetchParts, leased: LeasedAccountRegion): Promise<StepResult> {
  const { source, folders, now } = parts;
  const step = new Step(parts, leased);
  const startedAt = now();
  const accountRegion = accountRegionOf(leased.state);
  const sweep = planSweep(leased.state, startedAt, source);
  if (sweep.length > 0 || leased.state.swept_at === null) {
    for (const day of await daysWithObjects(folders, accountRegion, sweep))
      if (!(await step.take(day, 'whole'))) return step.end();
    await countDigests(parts, leased);
    const floor = sweepFloor(leased.state, startedAt);
    await parts.state.deleteDaysBefore(leased.id, floor);
    return step.end({ swept_at: startedAt, backfill_before: leased.state.backfill_before ?? floor });
  }
  const before = leased.state.backfill_before ?? sweepFloor(leased.state, startedAt);
  const days = await newestMonthBefore(folders, accountRegion, before, source.start);
  if (days.length === 0) return step.end({ complete: true });
  let reached = before;
  for (const day of days) {
    if (!(await step.take(day, 'whole'))) return step.end({ backfill_before: reached });
    reached = day;
  }
  return step.end({ backfill_before: reached });
}

/** Before its first poll a region may be one that was used for a week years ago: one listing tells. */
async function existing(
  { folders }: FetchParts,
  leased: LeasedAccountRegion,
  listings: readonly DayListing[],
): Promise<readonly DayListing[]> {
  const days = listings.map(({ day }) => day);
  const present = await daysWithObjects(folders, accountRegionOf(leased.state), days);
  return listings.filter(({ day }) => present.includes(day));
}

/** Takes days one after the other and keeps what came of them. */
class Step {
  private refusal: AwsError | undefined;
  private triedOpenDays = false;
  private readonly refusedDays = new Set<Day>();
  private readonly clearedDays = new Set<Day>();

  constructor(
    private readonly parts: FetchParts,
    private readonly leased: LeasedAccountRegion,
  ) {}

  /** False when time ran out within the day. A day with refused objects counts as taken: it stays open. */
  async take(day: Day, extent: 'recent' | 'whole'): Promise<boolean> {
    const result = await fetchDay(this.parts, this.leased, day, extent);
    if (result.refusal !== undefined) {
      this.refusal = result.refusal;
      this.refusedDays.add(day);
      return true;
    }
    if (result.isFinished && extent === 'whole') this.clearedDays.add(day);
    return result.isFinished;
  }

  /** A day with objects that AWS refused before. */
  async takeOpen(day: Day): Promise<boolean> {
    this.triedOpenDays = true;
    return this.take(day, 'whole');
  }

  end(change: Partial<AccountRegionState> = {}): StepResult {
    return { refusal: this.refusal, change: { ...change, open: this.openObjects() } };
  }

  /** The pause grows only when the open days were asked for: a new refusal elsewhere does not put them off. */
  private openObjects(): OpenObjects | null {
    const { open } = this.leased.state;
    const kept = (open?.days ?? []).filter((day) => !this.clearedDays.has(day));
    const days = [...new Set([...kept, ...this.refusedDays])].sort().reverse().slice(0, MAX_OPEN_DAYS);
    const refusal = this.refusal ?? open;
    if (days.length === 0 || !refusal) return null;
    const { code, message } = refusal;
    if (open !== null && !this.triedOpenDays) return { ...open, days, code, message };
    const tries = (open?.tries ?? 0) + 1;
    const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
    return { days, tries, retry_at: this.parts.now() + pause, code, message };
  }
}

/** Digest files are not read; once a day they are counted as skipped, from the last one counted on. */
async function countDigests({ store, signal, now }: FetchParts, leased: LeasedAccountRegion): Promise<void> {
  const { state } = leased;
  if (state.digests_at !== null && now() - state.digests_at < DIGESTS_EVERY_MS) return;
  const prefix = regionPrefix(accountRegionOf(state), 'CloudTrail-Digest');
  let skipped = 0;
  let cursor = state.digest_cursor;
  for await (const { objects } of store.list({ prefix, startAfter: cursor ?? undefined, signal })) {
    skipped += objects.length;
    cursor = objects.at(-1)?.key ?? cursor;
  }
  const counts = addCounts(state.counts, { ...NO_COUNTS, skipped });
  await leased.update({ digests_at: now(), digest_cursor: cursor, counts });
}
