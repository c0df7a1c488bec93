/** Checks what thinning leaves of a topology's arcs. */
import { feature } from 'topojson-client';
import type { GeometryCollection, LineString, Topology } from 'topojson-specification';
import { expect, test } from 'vitest';
import countries50m from 'world-atlas/countries-50m.json';
import { thinned } from './thinned';

/** A line of steps of a tenth of a degree to the north-east, from 10° east on the equator. */
function lineOf(points: number): Topology<{ line: LineString }> {
  return {
    type: 'Topology',
    transform: { scale: [0.1, 0.1], translate: [10, 0] },
    arcs: [Array.from({ length: points }, (_, index) => (index === 0 ? [0, 0] : [1, 1]))],
    objects: { line: { type: 'LineString', arcs: [0] } },
  };
}

function longitudesOf(topology: Topology<{ line: LineString }>): number[] {
  const { coordinates } = feature(topology, topology.objects.line).geometry;
  return coordinates.map(([longitude = NaN]) => Math.round(longitude * 10) / 10);
}

test('a long line keeps its ends and a point for each of the degrees asked for', () => {
  expect(longitudesOf(thinned(lineOf(38), 0.5))).toEqual([10, 10.5, 11, 11.5, 12, 12.5, 13, 13.5, 13.7]);
});

test('what would be left with few points keeps them all', () => {
  expect(thinned(lineOf(30), 0.5).arcs).toEqual(lineOf(30).arcs);
});

test('a topology that is not quantized stays as it is', () => {
  const { transform: _, ...plain } = lineOf(30);
  expect(thinned(plain, 5)).toBe(plain);
});

test('each country keeps an area, the smallest too', () => {
  const world = thinned(countries50m as unknown as Topology<{ countries: GeometryCollection }>, 0.2);
  const { features } = feature(world, world.objects.countries);
  expect(features.length).toBeGreaterThan(230);
  const rings = features.map(({ geometry }) => {
    if (geometry.type === 'Polygon') return geometry.coordinates[0] ?? [];
    return geometry.type === 'MultiPolygon' ? (geometry.coordinates[0]?.[0] ?? []) : [];
  });
  const corners = rings.map((ring) => new Set(ring.map(String)).size);
  expect(Math.min(...corners)).toBeGreaterThanOrEqual(3);
});
