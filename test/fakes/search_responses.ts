/** Makes requests and Elasticsearch's responses for the tests of server/queries. */
import type { PanelRequest } from '../../common/panels';
import type { HostFacts, SearchResponse } from '../../server/queries/panel_query';

export const FACTS: HostFacts = { geo: { available: true, attributions: [] }, homeCountries: [] };

export function request(parts: Partial<PanelRequest> = {}): PanelRequest {
  return { from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z', time_zone: 'UTC', ...parts };
}

/** A search response with `total` hits, of which `hits` (`_id` and `_source`) are shown. */
export function response(
  total: number,
  aggregations: Readonly<Record<string, unknown>>,
  hits: readonly { readonly _id: string; readonly _source: unknown }[] = [],
): SearchResponse {
  return {
    took: 1,
    timed_out: false,
    _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
    hits: {
      total: { value: total, relation: 'eq' },
      max_score: null,
      hits: hits.map((hit) => ({ _index: 'cloudtrail-events-default-2026.01', ...hit })),
    },
    aggregations,
  } as unknown as SearchResponse;
}
