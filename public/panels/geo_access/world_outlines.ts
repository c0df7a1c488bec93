/** Outlines of land and borders (Natural Earth, public domain); large, so loaded apart from the app and only once. */
import type { MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { GeoPermissibleObjects } from 'd3-geo';
import countries110m from 'world-atlas/countries-110m.json';

type WorldTopology = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
// the package has no types; its own page describes these two objects
const world = countries110m as unknown as WorldTopology;

export const land: GeoPermissibleObjects = feature(world, world.objects.land);
export const borders: MultiLineString = mesh(world, world.objects.countries, (a, b) => a !== b);
