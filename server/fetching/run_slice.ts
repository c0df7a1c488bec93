/** One run of one slice: takes account × regions whose lease is free, polls them, then works on their older days until time is up. */
import type { FetchCounts } from '../../common/sources';
import type { StoreReport } from '../aws/object_store';
import { logsRoot } from '../cloudtrail/object_key';
import { AwsError, CloudTrailError, ElasticsearchError, SourceError } from '../errors';
import type { AccountRegionState, DiscoveryState, OpenObjects } from './account_region_state';
import {
  accountRegionId,
  addCounts,
  countsSince,
  discoveryId,
  newAccountRegionState,
  NO_COUNTS,
} from './account_region_state';
import { discoverAccountRegions } from './discover';
import type { StepResult } from './fetch_account_region';
import { hasOlderDays, poll, takeOlderDays } from './fetch_account_region';
import { fetchNotified } from './fetch_notified';
import type { FetchParts } from './fetch_parts';
import { LeasedAccountRegion } from './lease';
import { retryFailures } from './retry_failures';

/** Listings are the safety net of a queue: each looks at whole days then. */
const LISTENING_POLL_EVERY_MS = 60 * 60 * 1000;
const DISCOVER_EVERY_MS = 60 * 60 * 1000;
/** While a source has found nothing at all it looks again at each run. */
const DISCOVER_EMPTY_EVERY_MS = 0;

