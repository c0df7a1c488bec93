/** The status of a source whose secrets can't be read: with them the key is gone that would tell how it is doing. */
import type { SourceStatusResponse } from '../../common/sources';
import type { SourceError } from '../errors';
import { NO_COUNTS } from '../fetching/account_region_state';
import { freshnessOf } from '../health/freshness';
import { sourceNotes } from '../fetching/source_notes';
import type { StoredSource } from './source_repository';

/** All numbers are 0: nobody knows them. `now`: ms since the epoch. */
export function unreadableStatus(
  { id, config, status }: StoredSource,
  { code, message }: SourceError,
  now: number,
): SourceStatusResponse {
  const at = new Date(now).toISOString();
  const problem = { since: at, attempts: 1, retry_at: at, slice: 0 };
  const noted = status.problem?.code === code ? status.problem : undefined;
  return {
    id,
    state: 'secrets_unreadable',
    problem: { ...problem, ...noted, code, message },
    counts: NO_COUNTS,
    account_regions: 0,
    account_regions_complete: 0,
    last_fetched_at: null,
    next_poll_at: null,
    backfill: {
      state: 'running',
      start: config.start,
      end: config.end ?? null,
      days_done: 0,
      days_known: 0,
      is_counted: false,
      read_from: null,
      objects: 0,
      events: 0,
      bytes: 0,
      estimated_seconds_left: null,
    },
    ...freshnessOf([], now),
    gaps: [],
    gap_count: 0,
    notes: sourceNotes(config),
    queue: null,
    outdated_indices: 0,
  };
}
