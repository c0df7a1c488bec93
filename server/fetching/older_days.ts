/** What is done for one account × region beside its polls: days left out while all stood still, and back-fill. */
import type { Day } from '../cloudtrail/day';
import { addDays, dayOf } from '../cloudtrail/day';
import type { AccountRegionState, RegionBackfill } from './account_region_state';
import { accountRegionOf } from './account_region_state';
import { daysWithObjects, newestYearBefore } from './day_folders';
import type { StepResult } from './fetch_account_region';
import { Step } from './fetch_account_region';
import type { RunParts } from './fetch_parts';
import { addKnownDays, forgetKnownDays, newestKnownDays } from './known_days';
import type { LeasedAccountRegion } from './lease';
import type { Planned } from './listing_plan';
import { isBehind, planCatchUp, sweepFloor } from './listing_plan';
import { isWanted } from './wanted_days';

/** Of one account × region in a row: what is remembered is read and written once for all. */
const DAYS_A_STEP = 7;

/** `catch_up`: days left out; `count`: look which days of the next year have objects; `read`: some such days. */
export interface OlderWork {
  readonly kind: 'catch_up' | 'count' | 'read';
  /** The newest day that it may bring. */
  readonly day: Day;
}

/** What is left to do; nothing before the first poll. */
export function olderWork(state: AccountRegionState, source: Planned): readonly OlderWork[] {
  const { backfill } = state;
  if (backfill === null) return [];
  const { known_from: knownFrom, next, until } = backfill;
  const work: OlderWork[] = [];
  if (isBehind(state, source)) work.push({ kind: 'catch_up', day: until });
  if (backfill.end !== (source.end ?? null)) return [...work, { kind: 'count', day: until }];
  if (knownFrom > source.start) work.push({ kind: 'count', day: addDays(knownFrom, -1) });
  if (next !== null && isWanted(next, source)) work.push({ kind: 'read', day: next });
  return work;
}

/** One step of it. */
export async function takeOlderDays(
  parts: RunParts,
  leased: LeasedAccountRegion,
  kind: OlderWork['kind'],
): Promise<StepResult> {
  const { backfill } = leased.state;
  if (kind === 'catch_up') return catchUp(parts, leased);
  if (backfill === null) return new Step(parts, leased).end();
  if (kind === 'count') return countDays(parts, leased, backfill);
  return readDays(parts, leased, backfill, backfill.next ?? backfill.read_from);
}

async function catchUp(parts: RunParts, leased: LeasedAccountRegion): Promise<StepResult> {
  const step = new Step(parts, leased);
  const startedAt = parts.now();
  const days = planCatchUp(leased.state, startedAt, parts.source);
  for (const day of await daysWithObjects(parts.folders, accountRegionOf(leased.state), days))
    if (!(await step.take(day, 'whole'))) return step.end();
  return step.end({ is_behind: false, swept_at: startedAt, daily: null });
}

async function countDays(
  parts: RunParts,
  leased: LeasedAccountRegion,
  before: RegionBackfill,
): Promise<StepResult> {
  const { folders, state, source } = parts;
  const accountRegion = accountRegionOf(leased.state);
  const isAnew = before.end !== (source.end ?? null);
  if (isAnew) await forgetKnownDays(state, leased.id);
  const backfill = isAnew ? countedAnew(before, source.end ?? null) : before;
  const { days, from } = await newestYearBefore(folders, accountRegion, backfill.known_from, source);
  const unread = days.filter((day) => day < backfill.read_from || isInGap(day, backfill, source));
  if (unread.length > 0) await addKnownDays(state, leased, unread);
  return new Step(parts, leased).end({
    backfill: {
      ...backfill,
      known_from: from,
      next: backfill.next ?? unread[0] ?? null,
      days_known: backfill.days_known + days.length,
      days_done: backfill.days_done + days.length - unread.length,
    },
  });
}

/** After the last day of history was moved: what is known of days is about others than are wanted now. */
function countedAnew(before: RegionBackfill, end: Day | null): RegionBackfill {
  const { end: oldEnd, gap_after: oldGap, until } = before;
  const gapAfter = oldEnd !== null && (oldGap === null || oldEnd < oldGap) ? oldEnd : oldGap;
  return { ...before, end, gap_after: gapAfter, known_from: until, next: null, days_known: 0, days_done: 0 };
}

function isInGap(day: Day, { gap_after: gapAfter }: RegionBackfill, { createdAt }: Planned): boolean {
  return gapAfter !== null && day > gapAfter && day < dayOf(createdAt);
}

async function readDays(
  parts: RunParts,
  leased: LeasedAccountRegion,
  backfill: RegionBackfill,
  newest: Day,
): Promise<StepResult> {
  const { state, source, now } = parts;
  const step = new Step(parts, leased);
  const days = await newestKnownDays(state, leased.id, newest, DAYS_A_STEP + 1);
  const wanted = days.slice(0, DAYS_A_STEP);
  const end = wanted.findIndex((day) => !isWanted(day, source));
  const read = await takeDays(step, end < 0 ? wanted : wanted.slice(0, end), sweepFloor(leased.state, now()));
  const next = days[read.length] ?? null;
  const result = step.end({
    backfill: {
      ...backfill,
      read_from: [backfill.read_from, ...read].reduce(earlier),
      next,
      days_done: backfill.days_done + read.length,
    },
  });
  if (next === null) {
    // stored first: were only the list gone, the days just read would count as unread, and no sweep would look at them
    await leased.update(result.change);
    await forgetKnownDays(state, leased.id);
  }
  return result;
}

/** Newest first, until time runs out; gives those that were read. No sweep looks at those before `floor` again. */
async function takeDays(step: Step, days: readonly Day[], floor: Day): Promise<readonly Day[]> {
  const read: Day[] = [];
  for (const day of days.filter((each) => each >= floor)) {
    if (!(await step.take(day, 'whole'))) return read;
    read.push(day);
  }
  return [...read, ...(await step.takePast(days.filter((day) => day < floor)))];
}

function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}
