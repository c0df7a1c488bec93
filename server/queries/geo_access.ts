/** From where: clusters on the map, countries, and what has no place. Its parts add up to the events of the range. */
import { FAILED, FROM_AWS_SERVICE, WITH_PLACE } from '../../common/event_kinds';
import type { GeoAccess } from '../../common/panels';
import { clustersAggregation, toClusters, type ClusterBuckets } from './geo_clusters';
import {
  aggregationSearch,
  aggregationsOf,
  eventsInRange,
  totalHits,
  type Count,
  type PanelQuery,
  type Terms,
} from './panel_query';

/** 64 tiles around the equator. */
const WHOLE_EARTH_PRECISION = 6;
/** There are 249 country codes. */
const MOST_COUNTRIES = 300;
const MOST_AWS_SERVICES = 200;

const COUNTRIES = { terms: { field: 'source.geo.country_iso_code', size: MOST_COUNTRIES } };

interface OfAll {
  readonly countries: Terms;
  readonly with_place: Count;
  readonly with_city: Count;
}
interface OfFailed {
  readonly countries: Terms;
}
interface OfAwsServices {
  readonly names: Terms;
}
interface OfPlaces {
  readonly clusters: ClusterBuckets;
}

/**
 * What is counted from the index first; then what few events are, and the clusters, with cities where there are any. As
 * one search they took a quarter longer.
 */
export const geoAccess: PanelQuery<'geo_access'> = {
  id: 'geo_access',

  searchRequest(request) {
    return {
      size: 0,
      track_total_hits: true,
      query: eventsInRange(request),
      aggs: {
        countries: COUNTRIES,
        with_place: { filter: WITH_PLACE },
        with_city: { filter: { exists: { field: 'source.geo.city_name' } } },
      },
    };
  },

  furtherSearches(response, request, { length: answered }) {
    if (answered > 0) return [];
    const { with_place, with_city } = aggregationsOf<OfAll>(response);
    const ofFailed = aggregationSearch(eventsInRange(request, [FAILED]), { countries: COUNTRIES });
    const ofAwsServices = {
      ...aggregationSearch(eventsInRange(request, [FROM_AWS_SERVICE]), {
        names: { terms: { field: 'source.address', size: MOST_AWS_SERVICES, shard_size: 2000 } },
      }),
      track_total_hits: true,
    };
    if (with_place.doc_count === 0) return [ofFailed, ofAwsServices];
    const ofPlaces = aggregationSearch(eventsInRange(request, [WITH_PLACE]), {
      clusters: clustersAggregation(WHOLE_EARTH_PRECISION, with_city.doc_count > 0),
    });
    return [ofFailed, ofAwsServices, ofPlaces];
  },

  answer(response, _request, { geo, homeCountries }, [ofFailed, ofAwsServices, ofPlaces] = []): GeoAccess {
    const { countries, with_place } = aggregationsOf<OfAll>(response);
    const failures = new Map(
      aggregationsOf<OfFailed>(ofFailed).countries.buckets.map(({ key, doc_count }) => [key, doc_count]),
    );
    const total = totalHits(response);
    const awsServiceEvents = ofAwsServices ? totalHits(ofAwsServices) : 0;
    return {
      total,
      clusters: ofPlaces ? toClusters(aggregationsOf<OfPlaces>(ofPlaces).clusters) : [],
      countries: countries.buckets.map(({ key, doc_count }) => ({
        country_iso_code: key,
        events: doc_count,
        failures: failures.get(key) ?? 0,
      })),
      aws_services: aggregationsOf<OfAwsServices>(ofAwsServices).names.buckets.map(({ key, doc_count }) => ({
        name: key,
        events: doc_count,
      })),
      aws_service_events: awsServiceEvents,
      // the searches may see different moments, while events come in
      events_without_place: Math.max(0, total - with_place.doc_count - awsServiceEvents),
      geo_available: geo.available,
      attributions: geo.attributions,
      home_countries: homeCountries,
    };
  },
};
