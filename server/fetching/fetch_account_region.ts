/** What is done for one account × region while its lease is held: days taken one after the other, and the poll. */
import type { Day } from '../cloudtrail/day';
import { addDays, dayOf } from '../cloudtrail/day';
import type { AwsError } from '../errors';
import type { AccountRegionState, OpenObjects, RegionBackfill, Round } from './account_region_state';
import { addCounts, countsSince, dayStateId, NO_COUNTS } from './account_region_state';
import { countDigestPage } from './count_digests';
import { DayKeys } from './day_keys';
import type { DayResult, Extent } from './fetch_day';
import { fetchDay } from './fetch_day';
import type { RunParts } from './fetch_parts';
import { Intake } from './intake';
import type { LeasedAccountRegion } from './lease';
import type { Listing, RoundName } from './listing_plan';
import { planOpenDays, planPoll, sweepFloor } from './listing_plan';
import { withWaiting } from './waiting_objects';

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 30 * 60 * 1000;
/** While days of the past are read: a write of state costs Elasticsearch as much as some dozens of events. */
const STORE_PAST_MS = 10_000;
/** More than CloudTrail is old, so that none is dropped. */
const MAX_OPEN_DAYS = 6000;

export interface StepResult {
  /** AWS refused some objects; they stay open and are asked for again. */
  readonly refusal: AwsError | undefined;
  /** To be stored when the lease is released. */
  readonly change: Partial<AccountRegionState>;
}

/**
 * Looks at the days that grow (yesterday when `allowsYesterday`, or when it must), at a page of those where something may
 * come late, and at days with objects that were refused before.
 */
export async function poll(
  parts: RunParts,
  leased: LeasedAccountRegion,
  allowsYesterday: boolean,
): Promise<StepResult> {
  const { source } = parts;
  const now = parts.now();
  const { state } = leased;
  const step = new Step(parts, leased);
  const listings = planPoll(state, now, source, allowsYesterday);
  const taken = await takeListings(step, parts, leased, listings);
  if (taken === undefined) return step.end();
  for (const day of planOpenDays(state, now, source.askedAt))
    if (!(await step.takeOpen(day))) return step.end();
  const isActive = state.polled_at === null || step.found > 0;
  return step.end({
    ...(state.backfill === null ? await beginHistory(parts, leased, now, listings.length > 1) : {}),
    ...taken,
    ...(isActive ? { active_at: now } : {}),
    is_behind: state.is_behind || isGap(state.polled_at, now),
    polled_at: now,
  });
}

/** Undefined when time ran out. */
async function takeListings(
  step: Step,
  parts: RunParts,
  leased: LeasedAccountRegion,
  listings: readonly Listing[],
): Promise<Partial<AccountRegionState> | undefined> {
  if (listings.every(({ kind }) => kind === 'whole')) {
    for (const listing of listings)
      if (listing.kind !== 'round' && !(await step.takeListing(listing))) return undefined;
    return { whole_at: parts.now(), hourly: null };
  }
  const today = dayOf(parts.now());
  let change: Partial<AccountRegionState> = { took_round: false };
  let rest = listings;
  const round = listings.find((listing) => listing.kind === 'round');
  if (round !== undefined && round.round.days[0] === today && round.round.after === null) {
    // most days are one page: then it shows the newest keys too, and the round goes on with yesterday at once
    change = await takePage(step, parts, leased, round);
    const next = change[round.name] ?? null;
    if (next === null) return change;
    rest = next.days[0] === today ? listings.slice(0, 1) : [{ ...round, round: next }];
  }
  for (const listing of rest) {
    if (listing.kind !== 'round') {
      if (!(await step.takeListing(listing))) return undefined;
      // many new keys are as many pages: late ones wait for a quieter poll
    } else if (step.pages < 2) change = { ...change, ...(await takePage(step, parts, leased, listing)) };
  }
  return change;
}

/** It stood still over a whole day, which no poll lists any more. */
function isGap(polledAt: number | null, now: number): boolean {
  return polledAt !== null && dayOf(polledAt) < addDays(dayOf(now), -1);
}

/** After the first poll: what lies before the days that it looked at is back-fill's. */
async function beginHistory(
  { store, signal, source }: RunParts,
  leased: LeasedAccountRegion,
  now: number,
  tookYesterday: boolean,
): Promise<Partial<AccountRegionState>> {
  const today = dayOf(now);
  const backfill: RegionBackfill = {
    until: today,
    read_from: tookYesterday ? addDays(today, -1) : today,
    end: source.end ?? null,
    gap_after: null,
    known_from: today,
    next: null,
    days_known: 0,
    days_done: 0,
    counts: NO_COUNTS,
  };
  const hasMoreDigests = await countDigestPage(store, signal, leased, source.start);
  const daily = hasMoreDigests ? { started_at: now, days: [], after: null } : null;
  return { backfill, swept_at: now, daily };
}

