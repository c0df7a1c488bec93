/** How far somebody of whom only the country is known may be from its point. Pure. */
import countriesTable from './countries.generated.json';

const COUNTRIES: Readonly<
  Record<string, { readonly name: string; readonly radius_km?: number } | undefined>
> = countriesTable;
/** Of what the table does not draw or know: the few that it does not draw are small. */
const UNKNOWN_KM = 500;

/** In kilometres, by ISO code. */
export function countryRadiusKm(isoCode: string): number {
  return COUNTRIES[isoCode]?.radius_km ?? UNKNOWN_KM;
}
