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
  },
  countries: { buckets: [{ key: 'FR', doc_count: 6, failures: { doc_count: 2 } }] },
  aws_services: { doc_count: 4, names: { buckets: [{ key: 'ec2.amazonaws.com', doc_count: 4 }] } },
};

test('AWS services and what has no place are counted apart from the places', () => {
  const data = geoAccess.answer(response(21, AGGREGATIONS), request(), FACTS);
  expect(data).toMatchObject({ total: 21, aws_service_events: 4, events_without_place: 5 });
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