/** One page of a round; its last one ends it. */
async function takePage(
  step: Step,
  { store, signal, source, state, now }: RunParts,
  leased: LeasedAccountRegion,
  { name, round }: { readonly name: RoundName; readonly round: Round },
): Promise<Partial<AccountRegionState>> {
  const [day, ...later] = round.days;
  let rest = round;
  let isOver = false;
  if (day !== undefined) {
    const next = await step.takePage(day, round.after);
    rest = next === null ? { ...round, days: later, after: null } : { ...round, after: next };
    isOver = name === 'hourly' && rest.days.length === 0;
  } else if (name === 'daily') isOver = !(await countDigestPage(store, signal, leased, source.start));
  else isOver = true;
  if (!isOver) return { [name]: rest, took_round: true };
  if (name === 'hourly') return { hourly: null, whole_at: round.started_at, took_round: true };
  const open = leased.state.open?.days ?? [];
  await state.deleteDaysBefore(leased.id, sweepFloor({ swept_at: null }, now()), open);
  return { daily: null, swept_at: round.started_at, took_round: true };
}

/** Takes days one after the other and keeps what came of them. */
export class Step {
  /** Listings of days so far. */
  pages = 0;
  /** Objects that were not known before. */
  found = 0;
  private refusal: AwsError | undefined;
  private recent: AccountRegionState['recent'] | undefined;
  private history = NO_COUNTS;
  private triedOpenDays = false;
  private readonly refusedDays = new Set<Day>();
  private readonly clearedDays = new Set<Day>();
  private readonly waiting = new Map<Day, number>();

  constructor(
    private readonly parts: RunParts,
    private readonly leased: LeasedAccountRegion,
  ) {}

  /** False when time ran out within the day. A day with refused objects counts as taken: it stays open. */
  async take(day: Day, extent: 'recent' | 'whole', past?: Intake): Promise<boolean> {
    const { isFinished, refusal, tail } = await this.fetch(day, extent, past);
    if (refusal !== undefined) return true;
    if (isFinished && extent === 'whole') this.clearedDays.add(day);
    if (isFinished && tail !== undefined && day === dayOf(this.parts.now()))
      this.recent = { day, after: tail };
    return isFinished;
  }

  /**
   * Days that nobody looks at again once they are read, in order; gives those that are. Their keys are forgotten, but for
   * those of days with refused objects, which are still to be told from the others.
   */
  async takePast(days: readonly Day[]): Promise<readonly Day[]> {
    const { state } = this.parts;
    const { counts: before } = this.leased.state;
    const allKeys = await DayKeys.openAll(state, this.leased, days);
    const intake = new Intake(this.parts, this.leased, allKeys, STORE_PAST_MS);
    let read = 0;
    try {
      for (const day of days) {
        if (!(await this.take(day, 'whole', intake))) break;
        read++;
      }
    } finally {
      await intake.finish();
    }
    this.history = addCounts(this.history, countsSince(before, this.leased.state.counts));
    const forgotten = allKeys
      .slice(0, read)
      .filter((keys) => keys.isStored && !this.refusedDays.has(keys.day));
    await state.delete(forgotten.map(({ day }) => dayStateId(this.leased.id, day)));
    return days.slice(0, read);
  }

  async takeListing(listing: Exclude<Listing, { kind: 'round' }>): Promise<boolean> {
    return this.take(listing.day, listing.kind);
  }

  /** Gives where the next page begins; null at the day's end. */
  async takePage(day: Day, after: string | null): Promise<string | null> {
    const { isFinished, next } = await this.fetch(day, { page_after: after });
    return isFinished ? next : after;
  }

  /** A day with objects that AWS refused before. */
  async takeOpen(day: Day): Promise<boolean> {
    this.triedOpenDays = true;
    return this.take(day, 'whole');
  }

  end(change: Partial<AccountRegionState> = {}): StepResult {
    const { leased, refusal, recent } = this;
    const backfill = change.backfill ?? leased.state.backfill;
    return {
      refusal,
      change: {
        ...change,
        ...(recent === undefined ? {} : { recent }),
        ...(backfill === null
          ? {}
          : { backfill: { ...backfill, counts: addCounts(backfill.counts, this.history) } }),
        open: this.openObjects(),
        waiting: withWaiting(leased.state.waiting, this.waiting),
      },
    };
  }

  private async fetch(day: Day, extent: Extent, past?: Intake): Promise<DayResult> {
    const { counts: before, waiting } = this.leased.state;
    const result = await fetchDay(this.parts, this.leased, day, extent, past);
    // a listing of a part of the day knows nothing of what was refused in the rest
    const rest = extent === 'whole' || !this.wasRefused(day) ? 0 : (waiting?.[day] ?? 0);
    this.waiting.set(day, Math.max(result.waiting, rest));
    this.pages += result.pages;
    this.found += result.found;
    if (result.refusal !== undefined) {
      this.refusal = result.refusal;
      this.refusedDays.add(day);
    }
    // those of the past are counted when they are written
    if (past === undefined && day < (this.leased.state.backfill?.until ?? dayOf(this.parts.now())))
      this.history = addCounts(this.history, countsSince(before, this.leased.state.counts));
    return result;
  }

  private wasRefused(day: Day): boolean {
    return this.leased.state.open?.days.includes(day) ?? false;
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
