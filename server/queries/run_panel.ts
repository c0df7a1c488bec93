/** Asks one panel's question with the user's own rights, and says which kind of nothing an empty answer is. */
import type { Client } from '@elastic/elasticsearch';
import { EVENTS_INDEX_PATTERN } from '../../common/ids';
import type { PanelAnswer, PanelData, PanelId, PanelRequest } from '../../common/panels';
import { ElasticsearchError } from '../errors';
import type { GeoLookup } from '../geo/geo_lookup';
import { statusOf, toElasticsearchError } from '../indices/elasticsearch_errors';
import type { PanelQuery, SearchResponse } from './panel_query';
import { PANEL_QUERIES } from './panel_queries';

/** After this a shard stops, and the search fails: a number from a part of the events would be wrong. */
const SEARCH_TIMEOUT = '30s';
const REQUEST_TIMEOUT_MS = 45_000;

export interface PanelHost {
  /** Reads events: its rights decide what the numbers are of. */
  readonly asCurrentUser: Client;
  /** Kibana's own user, which may see that an index exists but not what is in it. */
  readonly asInternalUser: Client;
  readonly geo: Pick<GeoLookup, 'available' | 'attributions'>;
  /** Ends the search when nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** The panel's data, or which kind of nothing there is. Throws ElasticsearchError for every other fault. */
export async function runPanel<Id extends PanelId>(
  panelId: Id,
  request: PanelRequest,
  host: PanelHost,
): Promise<PanelAnswer<PanelData[Id]>> {
  const panel: PanelQuery<Id> = PANEL_QUERIES[panelId];
  const response = await search(panel, request, host);
  if (response === 'no_right') return { state: 'no_right' };
  // A pattern matches only the indices that the user may read, and silently so.
  if (response._shards.total === 0) {
    return { state: (await eventsExist(host)) ? 'no_right' : 'no_index' };
  }
  return { state: 'data', data: panel.answer(response, request, { geo: host.geo }) };
}

async function search<Id extends PanelId>(
  panel: PanelQuery<Id>,
  request: PanelRequest,
  host: PanelHost,
): Promise<SearchResponse | 'no_right'> {
  const parameters = panel.searchRequest(request);
  const doing = `asking for the panel ${panel.id}`;
  let response: SearchResponse;
  try {
    response = await host.asCurrentUser.search(
      {
        ...parameters,
        index: EVENTS_INDEX_PATTERN,
        ignore_unavailable: true,
        allow_no_indices: true,
        allow_partial_search_results: false,
        timeout: SEARCH_TIMEOUT,
        // Elasticsearch caches answers without hits only; a refresh of the index makes them anew.
        ...(parameters.size === 0 && { request_cache: true }),
      },
      { requestTimeout: REQUEST_TIMEOUT_MS, maxRetries: 0, ...(host.signal && { signal: host.signal }) },
    );
  } catch (error) {
    // Somebody who may read no index at all is refused; with rights elsewhere the answer is merely empty.
    if (statusOf(error) === 403) return 'no_right';
    throw toElasticsearchError(error, doing);
  }
  if (response.timed_out) {
    throw new ElasticsearchError(
      'elasticsearch_overloaded',
      `Elasticsearch, while ${doing}: not finished within ${SEARCH_TIMEOUT}. Choose a shorter time range.`,
    );
  }
  return response;
}

/** Whether this cluster holds any events, whoever may read them. */
export async function eventsExist(host: Pick<PanelHost, 'asInternalUser' | 'signal'>): Promise<boolean> {
  try {
    return await host.asInternalUser.indices.exists(
      { index: EVENTS_INDEX_PATTERN, allow_no_indices: false },
      { requestTimeout: REQUEST_TIMEOUT_MS, ...(host.signal && { signal: host.signal }) },
    );
  } catch (error) {
    throw toElasticsearchError(error, 'looking whether any events exist');
  }
}
