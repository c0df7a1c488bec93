/** From where: clusters on the map, countries, and what has no place. Its parts add up to the events of the range. */
import { FROM_AWS_SERVICE, WITH_PLACE } from '../../common/event_kinds';
import type { GeoAccess } from '../../common/panels';
import {
  COUNTRIES,
  WHOLE_EARTH_PRECISION,
  citySearch,
  clusterAggregations,
  toClusters,
  type ClusterBuckets,
  type CountryBucket,
} from './cluster_aggregations';
import {
  aggregationSearch,
  aggregationsOf,
  countSearch,
  eventsInRange,
  totalHits,
  type PanelQuery,
  type Terms,
} from './panel_query';

const MOST_AWS_SERVICES = 200;

interface OfAwsServices {
  readonly names: Terms;
}
interface OfCountries {
  readonly clusters: ClusterBuckets;
  /** Absent where the clusters are by country. */
  readonly countries?: Terms<CountryBucket>;
}

/** A search with nothing beside its count is answered from the index; as one search they took a quarter longer. */
export const geoAccess: PanelQuery<'geo_access'> = {
  id: 'geo_access',

  searchRequest(request) {
    return citySearch(request);
  },

  besides(request) {
    return [
      countSearch(eventsInRange(request)),
      countSearch(eventsInRange(request, [WITH_PLACE])),
      countSearch(eventsInRange(request, [FROM_AWS_SERVICE]), {
        names: { terms: { field: 'source.address', size: MOST_AWS_SERVICES, shard_size: 2000 } },
      }),
    ];
  },

  furtherSearches(ofCities, request, [, , , ofCountries]) {
    if (ofCountries !== undefined) return [];
    const { clusters } = clusterAggregations(WHOLE_EARTH_PRECISION, ofCities);
    const withCountry = { exists: { field: 'source.geo.country_iso_code' } };
    return [
      aggregationSearch(eventsInRange(request, [withCountry]), {
        clusters,
        ...(clusters.geotile_grid && { countries: COUNTRIES }),
      }),
    ];
  },

  answer(
    _ofCities,
    _request,
    { geo, homeCountries },
    [ofAll, ofPlaces, ofAwsServices, ofCountries] = [],
  ): GeoAccess {
    const { clusters, countries = clusters } = aggregationsOf<OfCountries>(ofCountries);
    const [total, byAwsServices] = [totalHits(ofAll), totalHits(ofAwsServices)];
    return {
      total,
      clusters: toClusters(clusters),
      countries: countries.buckets.map(({ key, doc_count, failures }) => ({
        country_iso_code: key,
        events: doc_count,
        failures: failures.doc_count,
      })),
      aws_services: aggregationsOf<OfAwsServices>(ofAwsServices).names.buckets.map(({ key, doc_count }) => ({
        name: key,
        events: doc_count,
      })),
      aws_service_events: byAwsServices,
      // the searches may see different moments, while events come in
      events_without_place: Math.max(0, total - totalHits(ofPlaces) - byAwsServices),
      geo_available: geo.available,
      attributions: geo.attributions,
      home_countries: homeCountries,
    };
  },
};
