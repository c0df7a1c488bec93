/** From where: clusters on the map, countries, and what has no place. Its parts add up to the events of the range. */
import { FAILED, FROM_AWS_SERVICE, WITH_PLACE } from '../../common/event_kinds';
import type { GeoAccess } from '../../common/panels';
import { clustersAggregation, toClusters, type ClusterBuckets } from './geo_clusters';
import {
  eventsInRange,
  totalHits,
  type Count,
  type PanelQuery,
  type Terms,
  type TermsBucket,
} from './panel_query';

/** 64 tiles around the equator. */
const WHOLE_EARTH_PRECISION = 6;
/** There are 249 country codes. */
const MOST_COUNTRIES = 300;
const MOST_AWS_SERVICES = 200;

interface Aggregations {
  readonly with_place: Count & { readonly clusters: ClusterBuckets };
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
          aggs: { clusters: clustersAggregation(WHOLE_EARTH_PRECISION) },
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
    return {
      total,
      clusters: toClusters(with_place.clusters),
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
