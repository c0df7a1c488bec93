/** The map's dots where a part of it is looked at from near: only what is seen, the panel itself knows the rest already. */
import { WITH_PLACE } from '../../common/event_kinds';
import type { GeoClusters, PanelRequest } from '../../common/panels';
import { citySearch, clusterAggregations, toClusters, type ClusterBuckets } from './cluster_aggregations';
import {
  aggregationsOf,
  countSearch,
  eventsInRange,
  totalHits,
  type PanelQuery,
  type QueryClause,
} from './panel_query';

/** One tile: the whole earth, where a request names none. */
const COARSEST = 0;

export const geoClusters: PanelQuery<'geo_clusters'> = {
  id: 'geo_clusters',

  searchRequest(request) {
    return citySearch(request, isSeen(request));
  },

  furtherSearches(ofCities, request, { length: answered }) {
    if (answered > 0) return [];
    const clusters = clusterAggregations(request.map?.precision ?? COARSEST, ofCities);
    return [countSearch(eventsInRange(request, [isSeen(request)]), clusters)];
  },

  answer(_ofCities, _request, _facts, [ofPlaces] = []): GeoClusters {
    const { clusters } = aggregationsOf<{ readonly clusters: ClusterBuckets }>(ofPlaces);
    return { total: totalHits(ofPlaces), clusters: toClusters(clusters) };
  },
};

/** Everything with a place where the request names no bounds. */
function isSeen({ map }: PanelRequest): QueryClause {
  if (!map?.bounds) return WITH_PLACE;
  const { north, south, west, east } = map.bounds;
  const box = { top: north, bottom: south, left: west, right: east };
  return { geo_bounding_box: { 'source.geo.location': box } };
}
