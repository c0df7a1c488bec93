/** Outlines of land and borders as SVG paths (Natural Earth, public domain); large, so loaded apart from the app and made only once. */
import { geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
// 1:50 million: 1:110 million lacks Singapore, Hong Kong and more
import countries50m from 'world-atlas/countries-50m.json';
import { OUTLINES_PROJECTION } from './projection';
import { thinned } from './thinned';

/** A third of a pixel on the whole map, some five pixels at its closest; halves the time it takes to draw. */
const DETAIL_DEGREES = 0.2;
const DECIMALS = 1;

type WorldTopology = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
// the package has no types; its own page describes these two objects
const world = thinned(countries50m as unknown as WorldTopology, DETAIL_DEGREES);
const path = geoPath(OUTLINES_PROJECTION).digits(DECIMALS);

/** Both in pixels of `OUTLINES_PROJECTION`. */
export const land = path(feature(world, world.objects.land)) ?? '';
export const borders = path(mesh(world, world.objects.countries, (a, b) => a !== b)) ?? '';
