/** From where: places on the map, countries, and what has no place. Its parts add up to the events of the range. */
import type { GeoAccess, GeoCluster, GeoPlace, PanelRequest } from '../../common/panels';
import { FAILED } from '../../common/event_kinds';
import {
  eventsInRange,
  mostFrequent,
  totalHits,
  type Count,
  type PanelQuery,
  type QueryClause,
  type Terms,
  type TermsBucket,
} from './panel_query';

const MOST_PLACES = 200;
const MOST_CLUSTERS = 1000;
/** 64 tiles around the equator. */
const WHOLE_EARTH_PRECISION = 6;
/** The finest grid there is (a tile is centimetres wide): a tile then holds one point, so two cities never merge. */
const TILE_PRECISION = 29;
/** Tiles that each shard tells of, so that the counts of those shown are exact up to it. */
const TILES_PER_SHARD = 10_000;
/** There are 249 country codes. */
const MOST_COUNTRIES = 300;
const MOST_AWS_SERVICES = 200;
const USERS_PER_PLACE = 5;
const COUNTRIES_PER_CLUSTER = 10;
const CITIES_PER_CLUSTER = 3;

const HAS_PLACE: QueryClause = { exists: { field: 'source.geo.location' } };
const BY_AWS_SERVICE: QueryClause = {
  bool: { filter: [{ term: { 'cloudtrail.source_type': 'aws_service' } }], must_not: [HAS_PLACE] },
};

interface ClusterBucket extends TermsBucket {
  readonly centre: { readonly location: { readonly lat: number; readonly lon: number } };
  readonly failures: Count;
  readonly countries: Terms;
  readonly cities: Terms;
  readonly different_cities: { readonly value: number };
  readonly users: Terms;
  readonly different_users: { readonly value: number };
}
interface PlaceBucket extends TermsBucket {
  readonly centre: { readonly location: { readonly lat: number; readonly lon: number } };
  readonly failures: Count;
  readonly country_iso_code: Terms;
  readonly country_name: Terms;
  readonly city_name: Terms;
  readonly users: Terms;
}
interface Aggregations {
  readonly with_place: Count & { readonly places: Terms<PlaceBucket> };
  readonly on_map: { readonly clusters: Terms<ClusterBucket> };
  readonly countries: Terms<TermsBucket & { readonly failures: Count }>;
  readonly aws_services: Count & { readonly names: Terms };
}

export const geoAccess: PanelQuery<'geo_access'> = {
  id: 'geo_access',

  searchRequest(request) {
    return {
      size: 0,
      track_total_hits: true,
      query: eventsInRange(request),
      aggs: {
        with_place: {
          filter: HAS_PLACE,
          aggs: {
            places: {
              geotile_grid: {
                field: 'source.geo.location',
                precision: TILE_PRECISION,
                size: MOST_PLACES,
                shard_size: TILES_PER_SHARD,
              },
              aggs: {
                centre: { geo_centroid: { field: 'source.geo.location' } },
                failures: { filter: FAILED },
                country_iso_code: { terms: { field: 'source.geo.country_iso_code', size: 1 } },
                country_name: { terms: { field: 'source.geo.country_name', size: 1 } },
                city_name: { terms: { field: 'source.geo.city_name', size: 1 } },
                users: { terms: { field: 'cloudtrail.actor.name', size: USERS_PER_PLACE, shard_size: 100 } },
              },
            },
          },
        },
        on_map: {
          filter: isOnMap(request),
          aggs: {
            clusters: {
              geotile_grid: {
                field: 'source.geo.location',
                precision: request.map?.precision ?? WHOLE_EARTH_PRECISION,
                size: MOST_CLUSTERS,
                shard_size: TILES_PER_SHARD,
              },
              aggs: {
                centre: { geo_centroid: { field: 'source.geo.location' } },
                failures: { filter: FAILED },
                countries: { terms: { field: 'source.geo.country_iso_code', size: COUNTRIES_PER_CLUSTER } },
                cities: { terms: { field: 'source.geo.city_name', size: CITIES_PER_CLUSTER } },
                different_cities: { cardinality: { field: 'source.geo.city_name' } },
                users: { terms: { field: 'cloudtrail.actor.name', size: USERS_PER_PLACE, shard_size: 100 } },
                different_users: { cardinality: { field: 'cloudtrail.actor.id' } },
              },
            },
          },
        },
        countries: {
          terms: { field: 'source.geo.country_iso_code', size: MOST_COUNTRIES },
          aggs: { failures: { filter: FAILED } },
        },
        aws_services: {
          filter: BY_AWS_SERVICE,
          aggs: { names: { terms: { field: 'source.address', size: MOST_AWS_SERVICES, shard_size: 2000 } } },
        },
      },
    };
  },

  answer(response, _request, { geo, homeCountries }): GeoAccess {
    const { with_place, on_map, countries, aws_services } = response.aggregations as Aggregations;
    const total = totalHits(response);
    const places = with_place.places.buckets.map(toPlace);
    const clusters = on_map.clusters.buckets.map(toCluster);
    return {
      total,
      clusters,
      events_off_map: with_place.doc_count - eventsOf(clusters),
      places,
      events_elsewhere: with_place.doc_count - eventsOf(places),
      countries: countries.buckets.map(({ key, doc_count, failures }) => ({
        country_iso_code: key,
        events: doc_count,
        failures: failures.doc_count,
      })),
      aws_services: aws_services.names.buckets.map(({ key, doc_count }) => ({
        name: key,
        events: doc_count,
      })),
      aws_service_events: aws_services.doc_count,
      events_without_place: total - with_place.doc_count - aws_services.doc_count,
      geo_available: geo.available,
      attributions: geo.attributions,
      home_countries: homeCountries,
    };
  },
};

/** Everything with a place where the request names no bounds. */
function isOnMap({ map }: PanelRequest): QueryClause {
  if (!map?.bounds) return HAS_PLACE;
  const { north, south, west, east } = map.bounds;
  const box = { top: north, bottom: south, left: west, right: east };
  return { geo_bounding_box: { 'source.geo.location': box } };
}

function eventsOf(parts: readonly { readonly events: number }[]): number {
  return parts.reduce((sum, { events }) => sum + events, 0);
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
    cities: bucket.cities.buckets.map(({ key }) => key),
    city_count: bucket.different_cities.value,
    users: bucket.users.buckets.map(({ key }) => key),
    user_count: bucket.different_users.value,
  };
}

function toPlace(bucket: PlaceBucket): GeoPlace {
  const city = mostFrequent(bucket.city_name);
  return {
    lat: roundToMetre(bucket.centre.location.lat),
    lon: roundToMetre(bucket.centre.location.lon),
    events: bucket.doc_count,
    failures: bucket.failures.doc_count,
    country_iso_code: mostFrequent(bucket.country_iso_code),
    country_name: mostFrequent(bucket.country_name),
    ...(city !== '' && { city_name: city }),
    users: bucket.users.buckets.map(({ key }) => key),
  };
}

/** Elasticsearch keeps a point in 32 bits an axis: without this, 48.85 comes back as 48.84999997. */
function roundToMetre(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