export interface SliceResult {
  /** The first thing that went wrong; the rest of the source's work went on where it could. */
  readonly problem: CloudTrailError | undefined;
  /** Something was checkpointed, or all was found in order. */
  readonly progressed: boolean;
  /** Older days are left: run again at once. */
  readonly hasMore: boolean;
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
  const run = new SliceRun(parts, owner);
  try {
    await run.retryFailures();
    await run.takeNotified();
    await run.discover();
    await run.pollAll();
    await run.takeOlderDaysOfAll();
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
  /** The queue answered: what is new is heard of there. */
  private isListening = false;
  private counts = NO_COUNTS;
  /** What AWS refuses to give, by account × region. */
  private readonly open = new Map<string, OpenObjects | null>();

  constructor(
    private readonly parts: FetchParts,
    private readonly owner: string,
  ) {}

  result(): SliceResult {
    // objects that stay open are a problem of the source also in the runs that don't ask for them
    const [open] = [...this.open.values()].filter((objects) => objects !== null);
    if (open !== undefined) this.note(new AwsError(open.code, open.message));
    const { problem, progressed, counts } = this;
    const hasMore = this.hasMore || this.hasMoreMessages || this.hasMoreRetries;
    return { problem, progressed, hasMore, counts };
  }

  note(error: CloudTrailError): void {
    this.problem ??= error;
  }

  /** Looks for accounts and regions once an hour; one run does it for all. */
  async discover(): Promise<void> {
    const { source, state, folders, now } = this.parts;
    await state.prepare();
    const id = discoveryId(source.id);
    const last = await state.get<DiscoveryState>(id);
    const known = await this.accountRegions();
    const every = known.length === 0 ? DISCOVER_EMPTY_EVERY_MS : DISCOVER_EVERY_MS;
    const discoveredAt = last?.value.discovered_at ?? 0;
    if (now() - discoveredAt < every && discoveredAt >= source.askedAt) return;
    const found = await discoverAccountRegions(folders, source.prefix);
    if (found.length === 0 && known.length === 0) {
      this.note(nothingFound(source));
      // the bucket answered: look again at each interval, since a new trail's first file is minutes away
      this.progressed = true;
    }
    const knownIds = new Set(known.map((region) => region.id));
    for (const accountRegion of found) {
      const regionId = accountRegionId(source.id, accountRegion);
      if (knownIds.has(regionId)) continue;
      await state.put(regionId, newAccountRegionState(source.id, accountRegion), undefined);
    }
    await state.put<DiscoveryState>(
      id,
      { kind: 'discovery', source_id: source.id, discovered_at: now() },
      last,
    );
  }

  /** First, since somebody waits for it. */
  async retryFailures(): Promise<void> {
    await this.parts.state.prepare();
    this.hasMoreRetries = !(await retryFailures(this.parts, (id, work) => this.withLease(id, work)));
  }

  /** Without a queue that answers, listings alone find what is new, at each interval. */
  async takeNotified(): Promise<void> {
    const { queue, state, signal } = this.parts;
    if (queue === undefined) return;
    // before a message is received that could not be taken in
    await state.prepare();
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

  /** Those that were looked at longest ago first; none more often than the interval says. */
  async pollAll(): Promise<void> {
    const { source, now } = this.parts;
    // two slices run on one schedule: what the other has just polled is not due
    const every = this.isListening
      ? Math.max(LISTENING_POLL_EVERY_MS, source.intervalMs)
      : source.intervalMs / 2;
    const isDue = ({ polled_at: polledAt }: AccountRegionState) =>
      polledAt === null || polledAt < source.askedAt || now() - polledAt >= every;
    const found = await this.accountRegions();
    for (const { id, value } of found) this.open.set(id, value.open);
    const regions = [...found].sort((a, b) => (a.value.polled_at ?? 0) - (b.value.polled_at ?? 0));
    for (const { id } of regions.filter(({ value }) => isDue(value))) {
      if (this.isTimeUp()) return;
      await this.withLease(id, async (leased) =>
        isDue(leased.state) ? poll(this.parts, leased) : undefined,
      );
    }
  }

  /** Newest days first over all account × regions, a step at a time. */
  async takeOlderDaysOfAll(): Promise<void> {
    const open = new Map((await this.accountRegions()).map(({ id, value }) => [id, value]));
    for (;;) {
      const [next] = [...open]
        .filter(([, state]) => hasOlderDays(state, this.parts))
        .sort(([, a], [, b]) => compareNewestFirst(a, b));
      this.hasMore = next !== undefined;
      if (next === undefined || this.isTimeUp()) return;
      const [id] = next;
      const outcome = await this.withLease(id, async (leased) => {
        // what another run has done meanwhile is known only now
        const result = hasOlderDays(leased.state, this.parts)
          ? await takeOlderDays(this.parts, leased)
          : undefined;
        open.set(id, { ...leased.state, ...result?.change });
        return result;
      });
      // held by another run, or in trouble: not again in this run
      if (outcome !== 'done') open.delete(id);
    }
  }

  private async withLease(
    id: string,
    work: (leased: LeasedAccountRegion) => Promise<StepResult | undefined>,
  ): Promise<'done' | 'held' | 'failed'> {
    const { state, now } = this.parts;
    const leased = await LeasedAccountRegion.take(state, id, this.owner, now);
    if (leased === undefined) return 'held';
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
      this.open.set(id, change.open === undefined ? leased.state.open : change.open);
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

  private async accountRegions(): Promise<
    readonly { readonly id: string; readonly value: AccountRegionState }[]
  > {
    await this.parts.state.refresh();
    return this.parts.state.find<AccountRegionState>('account_region', this.parts.source.id);
  }

  private isTimeUp(): boolean {
    this.parts.signal.throwIfAborted();
    return this.parts.now() >= this.parts.deadline;
  }
}

/** Not silence: a wrong prefix looks just like a trail without events. */
function nothingFound({ bucket, prefix }: FetchParts['source']): SourceError {
  return new SourceError(
    'nothing_found',
    `There are no CloudTrail folders below s3://${bucket}/${logsRoot(prefix)} yet. Check the prefix; a new trail delivers its first file after some minutes.`,
  );
}

/** What has never been swept has the newest days to give. */
function compareNewestFirst(a: AccountRegionState, b: AccountRegionState): number {
  const newest = (state: AccountRegionState) =>
    state.swept_at === null ? '9999' : (state.backfill_before ?? '9999');
  return newest(b).localeCompare(newest(a));
}
