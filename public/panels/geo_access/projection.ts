/** Places on a flat map: where a point of the earth is drawn, and how large its dot is. Pure. */
import { geoEqualEarth } from 'd3-geo';
import type { GeoProjection } from 'd3-geo';

export interface MapSize {
  readonly width: number;
  readonly height: number;
}
/** What of the map is seen: `scale` 1 is the whole, `x` and `y` shift it in pixels. */
export interface MapView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const WHOLE_MAP: MapView = { scale: 1, x: 0, y: 0 };
export const MAX_SCALE = 16;

// south of this lies only Antarctica, north of the other only ice
const SOUTH = -57;
const NORTH = 83.7;
const SMALLEST_DOT = 3.5;

/** An equal-area projection that fills `size`; Antarctica is cut off unless one of `latitudes` lies there. */
export function worldProjection(size: MapSize, latitudes: readonly number[]): GeoProjection {
  const south = Math.min(SOUTH, ...latitudes.map((latitude) => latitude - 2));
  // the projection's own seam is at ±180
  const corners: [number, number][] = [
    [-179.999, 0],
    [179.999, 0],
    [0, NORTH],
    [0, Math.max(-90, south)],
  ];
  return geoEqualEarth().fitSize([size.width, size.height], { type: 'MultiPoint', coordinates: corners });
}

/** The projection of outlines, which are made once; `outlinesTransform` puts them in place. */
export const OUTLINES_PROJECTION = worldProjection({ width: 1000, height: 1000 }, []);

/** SVG's transform from pixels of `OUTLINES_PROJECTION` to those of another of `worldProjection`. */
export function outlinesTransform(projection: GeoProjection): string {
  const scale = projection.scale() / OUTLINES_PROJECTION.scale();
  const [x, y] = projection.translate();
  const [outlinesX, outlinesY] = OUTLINES_PROJECTION.translate();
  return `translate(${x - outlinesX * scale} ${y - outlinesY * scale}) scale(${scale})`;
}

/** Radius in pixels: the dot's *area* is in proportion to its events, apart from a least size that can be seen and hit. */
export function dotRadius(events: number, mostEvents: number, mapWidth: number): number {
  const largest = Math.min(26, Math.max(10, mapWidth / 30));
  return mostEvents > 0 ? Math.max(SMALLEST_DOT, largest * Math.sqrt(events / mostEvents)) : SMALLEST_DOT;
}

/** Shows `factor` times more detail around a point of the map's box, which stays where it is. */
export function zoomed(view: MapView, factor: number, size: MapSize, at?: { x: number; y: number }): MapView {
  const point = at ?? { x: size.width / 2, y: size.height / 2 };
  const scale = Math.min(MAX_SCALE, Math.max(1, view.scale * factor));
  const grown = scale / view.scale;
  return within(
    { scale, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown },
    size,
  );
}

/** Shifts the map by so many pixels, never beyond its edges. */
export function panned(view: MapView, byX: number, byY: number, size: MapSize): MapView {
  return within({ ...view, x: view.x + byX, y: view.y + byY }, size);
}

/** Brings a point of the unzoomed map into sight, if it is not. */
export function revealed(view: MapView, point: { x: number; y: number }, size: MapSize): MapView {
  const x = point.x * view.scale + view.x;
  const y = point.y * view.scale + view.y;
  const isSeen = x >= 0 && x <= size.width && y >= 0 && y <= size.height;
  return isSeen ? view : panned(view, size.width / 2 - x, size.height / 2 - y, size);
}

function within(view: MapView, { width, height }: MapSize): MapView {
  return {
    scale: view.scale,
    x: Math.min(0, Math.max(width * (1 - view.scale), view.x)),
    y: Math.min(0, Math.max(height * (1 - view.scale), view.y)),
  };
}
