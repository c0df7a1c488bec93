/** Opens the geo databases and answers where an address is (the administrator's first, then the bundled countries) and whose. */
import { isIP } from 'node:net';
import { readAs } from './as_record';
import { attributionOf, bundledAttribution } from './attribution';
import countriesTable from './countries.generated.json';
import type { GeoLookup, GeoResult } from './geo_lookup';
import { openDatabase, type GeoDatabase } from './open_database';
import { readPlace, type Place } from './place_record';
import { isReservedAddress } from './reserved_address';

export interface GeoOptions {
  /** Folder of the bundled country database: two files, ending in `ipv4.mmdb` and `ipv6.mmdb`. */
  readonly bundledDir: string;
  /** `cloudtrail.geo.database`: a city database, as a file or a folder of one file for each address family. */
  readonly database?: string;
  /** `cloudtrail.geo.asnDatabase`: the same for autonomous systems. */
  readonly asnDatabase?: string;
}

export interface OpenedGeo extends GeoLookup {
  /** In words for the log: each database that could not be opened. Never a reason to stop. */
  readonly problems: readonly string[];
}

interface Country {
  readonly name: string;
  readonly continent: string;
  readonly lat?: number;
  readonly lon?: number;
}

const COUNTRIES: Readonly<Record<string, Country | undefined>> = countriesTable;
/** Whole answers are remembered, not the reader's records: measured many times faster than the reader's own cache. */
const CACHE_ENTRIES = 10_000;
const IPV4_IN_IPV6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Opens what can be opened, and fails never: see `problems` and `available`. */
export async function openGeo({ bundledDir, database, asnDatabase }: GeoOptions): Promise<OpenedGeo> {
  const problems: string[] = [];
  const attempt = async <Entry>(
    path: string | undefined,
    what: string,
    read: (record: unknown) => Entry | undefined,
  ): Promise<GeoDatabase<Entry> | undefined> => {
    if (path === undefined) return undefined;
    try {
      return await openDatabase(path, read);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push(`${what} ${path} can't be opened: ${why}`);
      return undefined;
    }
  };
  const [city, asn, bundled] = await Promise.all([
    attempt(database, 'The database of cloudtrail.geo.database', readPlace),
    attempt(asnDatabase, 'The database of cloudtrail.geo.asnDatabase', readAs),
    attempt(bundledDir, 'The bundled country database', readPlace),
  ]);
  const ofPlaces = asn?.files.find(({ type }) => /city|country/i.test(type) && !/asn/i.test(type));
  if (ofPlaces !== undefined) {
    const file = `${ofPlaces.name} of cloudtrail.geo.asnDatabase`;
    problems.push(`${file} is a database of places (${ofPlaces.type}): it names no autonomous systems`);
  }

  const find = (ip: string): GeoResult | undefined => {
    const address = IPV4_IN_IPV6.exec(ip)?.[1] ?? ip;
    const family = isIP(address);
    if ((family !== 4 && family !== 6) || isReservedAddress(address, family)) return undefined;
    const place = city?.find(address, family);
    // a place without a country is of no use beside the rest
    const located = placeOf(place?.countryCode === undefined ? bundled?.find(address, family) : place);
    const as = asn?.find(address, family);
    return located === undefined && as === undefined ? undefined : { ...located, ...(as && { as }) };
  };

  return {
    lookup: remember(find, CACHE_ENTRIES),
    available: city !== undefined || bundled !== undefined,
    attributions: [
      ...new Set([
        ...[...(city?.files ?? []), ...(asn?.files ?? [])].map(attributionOf),
        bundled && bundledAttribution,
      ]),
    ].filter((attribution) => attribution !== undefined),
    problems,
  };
}

/**
 * The point is the city's only where a city is named. Databases give a point of the country or region
 * otherwise, each its own; ours puts all such callers on one point that is known to lie inside the country.
 */
function placeOf(place: Place | undefined): Pick<GeoResult, 'geo' | 'precision'> | undefined {
  if (place?.countryCode === undefined) return undefined;
  const { countryCode, regionCode, regionName, cityName } = place;
  const country = COUNTRIES[countryCode];
  const cityLocation = cityName === undefined ? undefined : place.location;
  const location = cityLocation ?? pointOf(country);
  return {
    geo: {
      ...(country && { continent_name: country.continent, country_name: country.name }),
      country_iso_code: countryCode,
      ...(regionCode !== undefined && { region_iso_code: regionCode }),
      ...(regionName !== undefined && { region_name: regionName }),
      ...(cityName !== undefined && { city_name: cityName }),
      ...(location && { location }),
    },
    precision: cityLocation === undefined ? 'country' : 'city',
  };
}

/** The same function, which knows its latest answers. A Map keeps its keys in the order of insertion: the first is the oldest. */
function remember<Answer>(find: (ip: string) => Answer, entries: number): (ip: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (ip) => {
    const known = answers.get(ip);
    const entry = known ?? { answer: find(ip) };
    if (known !== undefined) answers.delete(ip);
    else if (answers.size >= entries) answers.delete(answers.keys().next().value ?? '');
    answers.set(ip, entry);
    return entry.answer;
  };
}

function pointOf(country: Country | undefined): { lat: number; lon: number } | undefined {
  if (country?.lat === undefined || country.lon === undefined) return undefined;
  return { lat: country.lat, lon: country.lon };
}
