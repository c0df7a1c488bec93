/** The map's dots: places gathered by the tiles of the map, finer ones where a part of it is looked at from near. */
import { FAILED, WITH_PLACE } from '../../common/event_kinds';
import type { GeoCluster, GeoClusters, PanelRequest } from '../../common/panels';
import type { estypes } from '@elastic/elasticsearch';
import {
  eventsInRange,
  totalHits,
  type Count,
  type PanelQuery,
  type QueryClause,
  type Terms,
  type TermsBucket,
} from './panel_query';

const MOST_CLUSTERS = 1000;
/** Tiles that each shard tells of, so that the counts of those shown are exact up to it. */
const TILES_PER_SHARD = 10_000;
const USERS_PER_CLUSTER = 5;
const COUNTRIES_PER_CLUSTER = 10;
const CITIES_PER_CLUSTER = 3;
/** One tile: the whole earth, where a request names none. */
const COARSEST = 0;

interface ClusterBucket extends TermsBucket {
  readonly centre: { readonly location: { readonly lat: number; readonly lon: number } };
  readonly failures: Count;
  readonly countries: Terms;
  readonly cities?: Terms;
  readonly different_cities?: { readonly value: number };
  readonly users: Terms;
  readonly different_users: { readonly value: number };
}
export type ClusterBuckets = Terms<ClusterBucket>;

/** `precision`: the zoom of the tiles. Without `hasCities` no cluster names any: they take a sixth of the search. */
export function clustersAggregation(
  precision: number,
  hasCities: boolean,
): estypes.AggregationsAggregationContainer {
  return {
    geotile_grid: {
      field: 'source.geo.location',
      precision,
      size: MOST_CLUSTERS,
      shard_size: TILES_PER_SHARD,
    },
    aggs: {
      centre: { geo_centroid: { field: 'source.geo.location' } },
      failures: { filter: FAILED },
      countries: { terms: { field: 'source.geo.country_iso_code', size: COUNTRIES_PER_CLUSTER } },
      ...(hasCities && {
        cities: { terms: { field: 'source.geo.city_name', size: CITIES_PER_CLUSTER } },
        different_cities: { cardinality: { field: 'source.geo.city_name' } },
      }),
      users: { terms: { field: 'cloudtrail.actor.name', size: USERS_PER_CLUSTER, shard_size: 100 } },
      different_users: { cardinality: { field: 'cloudtrail.actor.id' } },
    },
  };
}

/** Only what is seen of the map: the panel itself knows the rest already. */
export const geoClusters: PanelQuery<'geo_clusters'> = {
  id: 'geo_clusters',

  searchRequest(request) {
    return {
      size: 0,
      track_total_hits: true,
      query: eventsInRange(request, [isSeen(request)]),
      aggs: { clusters: clustersAggregation(request.map?.precision ?? COARSEST, true) },
    };
  },

  answer(response): GeoClusters {
    const { clusters } = response.aggregations as unknown as { readonly clusters: ClusterBuckets };
    return { total: totalHits(response), clusters: toClusters(clusters) };
  },
};

/** Everything with a place where the request names no bounds. */
function isSeen({ map }: PanelRequest): QueryClause {
  if (!map?.bounds) return WITH_PLACE;
  const { north, south, west, east } = map.bounds;
  const box = { top: north, bottom: south, left: west, right: east };
  return { geo_bounding_box: { 'source.geo.location': box } };
}

export function toClusters({ buckets }: ClusterBuckets): readonly GeoCluster[] {
  return buckets.map(toCluster);
}

function toCluster(bucket: ClusterBucket): GeoCluster {
  return {
    tile: bucket.key,
    lat: roundToMetre(bucket.centre.location.lat),
    lon: roundToMetre(bucket.centre.location.lon),
    events: bucket.doc_count,
    failures: bucket.failures.doc_count,
    countries: bucket.countries.buckets.map(({ key, doc_count }) => ({
      country_iso_code: key,
      events: doc_count,
    })),
    cities: bucket.cities?.buckets.map(({ key }) => key) ?? [],
    city_count: bucket.different_cities?.value ?? 0,
    users: bucket.users.buckets.map(({ key }) => key),
    user_count: bucket.different_users.value,
  };
}

/** Elasticsearch keeps a point in 32 bits an axis: without this, 48.85 comes back as 48.84999997. */
function roundToMetre(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
