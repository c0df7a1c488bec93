/** Tests the answer of the geo-access panel. */
import { expect, test } from 'vitest';
import { geoAccess } from './geo_access';
import { FACTS, request, response } from './response_builder';

function terms(...keys: readonly string[]) {
  return { buckets: keys.map((key) => ({ key, doc_count: 1 })) };
}

const AGGREGATIONS = {
  with_place: {
    doc_count: 12,
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
    places: {
      buckets: [
        {
          key: '29/1/1',
          doc_count: 6,
          centre: { count: 6, location: { lat: 48.856599988, lon: 2.352200025 } },
          failures: { doc_count: 2 },
          country_iso_code: terms('FR'),
          country_name: terms('France'),
          city_name: terms('Paris'),
          users: terms('ana', 'bo'),
        },
        {
          key: '29/2/2',
          doc_count: 3,
          centre: { count: 3, location: { lat: -33.9, lon: 18.4 } },
          failures: { doc_count: 0 },
          country_iso_code: terms('ZA'),
          country_name: terms('South Africa'),
          city_name: terms(),
          users: terms(),
        },
      ],
    },
  },
  countries: { buckets: [{ key: 'FR', doc_count: 6, failures: { doc_count: 2 } }] },
  aws_services: { doc_count: 4, names: { buckets: [{ key: 'ec2.amazonaws.com', doc_count: 4 }] } },
};

test('places, elsewhere, AWS services and what has no place add up to the total', () => {
  const data = geoAccess.answer(response(21, AGGREGATIONS), request(), FACTS);
  expect(data).toMatchObject({
    total: 21,
    events_elsewhere: 3,
    aws_service_events: 4,
    events_without_place: 5,
  });
});

test('a place carries its point as the geo database gave it, not as the index packed it', () => {
  const data = geoAccess.answer(response(21, AGGREGATIONS), request(), FACTS);
  expect(data.places[0]).toEqual({
    lat: 48.8566,
    lon: 2.3522,
    events: 6,
    failures: 2,
    country_iso_code: 'FR',
    country_name: 'France',
    city_name: 'Paris',
    users: ['ana', 'bo'],
  });
});

test('a place known only as a country has no city', () => {
  const data = geoAccess.answer(response(21, AGGREGATIONS), request(), FACTS);
  expect(data.places[1]).not.toHaveProperty('city_name');
});

test('the answer says whether a geo database was there', () => {
  const data = geoAccess.answer(response(21, AGGREGATIONS), request(), {
    ...FACTS,
    geo: { available: false, attributions: [] },
  });
  expect(data.geo_available).toBe(false);
});

test('a cluster says what is in its tile', () => {
  const data = geoAccess.answer(response(21, AGGREGATIONS), request(), { ...FACTS, homeCountries: ['FR'] });
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
