/** How a source is doing, added up from what the fetcher remembers of it. */
import type { FetchCounts, SourceProblem, SourceState } from '../../common/sources';
import { MAX_ATTEMPTS } from '../../common/sources';
import type { StateStore } from '../indices/state_store';
import type { AccountRegionState, DiscoveryState } from './account_region_state';
import { addCounts, discoveryId, NO_COUNTS } from './account_region_state';

export interface FetchProgress {
  readonly state: SourceState;
  readonly counts: FetchCounts;
  readonly accountRegions: number;
  readonly accountRegionsComplete: number;
  /** ms since the epoch; null before the first poll. */
  readonly lastFetchedAt: number | null;
}

/** Adds up the progress of a source; `problem` is what its last runs stumbled over. */
export async function readProgress(
  states: StateStore,
  sourceId: string,
  problem: SourceProblem | null,
): Promise<FetchProgress> {
  await states.refresh();
  const discovery = await states.get<DiscoveryState>(discoveryId(sourceId));
  const regions = (await states.find<AccountRegionState>('account_region', sourceId)).map(
    ({ value }) => value,
  );
  const isComplete = (region: AccountRegionState) => region.complete && region.polled_at !== null;
  const polls = regions.flatMap(({ polled_at: polledAt }) => polledAt ?? []);
  const complete = regions.filter(isComplete).length;
  let state: SourceState = complete === regions.length ? 'idle' : 'fetching';
  if (discovery === undefined) state = 'waiting';
  if (problem !== null) state = problem.attempts >= MAX_ATTEMPTS ? 'stopped' : 'failing';
  return {
    state,
    counts: regions.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS),
    accountRegions: regions.length,
    accountRegionsComplete: complete,
    lastFetchedAt: polls.length === 0 ? null : Math.max(...polls),
  };
}
