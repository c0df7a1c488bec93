/** Tests what the geo-access panel asks for once it knows whether there are cities, and what it makes of the responses. */
import { expect, test } from 'vitest';
import { geoAccess } from './geo_access';
import type { HostFacts } from './panel_query';
import { FACTS, request, response } from '../../test/fakes/search_responses';

const WITHOUT_CITIES = response(0, {});
const WITH_CITIES = response(1, {});
const OF_ALL = response(21, {});
const OF_PLACES = response(12, {});
const OF_AWS_SERVICES = response(4, {
  names: { buckets: [{ key: 'ec2.amazonaws.com', doc_count: 4 }] },
});
const BESIDES = [OF_ALL, OF_PLACES, OF_AWS_SERVICES];
const FRANCE = { key: 'FR', doc_count: 7, failures: { doc_count: 2 } };
const FACTS_OF_PARIS = {
  centre: { count: 7, location: { lat: 48.856599988, lon: 2.352200025 } },
  users: { buckets: [{ key: 'ana', doc_count: 7 }] },
  different_users: { value: 1 },
};
const OF_COUNTRIES = response(13, {
  clusters: {
    buckets: [
      { ...FRANCE, ...FACTS_OF_PARIS },
      // no point of it is known
      { ...FACTS_OF_PARIS, key: 'GI', doc_count: 1, failures: { doc_count: 0 }, centre: { count: 0 } },
    ],
  },
});
const answer = (facts: HostFacts = FACTS) =>
  geoAccess.answer(WITHOUT_CITIES, request(), facts, [...BESIDES, OF_COUNTRIES]);
const aggregationsAfter = (ofCities: typeof WITH_CITIES) =>
  geoAccess.furtherSearches?.(ofCities, request(), BESIDES).map(({ aggs }) => aggs);

test('places are asked for by tile, with cities, where any event has one', () => {
  const [aggs, ...others] = aggregationsAfter(WITH_CITIES) ?? [];
  expect(others).toEqual([]);
  expect(Object.keys(aggs ?? {})).toEqual(['clusters', 'countries']);
  expect(aggs?.['clusters']?.geotile_grid).toMatchObject({ precision: 6 });
  expect(Object.keys(aggs?.['clusters']?.aggs ?? {})).toContain('cities');
});

test('places are asked for by country where no event has a city', () => {
  const [aggs, ...others] = aggregationsAfter(WITHOUT_CITIES) ?? [];
  expect(others).toEqual([]);
  expect(Object.keys(aggs ?? {})).toEqual(['clusters']);
  expect(aggs?.['clusters']?.terms).toMatchObject({ field: 'source.geo.country_iso_code' });
});

test('places are asked for once', () => {
  expect(geoAccess.furtherSearches?.(WITH_CITIES, request(), [...BESIDES, OF_COUNTRIES])).toEqual([]);
});

test('a country is a cluster where nothing finer is known, unless no point of it is', () => {
  expect(answer().clusters).toEqual([
    {
      key: 'FR',
      lat: 48.8566,
      lon: 2.3522,
      events: 7,
      failures: 2,
      countries: [{ country_iso_code: 'FR', events: 7 }],
      cities: [],
      city_count: 0,
      users: ['ana'],
      user_count: 1,
    },
  ]);
  expect(answer().countries).toEqual([
    { country_iso_code: 'FR', events: 7, failures: 2 },
    { country_iso_code: 'GI', events: 1, failures: 0 },
  ]);
});

test('a tile says what is in it, and countries are counted beside the tiles', () => {
  const tile = {
    ...FACTS_OF_PARIS,
    key: '6/32/22',
    doc_count: 9,
    failures: { doc_count: 3 },
    countries: {
      buckets: [
        { key: 'FR', doc_count: 7 },
        { key: 'BE', doc_count: 2 },
      ],
    },
    cities: { buckets: [{ key: 'Paris', doc_count: 6 }] },
    different_cities: { value: 2 },
  };
  const ofPlaces = response(12, { clusters: { buckets: [tile] }, countries: { buckets: [FRANCE] } });
  const { clusters, countries } = geoAccess.answer(WITH_CITIES, request(), FACTS, [...BESIDES, ofPlaces]);
  expect(clusters).toMatchObject([
    {
      key: '6/32/22',
      events: 9,
      failures: 3,
      countries: [
        { country_iso_code: 'FR', events: 7 },
        { country_iso_code: 'BE', events: 2 },
      ],
      cities: ['Paris'],
      city_count: 2,
    },
  ]);
  expect(countries).toEqual([{ country_iso_code: 'FR', events: 7, failures: 2 }]);
});

test('AWS services and what has no place are counted apart from the places', () => {
  expect(answer()).toMatchObject({
    total: 21,
    aws_services: [{ name: 'ec2.amazonaws.com', events: 4 }],
    aws_service_events: 4,
    events_without_place: 5,
  });
});

test('the answer says whether a geo database was there, and which countries are home', () => {
  const geo = { available: false, attributions: [] };
  expect(answer({ ...FACTS, geo }).geo_available).toBe(false);
  expect(answer({ ...FACTS, homeCountries: ['FR'] }).home_countries).toEqual(['FR']);
});
