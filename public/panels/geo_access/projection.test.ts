/** Tests of the map's geometry. */
import { describe, expect, it } from 'vitest';
import {
  MAX_SCALE,
  OUTLINES_PROJECTION,
  WHOLE_MAP,
  clusterPrecision,
  dotRadius,
  outlinesTransform,
  panned,
  revealed,
  seenBounds,
  tileBounds,
  worldProjection,
  zoomed,
} from './projection';

const size = { width: 800, height: 364 };

describe('worldProjection', () => {
  it('draws every inhabited place inside the box, west left of east and north above south', () => {
    const projection = worldProjection(size, []);
    const at = (lon: number, lat: number) => projection([lon, lat]) ?? [NaN, NaN];
    for (const [lon, lat] of [
      [-179.9, 0],
      [179.9, 0],
      [-68.3, -54.8], // Ushuaia
      [15.6, 78.2], // Longyearbyen
    ] as const) {
      const [x, y] = at(lon, lat);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(size.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(size.height);
    }
    expect(at(-122, 37)[0]).toBeLessThan(at(13, 52)[0]);
    expect(at(13, 52)[1]).toBeLessThan(at(18, -34)[1]);
  });

  it('shows Antarctica when there is a place on it', () => {
    const south = (latitudes: number[]) => worldProjection(size, latitudes)([0, -85])?.[1] ?? NaN;
    expect(south([])).toBeGreaterThan(size.height);
    expect(south([-85])).toBeLessThanOrEqual(size.height);
  });
});

describe('dotRadius', () => {
  it('makes a dot of a quarter of the events half as wide', () => {
    expect(dotRadius(2500, 10_000, 800)).toBeCloseTo(dotRadius(10_000, 10_000, 800) / 2);
  });

  it('keeps the smallest dot large enough to be seen and hit', () => {
    expect(dotRadius(1, 1_000_000, 800)).toBeGreaterThanOrEqual(3);
    expect(dotRadius(0, 0, 800)).toBeGreaterThanOrEqual(3);
  });
});

describe('zooming and panning', () => {
  it('keeps the point that is zoomed into where it is', () => {
    const view = zoomed(WHOLE_MAP, 2, size, { x: 200, y: 100 });
    expect(view.scale).toBe(2);
    expect(200 * view.scale + view.x).toBeCloseTo(400 - 200);
    expect(100 * view.scale + view.y).toBeCloseTo(100);
  });

  it('never shows less than the whole nor more than the largest scale', () => {
    expect(zoomed(WHOLE_MAP, 0.5, size)).toEqual(WHOLE_MAP);
    expect(zoomed(WHOLE_MAP, 1000, size).scale).toBe(MAX_SCALE);
  });

  it('does not move beyond the edges', () => {
    expect(panned(WHOLE_MAP, 100, 100, size)).toEqual(WHOLE_MAP);
    const view = panned(zoomed(WHOLE_MAP, 2, size), -10_000, 10_000, size);
    expect(view).toEqual({ scale: 2, x: -size.width, y: 0 });
  });

  it('brings a hidden point into sight and leaves a seen one alone', () => {
    const view = zoomed(WHOLE_MAP, 4, size, { x: 0, y: 0 });
    expect(revealed(view, { x: 10, y: 10 }, size)).toBe(view);
    const moved = revealed(view, { x: 700, y: 300 }, size);
    const x = 700 * moved.scale + moved.x;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(size.width);
  });
});

describe('outlinesTransform', () => {
  it.each([
    ['as always', []],
    ['with Antarctica', [-77.8]],
  ])('puts the outlines where the map draws its dots, %s', (_, latitudes) => {
    const projection = worldProjection(size, latitudes);
    const [x = 0, y = 0, scale = 0] = (outlinesTransform(projection).match(/-?[\d.]+(e-\d+)?/g) ?? []).map(
      Number,
    );
    for (const place of [
      [-77.04, 38.91],
      [103.85, 1.29],
      [151.21, -33.87],
    ] as const) {
      const [drawnX, drawnY] = projection([...place]) ?? [NaN, NaN];
      const [outlineX, outlineY] = OUTLINES_PROJECTION([...place]) ?? [NaN, NaN];
      expect(x + scale * outlineX).toBeCloseTo(drawnX, 6);
      expect(y + scale * outlineY).toBeCloseTo(drawnY, 6);
    }
  });
});

describe('seenBounds', () => {
  const projection = worldProjection(size, []);

  it('has no bounds where the whole map is seen', () => {
    expect(seenBounds(projection, WHOLE_MAP, size)).toBeUndefined();
  });

  it('holds all that is seen of a zoomed map, and not the other side of the earth', () => {
    const [x, y] = projection([2.35, 48.86]) ?? [0, 0];
    const view = zoomed(WHOLE_MAP, 4, size, { x, y });
    const bounds = seenBounds(projection, view, size);
    expect(bounds).toBeDefined();
    if (!bounds) return;
    for (const [lon, lat] of [
      [2.35, 48.86],
      [4.9, 52.37],
      [-0.1, 51.5],
    ] as const) {
      expect(lon).toBeGreaterThan(bounds.west);
      expect(lon).toBeLessThan(bounds.east);
      expect(lat).toBeGreaterThan(bounds.south);
      expect(lat).toBeLessThan(bounds.north);
    }
    expect(bounds.east).toBeLessThan(90);
    expect(bounds.south).toBeGreaterThan(0);
  });

  it('stays within the degrees that there are, also at the map’s corners', () => {
    for (const corner of [
      { x: 0, y: 0 },
      { x: size.width, y: size.height },
    ]) {
      const bounds = seenBounds(projection, zoomed(WHOLE_MAP, MAX_SCALE, size, corner), size);
      if (!bounds) continue;
      expect(bounds.west).toBeGreaterThanOrEqual(-180);
      expect(bounds.east).toBeLessThanOrEqual(180);
      expect(bounds.north).toBeLessThanOrEqual(90);
      expect(bounds.south).toBeGreaterThanOrEqual(-90);
    }
  });
});

describe('clusterPrecision', () => {
  it('is finer by one with each doubling of the map', () => {
    expect(clusterPrecision(WHOLE_MAP, { width: 960, height: 436 })).toBe(6);
    expect(clusterPrecision({ ...WHOLE_MAP, scale: 2 }, { width: 960, height: 436 })).toBe(7);
    expect(clusterPrecision({ ...WHOLE_MAP, scale: MAX_SCALE }, { width: 960, height: 436 })).toBe(11);
  });

  it('is coarser on a small screen', () => {
    expect(clusterPrecision(WHOLE_MAP, { width: 300, height: 136 })).toBe(5);
  });
});

describe('tileBounds', () => {
  it('cuts the earth into four at zoom 1', () => {
    const { north, south, west, east } = tileBounds('1/1/0');
    expect([south, west, east].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0, 0, 180]);
    expect(north).toBeCloseTo(85.0511, 4);
  });

  it('finds the tile that holds Paris', () => {
    const { north, south, west, east } = tileBounds('6/32/22');
    expect(west).toBeLessThan(2.35);
    expect(east).toBeGreaterThan(2.35);
    expect(south).toBeLessThan(48.86);
    expect(north).toBeGreaterThan(48.86);
  });
});
