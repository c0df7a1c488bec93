/** Tests of the map's geometry. */
import { describe, expect, it } from 'vitest';
import {
  MAX_SCALE,
  OUTLINES_PROJECTION,
  WHOLE_MAP,
  dotRadius,
  outlinesTransform,
  panned,
  revealed,
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
