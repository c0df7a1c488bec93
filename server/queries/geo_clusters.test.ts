/** Tests by what the map's places are gathered. */
import { expect, test } from 'vitest';
import { geoClusters } from './geo_clusters';
import { request, response } from '../../test/fakes/search_responses';

const clustersOf = (cities: number, precision: number) => {
  const asked = request({ map: { precision } });
  const [search] = geoClusters.furtherSearches?.(response(cities, {}), asked, []) ?? [];
  return search?.aggs?.['clusters'];
};

test('every event that is seen is counted', () => {
  const bounds = { north: 49, south: 48, west: 2, east: 3 };
  const query = { term: { 'cloud.region': 'eu-west-3' } };
  const asked = request({ query, map: { precision: 9, bounds } });
  const [search] = geoClusters.furtherSearches?.(response(1, {}), asked, []) ?? [];
  expect(search).toMatchObject({
    track_total_hits: true,
    query: {
      bool: {
        filter: [
          { range: { '@timestamp': { gte: asked.from, lt: asked.to } } },
          query,
          { geo_bounding_box: { 'source.geo.location': { top: 49, bottom: 48, left: 2, right: 3 } } },
        ],
      },
    },
  });
});

test('tiles of the zoom that is asked for gather cities', () => {
  expect(clustersOf(1, 9)?.geotile_grid).toMatchObject({ precision: 9 });
  expect(Object.keys(clustersOf(1, 9)?.aggs ?? {})).toContain('cities');
});

test('where only countries are known, each is a place of its own', () => {
  expect(clustersOf(0, 6)?.terms).toMatchObject({ field: 'source.geo.country_iso_code' });
  expect(clustersOf(0, 29)?.terms).toMatchObject({ field: 'source.geo.country_iso_code' });
});

test('tiles coarser than the whole earth’s gather countries, too', () => {
  expect(clustersOf(0, 5)?.geotile_grid).toMatchObject({ precision: 5 });
  expect(Object.keys(clustersOf(0, 5)?.aggs ?? {})).not.toContain('cities');
});
