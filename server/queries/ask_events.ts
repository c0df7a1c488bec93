/** Asks one question of all events with the user's own rights, and says which kind of nothing an empty answer is. */
import type { Client } from '@elastic/elasticsearch';
import { EVENTS_INDEX_PATTERN } from '../../common/ids';
import type { PanelAnswer } from '../../common/panels';
import { ElasticsearchError } from '../errors';
import { statusOf, toElasticsearchError, typesOf } from '../indices/elasticsearch_errors';
import { withRetries } from '../indices/retries';
import type { SearchPriority } from '../indices/search_priority';
import type { SearchParameters, SearchResponse } from './panel_query';

/** After this a shard stops, and the search fails: a number from a part of the events would be wrong. */
const SEARCH_TIMEOUT = '30s';
const REQUEST_TIMEOUT_MS = 45_000;
/** Where shards are not there: so it is for a moment whenever events of a new month, or of a new source, come. */
const TRIES = 4;
const BAD_REQUEST = 400;

export interface EventsHost {
  /** Reads events: its rights decide what the numbers are of. */
  readonly asCurrentUser: Client;
  /** Kibana's own user, which may see that an index exists but not what is in it. */
  readonly asInternalUser: Client;
  /** Ends the search when nobody waits for it any more. */
  readonly signal?: AbortSignal;
  /** Holds back what this Kibana writes meanwhile. */
  readonly priority?: SearchPriority;
}

export interface EventsQuestion<T> {
  /** For messages: `asking for the panel users`. */
  readonly doing: string;
  readonly search: SearchParameters;
  /** The answer then holds request and response, too. */
  readonly inspect?: boolean;
  /** Only for a response that at least one shard had a part in: without any there are no aggregations to read. */
  answer(response: SearchResponse): T;
}

/** The answer, or which kind of nothing there is. Throws ElasticsearchError for every other fault. */
export async function askEvents<T>(question: EventsQuestion<T>, host: EventsHost): Promise<PanelAnswer<T>> {
  const request = {
    ...question.search,
    index: EVENTS_INDEX_PATTERN,
    ignore_unavailable: true,
    allow_no_indices: true,
    allow_partial_search_results: false,
    timeout: SEARCH_TIMEOUT,
    // Elasticsearch caches answers without hits only; a refresh of the index makes them anew.
    ...(question.search.size === 0 && { request_cache: true }),
  };
  const response = await search(request, question.doing, host);
  if (response === 'no_right') return { state: 'no_right' };
  // A pattern matches only the indices that the user may read, and silently so.
  if (response._shards.total === 0) {
    return { state: (await eventsExist(host)) ? 'no_right' : 'no_index' };
  }
  return {
    state: 'data',
    data: question.answer(response),
    ...(question.inspect && { inspected: [{ request, response: { ...response } }] }),
  };
}

async function search(
  request: SearchParameters & { readonly index: string },
  doing: string,
  host: EventsHost,
): Promise<SearchResponse | 'no_right'> {
  const ask = () =>
    withRetries(
      () =>
        host.asCurrentUser.search(request, {
          requestTimeout: REQUEST_TIMEOUT_MS,
          maxRetries: 0,
          ...(host.signal && { signal: host.signal }),
        }),
      { tries: TRIES, isWorthIt: isOfShards, signal: host.signal },
    );
  let response: SearchResponse;
  try {
    response = await (host.priority ? host.priority.search(ask) : ask());
  } catch (error) {
    // Somebody who may read no index at all is refused; with rights elsewhere the answer is merely empty.
    if (statusOf(error) === 403) return 'no_right';
    throw searchError(error, doing);
  }
  if (response.timed_out) throw tooSlow(doing, undefined);
  return response;
}

function isOfShards(error: unknown): boolean {
  // with 400 it is the query itself that could not be run
  return typesOf(error)[0] === 'search_phase_execution_exception' && (statusOf(error) ?? 0) >= 500;
}

/** Faults of searches that people can do something about; the rest as ever. */
function searchError(error: unknown, doing: string): unknown {
  if (error instanceof Error && error.name === 'TimeoutError') return tooSlow(doing, error);
  const types = typesOf(error);
  if (types.includes('too_many_buckets_exception')) {
    return new ElasticsearchError(
      'elasticsearch_too_many_buckets',
      `Elasticsearch, while ${doing}: more groups than it may count at once (search.max_buckets). Choose a shorter time range, or filter.`,
      { cause: error },
    );
  }
  if (isOfShards(error)) {
    return new ElasticsearchError(
      'elasticsearch_shards_failed',
      `Elasticsearch, while ${doing}: some shards of the events could not be read, and numbers from the others would be too low. Look at the cluster's health, or try again.`,
      { cause: error },
    );
  }
  if (statusOf(error) === BAD_REQUEST) {
    return new ElasticsearchError(
      'elasticsearch_query_refused',
      `Elasticsearch, while ${doing}: it can not run this query (${types.at(-1) ?? ''}). Change the query, the filters or the time range.`,
      { cause: error },
    );
  }
  return toElasticsearchError(error, doing);
}

function tooSlow(doing: string, cause: unknown): ElasticsearchError {
  return new ElasticsearchError(
    'elasticsearch_timeout',
    `Elasticsearch, while ${doing}: not finished within ${SEARCH_TIMEOUT}. Choose a shorter time range.`,
    { cause },
  );
}

/** Whether this cluster holds any events, whoever may read them. */
export async function eventsExist(host: Pick<EventsHost, 'asInternalUser' | 'signal'>): Promise<boolean> {
  try {
    return await host.asInternalUser.indices.exists(
      { index: EVENTS_INDEX_PATTERN, allow_no_indices: false },
      { requestTimeout: REQUEST_TIMEOUT_MS, ...(host.signal && { signal: host.signal }) },
    );
  } catch (error) {
    throw toElasticsearchError(error, 'looking whether any events exist');
  }
}
