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
export const MAX_SCALE = 32;

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

/** What of the earth a view shows. */
export interface SeenBounds {
  readonly north: number;
  readonly south: number;
  readonly west: number;
  readonly east: number;
}

/** The degrees between which all lies that is seen; undefined where that is the whole map. */
export function seenBounds(projection: GeoProjection, view: MapView, size: MapSize): SeenBounds | undefined {
  if (view.scale === 1) return undefined;
  const steps = [0, 0.5, 1];
  const seen = steps.flatMap((x) =>
    steps.map((y) =>
      projection.invert?.([(x * size.width - view.x) / view.scale, (y * size.height - view.y) / view.scale]),
    ),
  );
  const points = seen.filter((point): point is [number, number] => point?.every(Number.isFinite) ?? false);
  // the corners of the map lie outside of the earth: there, everything to its edge is seen
  if (points.length < seen.length) return undefined;
  const clamped = (value: number, most: number) => Math.min(most, Math.max(-most, value));
  const longitudes = points.map(([longitude]) => clamped(longitude, 180));
  const latitudes = points.map(([, latitude]) => clamped(latitude, 90));
  return {
    north: Math.max(...latitudes),
    south: Math.min(...latitudes),
    west: Math.min(...longitudes),
    east: Math.max(...longitudes),
  };
}

/** As the server cuts the whole earth where it is not told otherwise. */
export const WHOLE_EARTH_PRECISION = 6;
/** As fine as the map needs. The grid itself goes on to `POINT_PRECISION`. */
const FINEST_PRECISION = 14;
/** The finest tiles there are, centimetres wide: each holds one point, so two cities never merge. */
export const POINT_PRECISION = 29;
/** On a narrower map, dots of such tiles would cover each other. */
const WIDE_PX = 480;

/** The zoom of the map tiles that suits what is seen: one more with each doubling. */
export function clusterPrecision(view: MapView, size: MapSize): number {
  const whole = size.width < WIDE_PX ? WHOLE_EARTH_PRECISION - 1 : WHOLE_EARTH_PRECISION;
  return Math.min(FINEST_PRECISION, whole + Math.round(Math.log2(view.scale)));
}

/** The degrees between which a tile `z/x/y` lies (web Mercator, as Elasticsearch's geotile grid). */
export function tileBounds(tile: string): SeenBounds {
  const [zoom = 0, x = 0, y = 0] = tile.split('/').map(Number);
  const tiles = 2 ** zoom;
  const longitude = (column: number) => (column / tiles) * 360 - 180;
  const latitude = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / tiles))) * 180) / Math.PI;
  return { north: latitude(y), south: latitude(y + 1), west: longitude(x), east: longitude(x + 1) };
}

function within(view: MapView, { width, height }: MapSize): MapView {
  return {
    scale: view.scale,
    x: Math.min(0, Math.max(width * (1 - view.scale), view.x)),
    y: Math.min(0, Math.max(height * (1 - view.scale), view.y)),
  };
}
