/** How a source is doing, added up from what the fetcher remembers of it. */
import type {
  AccountRegionResponse,
  BackfillResponse,
  FetchCounts,
  FreshnessResponse,
  GapResponse,
  SourceProblem,
  SourceState,
} from '../../common/sources';
import { MAX_ATTEMPTS } from '../../common/sources';
import type { RegionFreshness } from '../health/freshness';
import { freshnessOf, toGapResponse } from '../health/freshness';
import type { Gap, SourceGaps, WatchedPlace } from '../health/gaps';
import { findGaps } from '../health/gaps';
import type { StateStore } from '../indices/state_store';
import type { AccountRegionState, DayState } from './account_region_state';
import { accountRegionOf, addCounts, NO_COUNTS } from './account_region_state';
import type { BackfillState } from './backfill_state';
import { readBackfill, timeLeft } from './backfill_state';
import { isIncluded } from './discover';
import type { DiscoveryState } from './discovery';
import { discoveryId } from './discovery';
import type { FetchedSource } from './fetch_parts';
import { groupBy } from './group_by';
import { BYTES_A_KEY } from './key_set';
import { nextPollAt } from './listing_plan';
import { olderWork } from './older_days';
import { waitingOf } from './waiting_objects';
import { withoutHistory } from './wanted_days';

export interface FetchProgress {
  readonly state: Exclude<SourceState, 'paused'>;
  readonly counts: FetchCounts;
  readonly accountRegions: number;
  readonly accountRegionsComplete: number;
  /** ms since the epoch; null before the first poll. */
  readonly lastFetchedAt: number | null;
  /** ms since the epoch; null before the first poll. */
  readonly nextPollAt: number | null;
  readonly backfill: BackfillResponse;
  readonly freshness: FreshnessResponse;
  readonly gaps: SourceGaps;
}

/** Adds up the progress of a source; `problem` is what its last runs stumbled over, `isListening` as for `nextPollAt`. */
export async function readProgress(
  states: StateStore,
  source: FetchedSource,
  problem: SourceProblem | null,
  now: number,
  isListening: boolean,
): Promise<FetchProgress> {
  const discovery = await states.get<DiscoveryState>(discoveryId(source.id));
  const backfill = await readBackfill(states, source.id);
  const regions = (await readRegions(states, source)).map(({ value }) => value);
  const wanted = backfill.state === 'running' ? source : withoutHistory(source);
  const places = [
    ...groupBy(regions, ({ account_prefix: prefix, region }) => `${prefix} ${region}`).values(),
  ];
  const complete = places.filter((kinds) => kinds.every((region) => isComplete(region, wanted))).length;
  const polled = regions.filter((region) => region.polled_at !== null);
  const nextPolls = polled.map((region) => nextPollAt(region, source, isListening));
  const gaps = findGaps({ createdAt: source.createdAt, problem }, regions.map(toWatchedPlace));
  let state: FetchProgress['state'] = complete === places.length ? 'idle' : 'fetching';
  if (discovery === undefined) state = 'waiting';
  if (gaps.whole !== undefined || gaps.places.length > 0) state = 'silent';
  if (problem !== null) state = problem.attempts >= MAX_ATTEMPTS ? 'stopped' : 'failing';
  return {
    state,
    counts: regions.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS),
    accountRegions: places.length,
    accountRegionsComplete: complete,
    lastFetchedAt: polled.length === 0 ? null : Math.max(...polled.map((region) => region.polled_at ?? 0)),
    nextPollAt: nextPolls.length === 0 ? null : Math.min(...nextPolls),
    backfill: backfillProgress(regions, source, backfill),
    freshness: freshnessOf(regions.map(toFreshness), now),
    gaps,
  };
}

/** Where events stay away. Throws ElasticsearchError. */
export async function readGaps(
  states: StateStore,
  source: FetchedSource,
  problem: SourceProblem | null,
): Promise<SourceGaps> {
  const regions = await readRegions(states, source);
  return findGaps(
    { createdAt: source.createdAt, problem },
    regions.map(({ value }) => toWatchedPlace(value)),
  );
}

