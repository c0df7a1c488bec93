/** Outlines of countries as SVG paths (Natural Earth, public domain); large, so loaded apart from the app and made only once. */
import { geoPath } from 'd3-geo';
import isoCodes from 'i18n-iso-countries/codes.json';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
// 1:50 million: 1:110 million lacks Singapore, Hong Kong and more
import countries50m from 'world-atlas/countries-50m.json';
import { OUTLINES_PROJECTION } from './projection';
import { thinned } from './thinned';

/** A third of a pixel on the whole map, some ten pixels at its closest; halves the time it takes to draw. */
const DETAIL_DEGREES = 0.2;
const DECIMALS = 1;

type WorldTopology = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;
// the package has no types; its own page describes these two objects
const world = thinned(countries50m as unknown as WorldTopology, DETAIL_DEGREES);
const path = geoPath(OUTLINES_PROJECTION).digits(DECIMALS);
const ALPHA_2 = new Map(isoCodes.map(([alpha2 = '', , numeric = '']) => [numeric, alpha2]));
/** Drawn without an ISO number, but with a code that geo databases use. */
const CODES_BY_NAME: Readonly<Record<string, string>> = { Kosovo: 'XK' };

export interface CountryOutline {
  /** ISO 3166-1 alpha-2; '' for what has no code of its own. */
  readonly code: string;
  readonly path: string;
}

/** By code: the world has a second shape for some, such as Australia's Ashmore and Cartier Islands. */
const pathsByCode = new Map<string, string>();
for (const country of feature(world, world.objects.countries).features) {
  const code = ALPHA_2.get(String(country.id)) ?? CODES_BY_NAME[country.properties.name] ?? '';
  pathsByCode.set(code, (pathsByCode.get(code) ?? '') + (path(country) ?? ''));
}

/** Each code once. All in pixels of `OUTLINES_PROJECTION`. */
export const countries: readonly CountryOutline[] = [...pathsByCode].map(([code, shape]) => ({
  code,
  path: shape,
}));
export const borders = path(mesh(world, world.objects.countries, (a, b) => a !== b)) ?? '';
/** Every code there is, to choose from. */
export const countryCodes: readonly string[] = isoCodes.map(([alpha2 = '']) => alpha2);
