/** One run of one slice: takes account × regions whose lease is free, polls those that are due, and works on older days in between. */
import type { FetchCounts } from '../../common/sources';
import type { StoreReport } from '../aws/object_store';
import type { AccountRegion } from '../cloudtrail/object_key';
import { logsRoot } from '../cloudtrail/object_key';
import { AwsError, CloudTrailError, ElasticsearchError, SourceError } from '../errors';
import type { AccountRegionState } from './account_region_state';
import {
  accountRegionId,
  addCounts,
  countsSince,
  newAccountRegionState,
  NO_COUNTS,
} from './account_region_state';
import { addBackfillRun, readBackfill } from './backfill_state';
import { atThisTime } from './clock';
import { isIncluded } from './discover';
import { Discovery } from './discovery';
import type { StepResult } from './fetch_account_region';
import { poll } from './fetch_account_region';
import { fetchNotified } from './fetch_notified';
import type { FetchedSource, FetchParts, RunParts } from './fetch_parts';
import { LeasedAccountRegion } from './lease';
import { nextPollAt, planPoll } from './listing_plan';
import { describeLookAlikes, findLookAlikes } from './look_alikes';
import type { OlderWork } from './older_days';
import { olderWork, takeOlderDays } from './older_days';
import { retryFailures } from './retry_failures';
import { Turns } from './turns';
import { withoutHistory } from './wanted_days';

/** Account × regions polled at once: most of a poll is waiting for S3. Only one of them takes objects in at a time. */
const POLLS_AT_ONCE = 4;
/** Steps through older days at once, each of another account × region: while one waits for Elasticsearch to let go, the next reads. */
const STEPS_AT_ONCE = 2;
/** What one account × region may cost a poll in which nothing is new. */
const LISTINGS_A_POLL = 2;
/** Where polls are always due, for they take longer than the interval, older days get this much between them. */
const SHORTEST_STEP_MS = 5_000;

export interface SliceResult {
  /** The first thing that went wrong; the rest of the source's work went on where it could. */
  readonly problem: CloudTrailError | undefined;
  /** Something was checkpointed, or all was found in order. */
  readonly progressed: boolean;
  /** Older days are left: run again at once. */
  readonly hasMore: boolean;
  /** When the lease ends (ms since the epoch) that shut this run out of something and is held still: its owner may have died. */
  readonly heldUntil?: number;
  /** What this run took in. */
  readonly counts: FetchCounts;
  /** What its requests to S3 met. */
  readonly s3?: StoreReport;
}

/**
 * Runs until nothing is due or the deadline has come. Never throws for what AWS or Elasticsearch do: that is in the
 * result. Rejects only when aborted, and for our own mistakes.
 */
export async function runSlice(parts: FetchParts, owner: string): Promise<SliceResult> {
  const run = new SliceRun({ ...parts, turns: new Turns() }, owner);
  try {
    await run.all();
  } catch (error) {
    parts.signal.throwIfAborted();
    if (!(error instanceof CloudTrailError)) throw error;
    run.note(error);
  }
  return run.result();
}

/** Refusals that may be about one account × region only: the others are worth trying. */
const ONE_PREFIX_ONLY: ReadonlySet<string> = new Set(['aws_access_denied', 'aws_kms_denied', 'aws_other']);

class SliceRun {
  private problem: CloudTrailError | undefined;
  private progressed = false;
  private hasMore = false;
  private hasMoreMessages = false;
  private hasMoreRetries = false;
  /** The queue answered: what is new is heard of there, and listings are the safety net. */
  private isListening = false;
  private counts = NO_COUNTS;
  /** As last seen. */
  private readonly regions = new Map<string, AccountRegionState>();
  /** When this run last took up an account × region (ms): what is held by another one is not asked for in a loop. */
  private readonly takenUpAt = new Map<string, number>();
  /** In trouble, or held by another run when they were to be worked on: their older days are left to others. */
  private readonly passedOver = new Set<string>();
  /** A step through older days of these is under way. */
  private readonly underWay = new Map<string, Promise<void>>();
  /** Another run held these when they were to be worked on. */
  private readonly held = new Set<string>();
  private heldUntil: number | undefined;

