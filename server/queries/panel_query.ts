/** What a panel's query is, and the parts that all of them share. Pure: no I/O, no clock. */
import type { GeoLookup } from '../geo/geo_lookup';
import type { estypes } from '@elastic/elasticsearch';
import type { PanelData, PanelId, PanelRequest } from '../../common/panels';

/** Flattened as the client of Elasticsearch 8 and 9 takes it; the index and the limits are run_panel's. */
export type SearchParameters = Omit<estypes.SearchRequest, 'index' | 'body'>;
export type SearchResponse = estypes.SearchResponse<unknown, unknown>;
export type QueryClause = estypes.QueryDslQueryContainer;

/** What an answer says that is not in the events. */
export interface HostFacts {
  /** Whether places are known at all, and what their databases ask to be said. */
  readonly geo: Pick<GeoLookup, 'available' | 'attributions'>;
  /** `cloudtrail.homeCountries` */
  readonly homeCountries: readonly string[];
}

/** One panel: what to search for, and what the responses say. All pure. */
export interface PanelQuery<Id extends PanelId> {
  readonly id: Id;
  searchRequest(request: PanelRequest): SearchParameters;
  /** Asked at the same time: what would look at far more events if it were a part of the first search. */
  besides?(request: PanelRequest): readonly SearchParameters[];
  /**
   * What can be asked only once that is answered, at the same time; called again until nothing is left to ask. `others`
   * are the responses to what was asked besides, then to what was asked further.
   */
  furtherSearches?(
    response: SearchResponse,
    request: PanelRequest,
    others: readonly SearchResponse[],
  ): readonly SearchParameters[];
  /** Only for responses that at least one shard had a part in: without any there are no aggregations to read. */
  answer(
    response: SearchResponse,
    request: PanelRequest,
    facts: HostFacts,
    others?: readonly SearchResponse[],
  ): PanelData[Id];
}

/** The events of the request's time range (`from` belongs to it, `to` does not) and query that fit all `filters`. */
export function eventsInRange(request: PanelRequest, filters: readonly QueryClause[] = []): QueryClause {
  const range: QueryClause = { range: { '@timestamp': { gte: request.from, lt: request.to } } };
  return { bool: { filter: [range, ...eventsThatFit(request), ...filters] } };
}

/** The request's query as a list of filter clauses; empty when it has none. */
export function eventsThatFit(request: PanelRequest): QueryClause[] {
  // The browser's own parser made it, and it runs with the user's own rights: Elasticsearch judges it.
  return request.query === undefined ? [] : [request.query as QueryClause];
}

/** A search for nothing but aggregations: neither its events are given nor how many they are. */
export function aggregationSearch(query: QueryClause, aggs: SearchParameters['aggs']): SearchParameters {
  return { size: 0, track_total_hits: false, query, aggs };
}

/** A search for how many events fit, and for aggregations of them, if any; the events are not given. */
export function countSearch(query: QueryClause, aggs?: SearchParameters['aggs']): SearchParameters {
  return { size: 0, track_total_hits: true, query, ...(aggs && { aggs }) };
}

/** How many events the search fits, as far as it was asked to count them; 0 without a response. */
export function totalHits(response: SearchResponse | undefined): number {
  const total = response?.hits.total;
  return typeof total === 'number' ? total : (total?.value ?? 0);
}

/** The aggregations of a response to a search that asked for `A`. */
export function aggregationsOf<A>(response: SearchResponse | undefined): A {
  return response?.aggregations as unknown as A;
}

export interface TermsBucket {
  readonly key: string;
  readonly doc_count: number;
}
export interface Terms<B extends TermsBucket = TermsBucket> {
  readonly buckets: readonly B[];
}
export interface Count {
  readonly doc_count: number;
}
/** Of a min or max aggregation over dates: ms, null without any value. */
export interface TimeMetric {
  readonly value: number | null;
}

/** The most frequent value; '' when no event of the bucket has one. */
export function mostFrequent(terms: Terms): string {
  return terms.buckets[0]?.key ?? '';
}

/** ISO time of a min or max aggregation; null without any value. */
export function isoTime(metric: TimeMetric): string | null {
  return metric.value === null ? null : new Date(metric.value).toISOString();
}
