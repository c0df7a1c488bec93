/** Tests the answer of the geo-access panel. */
import { expect, test } from 'vitest';
import { geoAccess } from './geo_access';
import type { HostFacts, SearchParameters } from './panel_query';
import { FACTS, request, response } from '../../test/fakes/search_responses';

function terms(...keys: readonly string[]) {
  return { buckets: keys.map((key) => ({ key, doc_count: 1 })) };
}

const ALL = {
  countries: { buckets: [{ key: 'FR', doc_count: 6 }] },
  with_place: { doc_count: 12 },
  with_city: { doc_count: 7 },
};
const OF_ALL = response(21, ALL);
const OF_FAILED = response(2, { countries: { buckets: [{ key: 'FR', doc_count: 2 }] } });
const OF_AWS_SERVICES = response(4, {
  names: { buckets: [{ key: 'ec2.amazonaws.com', doc_count: 4 }] },
});
const OF_PLACES = response(12, {
  clusters: {
    buckets: [
      {
        key: '6/32/22',
        doc_count: 7,
        centre: { count: 7, location: { lat: 48.856599988, lon: 2.352200025 } },
        failures: { doc_count: 2 },
        countries: { buckets: [{ key: 'FR', doc_count: 7 }] },
        cities: terms('Paris', 'Versailles'),
        different_cities: { value: 2 },
        users: terms('ana'),
        different_users: { value: 1 },
      },
    ],
  },
});
const REST = [OF_FAILED, OF_AWS_SERVICES];
const answer = (facts: HostFacts = FACTS) => geoAccess.answer(OF_ALL, request(), facts, [...REST, OF_PLACES]);
const clustersOf = (searches: readonly SearchParameters[] = []) =>
  searches.flatMap(({ aggs }) => (aggs?.['clusters'] ? [Object.keys(aggs['clusters'].aggs ?? {})] : []));

test('clusters are asked for once, with cities where any event has one', () => {
  const [clusters, ...others] = clustersOf(geoAccess.furtherSearches?.(OF_ALL, request(), []));
  expect(clusters).toContain('cities');
  expect(others).toEqual([]);
  expect(geoAccess.furtherSearches?.(OF_ALL, request(), [...REST, OF_PLACES])).toEqual([]);
});

test('clusters are asked for without cities where no event has one, and then name none', () => {
  const ofAll = response(21, { ...ALL, with_city: { doc_count: 0 } });
  const [clusters] = clustersOf(geoAccess.furtherSearches?.(ofAll, request(), []));
  expect(clusters).toContain('users');
  expect(clusters).not.toContain('cities');
  expect(clusters).not.toContain('different_cities');
});

test('no clusters are asked for, and there are none, where no event has a place', () => {
  const ofAll = response(21, {
    countries: terms(),
    with_place: { doc_count: 0 },
    with_city: { doc_count: 0 },
  });
  const searches = geoAccess.furtherSearches?.(ofAll, request(), []);
  expect(searches).toHaveLength(2);
  expect(clustersOf(searches)).toEqual([]);
  expect(geoAccess.answer(ofAll, request(), FACTS, REST)).toMatchObject({
    clusters: [],
    countries: [],
    aws_service_events: 4,
    events_without_place: 17,
  });
});

test('a country has the failures that the search for failures found, or none', () => {
  expect(answer().countries).toEqual([{ country_iso_code: 'FR', events: 6, failures: 2 }]);
  const ofAll = response(21, { ...ALL, countries: terms('DE') });
  const { countries } = geoAccess.answer(ofAll, request(), FACTS, [...REST, OF_PLACES]);
  expect(countries).toEqual([{ country_iso_code: 'DE', events: 1, failures: 0 }]);
});

test('AWS services and what has no place are counted apart from the places', () => {
  expect(answer()).toMatchObject({ total: 21, aws_service_events: 4, events_without_place: 5 });
});

test('the answer says whether a geo database was there', () => {
  const geo = { available: false, attributions: [] };
  expect(answer({ ...FACTS, geo }).geo_available).toBe(false);
});

test('a cluster says what is in its tile', () => {
  const data = answer({ ...FACTS, homeCountries: ['FR'] });
  expect(data.clusters).toEqual([
    {
      tile: '6/32/22',
      lat: 48.8566,
      lon: 2.3522,
      events: 7,
      failures: 2,
      countries: [{ country_iso_code: 'FR', events: 7 }],
      cities: ['Paris', 'Versailles'],
      city_count: 2,
      users: ['ana'],
      user_count: 1,
    },
  ]);
  expect(data.home_countries).toEqual(['FR']);
});