  constructor(
    private readonly parts: RunParts,
    private readonly owner: string,
  ) {}

  result(): SliceResult {
    // objects that stay open are a problem of the source also in the runs that don't ask for them
    const open = [...this.regions.values()].flatMap((region) => region.open ?? []).at(0);
    if (open !== undefined) this.note(new AwsError(open.code, open.message));
    const { problem, progressed, counts } = this;
    const hasMore = this.hasMore || this.hasMoreMessages || this.hasMoreRetries;
    const { heldUntil } = this;
    return { problem, progressed, hasMore, counts, ...(heldUntil !== undefined && { heldUntil }) };
  }

  note(error: CloudTrailError): void {
    this.problem ??= error;
  }

  async all(): Promise<void> {
    const { state, source } = this.parts;
    await state.prepare();
    await this.retryFailures();
    await this.takeNotified();
    await this.loadAccountRegions();
    const discovery = await Discovery.open(this.parts, this.owner);
    const wasEmpty = this.regions.size === 0;
    if (wasEmpty) await this.discover(discovery, Infinity);
    // two slices run on one schedule: what the other has just polled is not due
    const toleranceMs = source.intervalMs / 2;
    const isSearching = !wasEmpty && discovery.isDue;
    // a search takes the listings that polls leave over, and those of yesterday's newest keys
    const spare = isSearching ? this.spareListings(toleranceMs) : 0;
    await this.pollDue(toleranceMs, !isSearching);
    if (isSearching) await this.discover(discovery, spare);
    await this.pollDue(toleranceMs, true);
    await this.takeOlderDaysOfAll();
  }

  /** First, since somebody waits for it. */
  private async retryFailures(): Promise<void> {
    this.hasMoreRetries = !(await retryFailures(this.parts, (id, work) => this.withLease(id, work)));
  }

  /** What all account × regions may cost a poll, without what this one's polls will. */
  private spareListings(toleranceMs: number): number {
    const { source, now } = this.parts;
    const regions = [...this.regions];
    if (regions.some(([, region]) => region.polled_at !== null && region.polled_at < source.askedAt))
      return Infinity;
    const spent = regions
      .filter(([id, region]) => this.isDue(id, region, toleranceMs))
      .map(([, region]) => planPoll(region, now(), source, false).length);
    return regions.length * LISTINGS_A_POLL - spent.reduce((sum, listings) => sum + listings, 0);
  }

