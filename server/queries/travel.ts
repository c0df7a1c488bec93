/** Finds sign-ins too far apart for the time between them. Pure. */
import type { ImpossibleTrip, SignIn } from '../../common/actors';
import { countryRadiusKm } from '../geo/country_radius';

const EARTH_RADIUS_KM = 6371;
/** An airliner, with some wind from behind. */
const FASTEST_KM_PER_HOUR = 1000;
/** Below this, geo databases err and networks route: two addresses of one office may be in two towns. */
const NEAREST_KM = 300;
/** How far the true place may be from a city's point. */
const CITY_IMPRECISION_KM = 50;
const HOUR_MS = 3_600_000;

/** `signIns`: of one person, in any order. Pairs of neighbours in time, the earlier first. */
export function impossibleTrips(signIns: readonly SignIn[]): ImpossibleTrip[] {
  const inOrder = [...signIns].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return inOrder.flatMap((to, index) => {
    const from = inOrder[index - 1];
    if (from === undefined || isSameCountry(from, to)) return [];
    const km = distanceKm(from, to) - imprecisionKm(from) - imprecisionKm(to);
    const hours = (Date.parse(to.at) - Date.parse(from.at)) / HOUR_MS;
    return km >= NEAREST_KM && km > hours * FASTEST_KM_PER_HOUR ? [{ from, to, km, hours }] : [];
  });
}

function imprecisionKm({ precision, country_iso_code }: SignIn): number {
  return precision === 'city' ? CITY_IMPRECISION_KM : countryRadiusKm(country_iso_code);
}

/** True where at least one of the two is known by its country only, and it is the other's: nobody knows how far it was. */
function isSameCountry(a: SignIn, b: SignIn): boolean {
  const isVague = a.precision === 'country' || b.precision === 'country';
  return isVague && a.country_name === b.country_name;
}

/** Along the great circle (haversine). */
export function distanceKm(
  a: { readonly lat: number; readonly lon: number },
  b: { readonly lat: number; readonly lon: number },
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const halfChord =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(halfChord)));
}
