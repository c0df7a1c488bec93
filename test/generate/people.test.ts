/** People are where they claim to be. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CountryResponse } from 'maxmind';
import { Reader } from 'maxmind';
import { describe, expect, it } from 'vitest';
import { PEOPLE, STRANGERS, addressAt, isAtWork } from './people';

const DATABASE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
// The database's own form: one flat field.
type FlatCountry = CountryResponse & { readonly country_code?: string };

describe('people', () => {
  const reader = new Reader<FlatCountry>(readFileSync(createRequire(import.meta.url).resolve(DATABASE)));

  it.each(
    PEOPLE.flatMap(({ name, country, addresses }) =>
      addresses.map((address) => ({ name, country, address })),
    ),
  )('$name at $address is in $country', ({ country, address }) => {
    expect(reader.get(address)?.country_code).toBe(country);
  });

  it.each(Object.values(STRANGERS))('the stranger at $address is in $country', ({ country, address }) => {
    expect(reader.get(address)?.country_code).toBe(country);
  });

  it('come from many countries, some of them by IPv6', () => {
    expect(new Set(PEOPLE.map(({ country }) => country)).size).toBeGreaterThanOrEqual(10);
    const ipv6 = PEOPLE.flatMap(({ addresses }) => addresses).filter((address) => address.includes(':'));
    expect(ipv6.length).toBeGreaterThanOrEqual(4);
  });

  it('work by the clock of their home, and are seen at one of their addresses at any hour', () => {
    const yuki = PEOPLE.find(({ name }) => name.startsWith('yuki'));
    if (yuki === undefined) throw new Error('nobody called yuki');
    const wednesday = Date.UTC(2025, 10, 19);
    const hour = 3_600_000;
    expect(isAtWork(yuki, wednesday + 1 * hour)).toBe(true);
    expect(isAtWork(yuki, wednesday + 12 * hour)).toBe(false);
    // Friday evening in UTC is Saturday in Japan.
    expect(isAtWork(yuki, wednesday + 2 * 24 * hour + 16 * hour)).toBe(false);
    for (let at = wednesday; at < wednesday + 168 * hour; at += hour) {
      for (const person of PEOPLE) expect(person.addresses).toContain(addressAt(person, at));
    }
  });
});