  /** Without a queue that answers, listings alone find what is new, at each interval. */
  private async takeNotified(): Promise<void> {
    const { queue, signal } = this.parts;
    if (queue === undefined) return;
    try {
      const isEmpty = await fetchNotified(this.parts, queue, (id, work) => this.withLease(id, work));
      this.isListening = true;
      this.hasMoreMessages = !isEmpty;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AwsError)) throw error;
      this.note(error);
    }
  }

  private async discover(discovery: Discovery, listings: number): Promise<void> {
    if (!discovery.isDue && this.regions.size > 0) return;
    const result = await discovery.goOn(listings);
    if (result === undefined) return;
    for (const accountRegion of result.found) await this.addAccountRegion(accountRegion);
    if (!result.isWhole || this.regions.size > 0) return;
    const { store, source, signal } = this.parts;
    const lookAlikes = await findLookAlikes(store, source.prefix, signal);
    this.note(nothingFound(source, describeLookAlikes(source.bucket, lookAlikes)));
    // the bucket answered: look again at each interval, since a new trail's first file is minutes away
    this.progressed = true;
  }

  private async addAccountRegion(accountRegion: AccountRegion): Promise<void> {
    const { source, state } = this.parts;
    const id = accountRegionId(source.id, accountRegion);
    if (this.regions.has(id)) return;
    const region = newAccountRegionState(source.id, accountRegion);
    await state.put(id, region, undefined);
    this.regions.set(id, region);
  }

  /** Those that were looked at longest ago first. */
  private async pollDue(toleranceMs: number, allowsYesterday: boolean): Promise<void> {
    const due = [...this.regions]
      .filter(([id, region]) => this.isDue(id, region, toleranceMs))
      .sort(([, a], [, b]) => (a.polled_at ?? 0) - (b.polled_at ?? 0))
      .map(([id]) => id);
    const { source, now } = this.parts;
    await inLanes(due, POLLS_AT_ONCE, async (id) => {
      if (this.isTimeUp() || this.underWay.has(id)) return;
      this.takenUpAt.set(id, now());
      await this.withLease(id, async (leased) =>
        nextPollAt(leased.state, source, this.isListening) <= now() + toleranceMs
          ? poll(this.parts, leased, allowsYesterday)
          : undefined,
      );
    });
  }

  private isDue(id: string, region: AccountRegionState, toleranceMs: number): boolean {
    return this.dueAt(id, region) <= this.parts.now() + toleranceMs;
  }

  private dueAt(id: string, region: AccountRegionState): number {
    const { source } = this.parts;
    const takenUpAt = this.takenUpAt.get(id);
    const notBefore = takenUpAt === undefined ? 0 : takenUpAt + source.intervalMs;
    return Math.max(notBefore, nextPollAt(region, source, this.isListening));
  }

  /** Newest days first over all account × regions, in steps; a poll that is due goes first. */
  private async takeOlderDaysOfAll(): Promise<void> {
    const { source, state, now } = this.parts;
    const { underWay } = this;
    const startedAt = now();
    let days = 0;
    // a step may fail while nobody waits for it: kept until somebody looks, it ends no process and is not lost
    const failures: { readonly error: unknown }[] = [];
    const throwFailure = (): void => {
      for (const { error } of failures) throw error;
    };
    const take = async (work: RegionWork, wanted: FetchedSource): Promise<void> => {
      try {
        days += await this.takeOlderWork(work, wanted);
      } catch (error) {
        failures.push({ error });
      } finally {
        underWay.delete(work.id);
      }
    };
    try {
      for (let turn = 0; ; turn++) {
        throwFailure();
        await this.pollDue(0, true);
        const { state: wish } = await readBackfill(state, source.id);
        const wanted = wish === 'running' ? source : withoutHistory(source);
        const free = this.nextOlderWork(wanted, turn);
        const next = free ?? ((await this.reconsiderHeld()) ? this.nextOlderWork(wanted, turn) : undefined);
        throwFailure();
        const isBegun = next !== undefined && !this.isTimeUp();
        if (isBegun) underWay.set(next.id, take(next, wanted));
        else if (underWay.size === 0) {
          this.hasMore = next !== undefined;
          break;
        }
        if (!isBegun || underWay.size >= STEPS_AT_ONCE) await Promise.race(underWay.values());
      }
    } finally {
      await Promise.all(underWay.values());
    }
    if (days > 0) await addBackfillRun(state, source.id, { from: startedAt, to: now(), days });
  }

  /**
   * Runs want the same newest days, and one would soon have passed over all of them: what another has held is looked at
   * again here, and no longer passed over once it is free. False where none is. Nobody else would look soon at what a run
   * that died has held: the last look tells when that ends.
   */
  private async reconsiderHeld(): Promise<boolean> {
    const { state, now } = this.parts;
    const held = [...this.held];
    const ends = await LeasedAccountRegion.heldUntil(state, held, this.owner, now);
    this.heldUntil = undefined;
    for (const [i, id] of held.entries()) {
      const until = ends[i];
      this.heldUntil ??= until;
      if (until !== undefined) continue;
      this.held.delete(id);
      this.passedOver.delete(id);
    }
    return this.held.size < held.length;
  }

  /** Newest first, but counting goes on beside reading, so that it is soon known how much there is. */
  private nextOlderWork(source: FetchedSource, turn: number): RegionWork | undefined {
    const work = [...this.regions]
      .filter(([id]) => !this.passedOver.has(id) && !this.underWay.has(id))
      .flatMap(([id, region]) => olderWork(region, source).map((each) => ({ id, ...each })));
    const newest = (kinds: readonly OlderWork['kind'][]) =>
      work.filter(({ kind }) => kinds.includes(kind)).reduce<RegionWork | undefined>(newer, undefined);
    const newestOfAll = newest(['catch_up', 'count', 'read']);
    return newestOfAll?.kind === 'read' && turn % 2 === 1 ? (newest(['count']) ?? newestOfAll) : newestOfAll;
  }

  /** Gives how many days of history were read. */
  private async takeOlderWork({ id, kind }: RegionWork, source: FetchedSource): Promise<number> {
    const { now } = this.parts;
    const nextPoll = Math.min(...[...this.regions].map((entry) => this.dueAt(...entry)));
    const stepEnd = nextPoll > now() ? nextPoll : now() + SHORTEST_STEP_MS;
    const parts = { ...this.parts, source, deadline: Math.min(this.parts.deadline, stepEnd) };
    let days = 0;
    const outcome = await this.withLease(id, async (leased) => {
      // what another run has done meanwhile is known only now
      if (!olderWork(leased.state, source).some((work) => work.kind === kind)) return undefined;
      const before = leased.state.backfill?.days_done ?? 0;
      const result = await takeOlderDays(parts, leased, kind);
      if (kind === 'read') days = (result.change.backfill?.days_done ?? before) - before;
      return result;
    });
    if (outcome !== 'done') this.passedOver.add(id);
    return days;
  }

  private async withLease(
    id: string,
    work: (leased: LeasedAccountRegion) => Promise<StepResult | undefined>,
  ): Promise<'done' | 'held' | 'failed'> {
    const { state, now } = this.parts;
    const leased = await LeasedAccountRegion.take(state, id, this.owner, now);
    if (leased === undefined) {
      this.held.add(id);
      return 'held';
    }
    this.held.delete(id);
    const before = leased.state.counts;
    let change: Partial<AccountRegionState> = {};
    try {
      const result = await work(leased);
      if (result !== undefined) {
        change = result.change;
        if (result.refusal === undefined) this.progressed = true;
        else this.note(result.refusal);
      }
      return 'done';
    } catch (error) {
      if (error instanceof SourceError && error.code === 'state_conflict') return 'held';
      if (error instanceof AwsError && ONE_PREFIX_ONLY.has(error.code)) {
        this.note(error);
        return 'failed';
      }
      throw error;
    } finally {
      const taken = countsSince(before, leased.state.counts);
      this.counts = addCounts(this.counts, taken);
      if (taken.objects + taken.failed + taken.skipped > 0) this.progressed = true;
      this.regions.set(id, { ...leased.state, ...change });
      await this.release(leased, change);
    }
  }

  private async release(leased: LeasedAccountRegion, change: Partial<AccountRegionState>): Promise<void> {
    try {
      await leased.release(change);
    } catch (error) {
      // lost already, or Elasticsearch is away: the lease runs out by itself, and what was done is found done
      if (!(error instanceof SourceError || error instanceof ElasticsearchError)) throw error;
    }
  }

  private async loadAccountRegions(): Promise<void> {
    const { state, source, now } = this.parts;
    await state.refresh();
    const found = await state.find<AccountRegionState>('account_region', source.id, { without: ['health'] });
    for (const { id, value } of found) {
      if (isIncluded({ accountId: value.account_id, region: value.region }, source))
        this.regions.set(id, atThisTime(value, now()));
    }
  }

  private isTimeUp(): boolean {
    this.parts.signal.throwIfAborted();
    return this.parts.now() >= this.parts.deadline;
  }
}

type RegionWork = OlderWork & { readonly id: string };

function newer(a: RegionWork | undefined, b: RegionWork): RegionWork {
  return a === undefined || b.day > a.day ? b : a;
}

/** Works on the items in order, some at once. After a throw begins no more, and throws it when all have ended. */
async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await work(item);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Not silence: a wrong prefix looks just like a trail without events. */
function nothingFound(source: FetchedSource, hint: string): SourceError {
  const { bucket, prefix, excludeAccounts, excludeRegions } = source;
  const leavesOut = excludeAccounts.length + excludeRegions.length > 0;
  const excluded = leavesOut
    ? ' Perhaps all that there are belong to accounts and regions that it leaves out.'
    : '';
  return new SourceError(
    'nothing_found',
    `There are no CloudTrail folders below s3://${bucket}/${logsRoot(prefix)} yet. Check the prefix; a new trail delivers its first file after some minutes.${excluded}${hint}`,
  );
}
