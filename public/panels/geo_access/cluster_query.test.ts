/** Tests which events a cluster of the map leads to. */
import { expect, test } from 'vitest';
import type { GeoCluster } from '../../../common/panels';
import { clusterQuery } from './cluster_query';

const CLUSTER: GeoCluster = {
  key: 'FR',
  ...{ lat: 46, lon: 2, events: 3, failures: 1 },
  countries: [{ country_iso_code: 'FR', events: 3 }],
  ...{ cities: [], city_count: 0, users: ['ana'], user_count: 1 },
};

test('a cluster that is a country leads to the events of the country', () => {
  expect(clusterQuery(CLUSTER)).toEqual({ term: { 'source.geo.country_iso_code': 'FR' } });
});

test('a cluster that is a tile leads to what lies between its edges', () => {
  expect(clusterQuery({ ...CLUSTER, key: '1/1/0' })).toEqual({
    geo_bounding_box: {
      'source.geo.location': { top: expect.closeTo(85.0511, 4) as number, bottom: 0, left: 0, right: 180 },
    },
  });
});
