/** From where: places on the map, countries, and what has no place. Its parts add up to the events of the range. */
import { FAILED, FROM_AWS_SERVICE, WITH_PLACE } from '../../common/event_kinds';
import type { GeoAccess, GeoPlace } from '../../common/panels';
import {
  clustersAggregation,
  roundToMetre,
  TILES_PER_SHARD,
  toClusters,
  type ClusterBuckets,
} from './geo_clusters';
import {
  eventsInRange,
  mostFrequent,
  totalHits,
  type Count,
  type PanelQuery,
  type Terms,
  type TermsBucket,
} from './panel_query';

const MOST_PLACES = 200;
/** 64 tiles around the equator. */
const WHOLE_EARTH_PRECISION = 6;
/** The finest grid there is (a tile is centimetres wide): a tile then holds one point, so two cities never merge. */
const TILE_PRECISION = 29;
/** There are 249 country codes. */
const MOST_COUNTRIES = 300;
const MOST_AWS_SERVICES = 200;
const USERS_PER_PLACE = 5;

interface PlaceBucket extends TermsBucket {
  readonly centre: { readonly location: { readonly lat: number; readonly lon: number } };
  readonly failures: Count;
  readonly country_iso_code: Terms;
  readonly country_name: Terms;
  readonly city_name: Terms;
  readonly users: Terms;
}
interface Aggregations {
  readonly with_place: Count & { readonly places: Terms<PlaceBucket>; readonly clusters: ClusterBuckets };
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
          filter: WITH_PLACE,
          aggs: {
            clusters: clustersAggregation(WHOLE_EARTH_PRECISION),
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
        countries: {
          terms: { field: 'source.geo.country_iso_code', size: MOST_COUNTRIES },
          aggs: { failures: { filter: FAILED } },
        },
        aws_services: {
          filter: FROM_AWS_SERVICE,
          aggs: { names: { terms: { field: 'source.address', size: MOST_AWS_SERVICES, shard_size: 2000 } } },
        },
      },
    };
  },

  answer(response, _request, { geo, homeCountries }): GeoAccess {
    const { with_place, countries, aws_services } = response.aggregations as Aggregations;
    const total = totalHits(response);
    const places = with_place.places.buckets.map(toPlace);
    return {
      total,
      clusters: toClusters(with_place.clusters),
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

function eventsOf(parts: readonly { readonly events: number }[]): number {
  return parts.reduce((sum, { events }) => sum + events, 0);
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
