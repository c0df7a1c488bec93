/** Clusters of the map in words. Pure. */
import type { GeoCluster } from '../../../common/panels';

const NAMES_LISTED = 3;

/** The language that names are put together in. */
export interface ClusterWords {
  country(isoCode: string): string;
  /** As "Paris, Lyon and 3 more". */
  andMore(names: string, count: number): string;
}

/** As "Paris, Lyon and 3 more, France", or the countries alone. */
export function clusterName(cluster: GeoCluster, words: ClusterWords): string {
  const countries = cluster.countries.map(({ country_iso_code }) => words.country(country_iso_code));
  const cities = listed(cluster.cities, cluster.city_count, words);
  const [country] = countries;
  if (countries.length === 1 && country !== undefined)
    return cities === '' ? country : `${cities}, ${country}`;
  return listed(countries, countries.length, words);
}

/** The first few names, and how many more there are. */
export function listed(names: readonly string[], total: number, words: ClusterWords): string {
  const shown = names.slice(0, NAMES_LISTED);
  const text = shown.join(', ');
  return total > shown.length ? words.andMore(text, total - shown.length) : text;
}

/** Whether any of it is from outside the home countries; false while none are chosen. */
export function isOutside(cluster: GeoCluster, home: ReadonlySet<string>): boolean {
  return home.size > 0 && cluster.countries.some(({ country_iso_code }) => !home.has(country_iso_code));
}
