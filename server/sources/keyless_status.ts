/** The status of a source whose write key is of no use, be it that it can't be read, that it is refused or that there is none yet: by that key one would hear how it is doing. */
import type { SourceState, SourceStatusResponse } from '../../common/sources';
import { ElasticsearchError, SourceError, type CloudTrailError } from '../errors';
import { NO_COUNTS } from '../fetching/account_region_state';
import { freshnessOf } from '../health/freshness';
import { sourceNotes } from '../fetching/source_notes';
import type { StoredSource } from './source_repository';

/** Which state that is; undefined where the error is about something else. */
export function keylessState(error: CloudTrailError): SourceState | undefined {
  if (error instanceof SourceError && error.code === 'secrets_unreadable') return 'secrets_unreadable';
  if (error instanceof ElasticsearchError && error.code === 'elasticsearch_key_refused')
    return 'write_key_refused';
  if (error instanceof SourceError && error.code === 'needs_authorisation') return 'needs_authorisation';
  return undefined;
}

/** All numbers are 0: nobody knows them. `now`: ms since the epoch. */
export function keylessStatus(
  { id, config, status }: StoredSource,
  state: SourceState,
  { code, message }: CloudTrailError,
  now: number,
): SourceStatusResponse {
  const at = new Date(now).toISOString();
  const problem = { since: at, attempts: 1, retry_at: at, slice: 0 };
  const noted = status.problem?.code === code ? status.problem : undefined;
  return {
    id,
    state,
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
