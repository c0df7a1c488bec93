/** The map's dots, as aggregations: places by tiles of the map, or by country where nothing finer is known. */
import { FAILED } from '../../common/event_kinds';
import type { GeoCluster, PanelRequest } from '../../common/panels';
import type { estypes } from '@elastic/elasticsearch';
import {
  eventsInRange,
  totalHits,
  type Count,
  type QueryClause,
  type SearchParameters,
  type SearchResponse,
  type Terms,
  type TermsBucket,
} from './panel_query';

/** 64 tiles around the equator. */
export const WHOLE_EARTH_PRECISION = 6;
const MOST_CLUSTERS = 1000;
/** Tiles that each shard tells of, so that the counts of those shown are exact up to it. */
const TILES_PER_SHARD = 10_000;
/** There are 249 country codes. */
const MOST_COUNTRIES = 300;
const USERS_PER_CLUSTER = 5;
const COUNTRIES_PER_CLUSTER = 10;
const CITIES_PER_CLUSTER = 3;
const COUNTRY = 'source.geo.country_iso_code';
const BY_COUNTRY = { field: COUNTRY, size: MOST_COUNTRIES };

export interface CountryBucket extends TermsBucket {
  readonly failures: Count;
}
interface ClusterBucket extends CountryBucket {
  /** Without a location of a few small territories: no point of them is known. */
  readonly centre: { readonly location?: { readonly lat: number; readonly lon: number } };
  readonly countries?: Terms;
  readonly cities?: Terms;
  readonly different_cities?: { readonly value: number };
  readonly users: Terms;
  readonly different_users: { readonly value: number };
}
export type ClusterBuckets = Terms<ClusterBucket>;

const FAILURES = { failures: { filter: FAILED } };

/** Events and failures of each country. */
export const COUNTRIES: estypes.AggregationsAggregationContainer = {
  terms: BY_COUNTRY,
  aggs: FAILURES,
};

/** Whether any event names a city; asks Elasticsearch to stop at the first. */
export function citySearch(request: PanelRequest, ...filters: readonly QueryClause[]): SearchParameters {
  const withCity = { exists: { field: 'source.geo.city_name' } };
  return { size: 0, track_total_hits: 1, query: eventsInRange(request, [...filters, withCity]) };
}

/**
 * `precision`: the zoom of the tiles. Where the response to `citySearch` has none, all that is known of an event is its
 * country, and each country has one point: by country takes half of what tiles do. Tiles gather such points, too,
 * where they are coarser than the whole earth's, for narrow screens.
 */
export function clusterAggregations(
  precision: number,
  ofCities: SearchResponse,
): { readonly clusters: estypes.AggregationsAggregationContainer } {
  const hasCities = totalHits(ofCities) > 0;
  const facts = {
    ...FAILURES,
    centre: { geo_centroid: { field: 'source.geo.location' } },
    users: { terms: { field: 'cloudtrail.actor.name', size: USERS_PER_CLUSTER, shard_size: 100 } },
    different_users: { cardinality: { field: 'cloudtrail.actor.id' } },
  };
  if (!hasCities && precision >= WHOLE_EARTH_PRECISION)
    return { clusters: { terms: BY_COUNTRY, aggs: facts } };
  return {
    clusters: {
      geotile_grid: {
        field: 'source.geo.location',
        precision,
        size: MOST_CLUSTERS,
        shard_size: TILES_PER_SHARD,
      },
      aggs: {
        ...facts,
        countries: { terms: { field: COUNTRY, size: COUNTRIES_PER_CLUSTER } },
        ...(hasCities && {
          cities: { terms: { field: 'source.geo.city_name', size: CITIES_PER_CLUSTER } },
          different_cities: { cardinality: { field: 'source.geo.city_name' } },
        }),
      },
    },
  };
}

/** Those with a point. */
export function toClusters({ buckets }: ClusterBuckets): readonly GeoCluster[] {
  return buckets.flatMap((bucket) => {
    const { location } = bucket.centre;
    if (location === undefined) return [];
    return [
      {
        key: bucket.key,
        lat: roundToMetre(location.lat),
        lon: roundToMetre(location.lon),
        events: bucket.doc_count,
        failures: bucket.failures.doc_count,
        countries: (bucket.countries?.buckets ?? [bucket]).map(({ key, doc_count }) => ({
          country_iso_code: key,
          events: doc_count,
        })),
        cities: bucket.cities?.buckets.map(({ key }) => key) ?? [],
        city_count: bucket.different_cities?.value ?? 0,
        users: bucket.users.buckets.map(({ key }) => key),
        user_count: bucket.different_users.value,
      },
    ];
  });
}

/** Elasticsearch keeps a point in 32 bits an axis: without this, 48.85 comes back as 48.84999997. */
function roundToMetre(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