/** The same for each account × region, with the size of what is remembered of it. */
export async function readAccountRegions(
  states: StateStore,
  source: FetchedSource,
  now: number,
  isListening: boolean,
): Promise<readonly AccountRegionResponse[]> {
  const regions = await readRegions(states, source);
  const sizes = new Map<string, number>();
  const days = await states.find<DayState>('day', source.id, ['account_region_id', 'key_count']);
  for (const { value } of days) {
    const id = value.account_region_id;
    sizes.set(id, (sizes.get(id) ?? 0) + value.key_count * BYTES_A_KEY);
  }
  const gapOf = (value: AccountRegionState) =>
    findGaps({ createdAt: source.createdAt, problem: null }, [toWatchedPlace(value)]).places[0];
  return regions.map(({ id, value }) => ({
    ...freshnessOf([toFreshness(value)], now),
    gap: toGap(gapOf(value)),
    account_id: value.account_id,
    region: value.region,
    kind: accountRegionOf(value).kind,
    prefix: value.account_prefix,
    last_polled_at: toIso(value.polled_at),
    next_poll_at: value.polled_at === null ? null : toIso(nextPollAt(value, source, isListening)),
    last_active_at: toIso(value.active_at),
    backfill_days_done: value.backfill?.days_done ?? 0,
    backfill_days_known: value.backfill?.days_known ?? 0,
    is_complete: isComplete(value, source),
    counts: value.counts,
    state_bytes: JSON.stringify(value).length + (sizes.get(id) ?? 0),
  }));
}

function toGap(gap: Gap | undefined): GapResponse | null {
  return gap === undefined ? null : toGapResponse(gap);
}

function toWatchedPlace(state: AccountRegionState): WatchedPlace {
  return {
    accountId: state.account_id,
    region: state.region,
    prefix: state.account_prefix,
    kind: accountRegionOf(state).kind,
    newestEvent: state.health?.newest_event ?? null,
    active: state.health?.active ?? null,
    lookedAt: state.polled_at,
    refusal: state.open?.message,
  };
}

function toFreshness(state: AccountRegionState): RegionFreshness {
  return { kind: accountRegionOf(state).kind, health: state.health, objectsWaiting: waitingOf(state) };
}

function backfillProgress(
  regions: readonly AccountRegionState[],
  source: FetchedSource,
  { state, runs }: BackfillState,
): BackfillResponse {
  const histories = regions.flatMap(({ backfill }) => backfill ?? []);
  const sum = (of: (history: (typeof histories)[number]) => number) =>
    histories.reduce((total, history) => total + of(history), 0);
  const isDone = regions.length > 0 && regions.every((region) => isComplete(region, source));
  const done = sum((history) => history.days_done);
  // days that were known and are no longer wanted (a later start day) are not waited for
  const known = isDone ? done : sum((history) => history.days_known);
  const { objects, events, bytes } = histories.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS);
  const left = state === 'running' ? timeLeft(runs, known - done) : null;
  return {
    state: isDone ? 'done' : state,
    start: source.start,
    end: source.end ?? null,
    days_done: done,
    days_known: known,
    is_counted:
      histories.length === regions.length && histories.every((each) => each.known_from <= source.start),
    read_from: histories.map((history) => history.read_from).reduce<string | null>(later, null),
    objects,
    events,
    bytes,
    estimated_seconds_left: isDone || left === null ? null : Math.ceil(left / 1000),
  };
}

function later(a: string | null, b: string): string {
  return a === null || b > a ? b : a;
}

function isComplete(region: AccountRegionState, source: FetchedSource): boolean {
  return region.polled_at !== null && olderWork(region, source).length === 0;
}

async function readRegions(
  states: StateStore,
  source: FetchedSource,
): Promise<readonly { readonly id: string; readonly value: AccountRegionState }[]> {
  await states.refresh();
  return (await states.find<AccountRegionState>('account_region', source.id)).filter(({ value }) =>
    isIncluded({ accountId: value.account_id, region: value.region }, source),
  );
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
