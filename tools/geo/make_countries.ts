/** Makes server/geo/countries.generated.json: name, continent, a point and a radius for each country code. Run: npx tsx tools/geo/make_countries.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { continents, countries } from 'countries-list';
import { geoArea, geoCentroid, geoContains, geoDistance } from 'd3-geo';
import type { Feature, MultiPolygon, Polygon } from 'geojson';
import isoCountries from 'i18n-iso-countries';
import polylabel from 'polylabel';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

export interface Country {
  readonly name: string;
  /** As Elasticsearch's geoip processor names them: North America, Europe, Asia … */
  readonly continent: string;
  /** A point inside the country's largest part; absent where Natural Earth at 1:50 million does not draw it. */
  readonly lat?: number;
  readonly lon?: number;
  /** How far from the point one may be in the country, in kilometres: see `radiusKm`; absent with the point. */
  readonly radius_km?: number;
}

type Shape = Feature<Polygon | MultiPolygon, { readonly name: string }>;
type Coordinates = readonly [lon: number, lat: number];

/** Shapes that Natural Earth draws without an ISO number. */
const CODES_BY_NAME: Readonly<Record<string, string>> = { Kosovo: 'XK' };

/** Places with a code of their own that Natural Earth draws as a part of something else; with about where to look. */
const PARTS: Readonly<Record<string, { readonly of: string; readonly near: Coordinates }>> = {
  BQ: { of: 'Netherlands', near: [-68.3, 12.2] },
  CC: { of: 'Indian Ocean Ter.', near: [96.9, -12.2] },
  CX: { of: 'Indian Ocean Ter.', near: [105.6, -10.5] },
  GF: { of: 'France', near: [-53, 4] },
  GP: { of: 'France', near: [-61.6, 16.2] },
  MQ: { of: 'France', near: [-61, 14.6] },
  RE: { of: 'France', near: [55.5, -21.1] },
  SJ: { of: 'Norway', near: [16, 78.5] },
  YT: { of: 'France', near: [45.1, -12.8] },
};
/** Where countries-list differs from GeoNames, by which Elasticsearch's geoip databases go. */
const CONTINENTS: Readonly<Record<string, keyof typeof continents>> = { RU: 'EU' };
/** Codes that ISO has withdrawn and registries still use, with the country whose point they get. */
const RETIRED = { AN: { name: 'Netherlands Antilles', successor: 'CW' } } as const;
const EARTH_RADIUS_KM = 6371;
/** Of the largest part's area: what is less is left out of the radius. */
const LEAST_SHARE = 1 / 4;
const NEAR_ENOUGH_RADIANS = Math.PI / 180;

/** One entry for each code of countries-list and each retired one, in the order of the codes. */
export function makeCountries(): Readonly<Record<string, Country>> {
  const shapes = readShapes();
  const entries = Object.entries(countries).map(([code, { name, continent }]): [string, Country] => {
    const polygons = partsOf(code, shapes);
    const [largest] = polygons;
    const place = { name, continent: continents[CONTINENTS[code] ?? continent] };
    if (largest === undefined) return [code, place];
    const point = pointInside(largest, code);
    return [code, { ...place, lat: point[1], lon: point[0], radius_km: radiusKm(polygons, point) }];
  });
  const table = new Map(entries);
  for (const [code, { name, successor }] of Object.entries(RETIRED)) {
    const country = table.get(successor);
    if (country !== undefined) table.set(code, { ...country, name });
  }
  return Object.fromEntries([...table].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The table as it is written to disk: one country a line, so that a change can be read. */
export function formatCountries(table: Readonly<Record<string, Country>>): string {
  const lines = Object.entries(table).map(([code, country]) => `  "${code}": ${JSON.stringify(country)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function readShapes(): readonly Shape[] {
  const path = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
  const atlas = JSON.parse(readFileSync(path, 'utf8')) as Topology<{
    countries: GeometryCollection<{ name: string }>;
  }>;
  return feature(atlas, atlas.objects.countries).features as Shape[];
}

/** A country's polygons, the largest first. */
function partsOf(code: string, shapes: readonly Shape[]): Polygon[] {
  const part = PARTS[code];
  const largestFirst = (polygons: readonly Polygon[]) => polygons.toSorted((a, b) => geoArea(b) - geoArea(a));
  if (part === undefined) {
    return largestFirst(shapes.filter((shape) => codeOf(shape) === code).flatMap(polygonsOf));
  }
  const { of, near } = part;
  const distance = (polygon: Polygon) => geoDistance(geoCentroid(polygon), [...near]);
  const parts = shapes.filter(({ properties }) => properties.name === of).flatMap(polygonsOf);
  const close = parts.filter((polygon) => distance(polygon) < NEAR_ENOUGH_RADIANS);
  if (close.length === 0) throw new Error(`Natural Earth draws no part of ${of} for ${code}`);
  return largestFirst(close);
}

function codeOf({ id, properties }: Shape): string | undefined {
  return id === undefined ? CODES_BY_NAME[properties.name] : isoCountries.numericToAlpha2(String(id));
}

function polygonsOf({ geometry }: Shape): Polygon[] {
  return geometry.type === 'Polygon'
    ? [geometry]
    : geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
}

function pointInside(polygon: Polygon, code: string): Coordinates {
  const outline = polygon.coordinates[0] ?? [];
  const lons = outline.map(([lon = 0]) => lon);
  const lats = outline.map(([, lat = 0]) => lat);
  const size = Math.min(Math.max(...lons) - Math.min(...lons), Math.max(...lats) - Math.min(...lats));
  // polylabel thinks on a flat map, which Antarctica does not fit on: its centre of mass serves it
  const candidates = [polylabel(polygon.coordinates, size / 100), geoCentroid(polygon)];
  const point = candidates
    .map(([lon, lat]): Coordinates => [round(lon), round(lat)])
    .find((candidate) => geoContains(polygon, [...candidate]));
  if (point === undefined) throw new Error(`no point found inside ${code}`);
  return point;
}

/**
 * The farthest place, but no farther than twice the radius of a circle of the country's size: the empty end of Siberia
 * must not hide that somebody was in Moscow and in New York. Parts much smaller than the largest, such as Hawaii, count
 * for neither. `polygons`: the largest first.
 */
function radiusKm(polygons: readonly Polygon[], point: Coordinates): number {
  const [largestArea = 0] = polygons.map((polygon) => geoArea(polygon));
  const parts = polygons.filter((polygon) => geoArea(polygon) >= largestArea * LEAST_SHARE);
  const outline = parts.flatMap(({ coordinates }) => coordinates[0] ?? []);
  const farthest = Math.max(...outline.map(([lon = 0, lat = 0]) => geoDistance([...point], [lon, lat])));
  const area = parts.reduce((sum, polygon) => sum + geoArea(polygon), 0);
  return Math.round(Math.min(farthest, 2 * Math.sqrt(area / Math.PI)) * EARTH_RADIUS_KM);
}

function round(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = new URL('../../server/geo/countries.generated.json', import.meta.url);
  writeFileSync(target, formatCountries(makeCountries()));
}
