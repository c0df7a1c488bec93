/** Tests how dots of the map are named. */
import { expect, test } from 'vitest';
import type { GeoCluster } from '../../../common/panels';
import { clusterName, isOutside } from './cluster_text';

const words = {
  country: (code: string) => `country ${code}`,
  andMore: (names: string, count: number) => `${names} +${count}`,
};

function cluster(parts: Partial<GeoCluster>): GeoCluster {
  return {
    key: '6/32/22',
    lat: 0,
    lon: 0,
    events: 9,
    failures: 0,
    countries: [{ country_iso_code: 'FR', events: 9 }],
    cities: [],
    city_count: 0,
    users: [],
    user_count: 0,
    ...parts,
  };
}
const TWO = [
  { country_iso_code: 'FR', events: 5 },
  { country_iso_code: 'BE', events: 4 },
];

test('cities come before their country', () => {
  expect(clusterName(cluster({ cities: ['Paris', 'Lyon'], city_count: 2 }), words)).toBe(
    'Paris, Lyon, country FR',
  );
});

test('what is not listed is counted', () => {
  expect(clusterName(cluster({ cities: ['Paris', 'Lyon', 'Lille'], city_count: 9 }), words)).toBe(
    'Paris, Lyon, Lille +6, country FR',
  );
});

test('where there are several countries, or no cities, countries are named', () => {
  expect(clusterName(cluster({}), words)).toBe('country FR');
  expect(clusterName(cluster({ countries: TWO, cities: ['Paris'], city_count: 1 }), words)).toBe(
    'country FR, country BE',
  );
});

test('a dot is outside if any of its countries is; nothing is while no home countries are chosen', () => {
  expect(isOutside(cluster({ countries: TWO }), new Set(['FR']))).toBe(true);
  expect(isOutside(cluster({ countries: TWO }), new Set(['FR', 'BE']))).toBe(false);
  expect(isOutside(cluster({}), new Set())).toBe(false);
});
