/** What a database says of an address, read from either form of record. Pure. */

/** One address's entry, whatever the database. Names are English. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  readonly regionName?: string;
  /** ISO 3166-2, with the country: US-CA. */
  readonly regionCode?: string;
  readonly cityName?: string;
  readonly location?: { readonly lat: number; readonly lon: number };
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads MaxMind's nested record (https://dev.maxmind.com/geoip/docs/databases/city-and-country) or the flat one of
 * ip-location-db (country_code, state1, city, latitude, longitude).
 * Undefined where neither form, or nothing of use, is found. 0,0 is no location: databases write it for "unknown".
 */
export function readPlace(record: unknown): Place | undefined {
  if (!isFields(record)) return undefined;
  const place = 'country_code' in record ? readFlat(record) : readNested(record);
  return Object.values(place).some((value) => value !== undefined) ? place : undefined;
}

function readFlat({ country_code, state1, city, latitude, longitude }: Fields): Place {
  return {
    countryCode: countryCodeOf(country_code),
    regionName: textOf(state1),
    cityName: textOf(city),
    location: locationOf(latitude, longitude),
  };
}

function readNested({ country, registered_country, subdivisions, city, location }: Fields): Place {
  const countryCode =
    countryCodeOf(fieldsOf(country).iso_code) ?? countryCodeOf(fieldsOf(registered_country).iso_code);
  const region = fieldsOf(Array.isArray(subdivisions) ? subdivisions[0] : undefined);
  const regionCode = textOf(region.iso_code);
  const { latitude, longitude } = fieldsOf(location);
  return {
    countryCode,
    regionName: englishName(region),
    regionCode: countryCode && regionCode && `${countryCode}-${regionCode}`,
    cityName: englishName(fieldsOf(city)),
    location: locationOf(latitude, longitude),
  };
}

function englishName({ names }: Fields): string | undefined {
  return textOf(fieldsOf(names).en);
}

function locationOf(lat: unknown, lon: unknown): Place['location'] {
  if (typeof lat !== 'number' || typeof lon !== 'number') return undefined;
  const isOnEarth = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isOnEarth && (lat !== 0 || lon !== 0) ? { lat: round(lat), lon: round(lon) } : undefined;
}

/** Four places, some 10 m: databases hold 32-bit floats (37.422000885…). */
function round(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000;
}

function countryCodeOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
