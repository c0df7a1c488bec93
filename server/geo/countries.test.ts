/** The generated table of countries against the data it is made from and the database it serves. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { open } from 'maxmind';
import { expect, test } from 'vitest';
import { formatCountries, makeCountries, type Country } from '../../tools/geo/make_countries';
import { openDatabase } from './open_database';
import countriesTable from './countries.generated.json';
import { readPlace } from './place_record';

const bundledDir = dirname(
  createRequire(import.meta.url).resolve('@ip-location-db/geo-whois-asn-country-mmdb/package.json'),
);
const table: Readonly<Record<string, Country>> = countriesTable;

/** Too small for Natural Earth at 1:50 million. */
const WITHOUT_POINT = ['AC', 'BV', 'GI', 'TA', 'TK', 'TV', 'UM'];

/** Every country code in an IPv4 or IPv6 file: one look-up for each network of its search tree. */
async function countryCodesIn(file: string, addressBits: 32 | 128): Promise<Set<string>> {
  const path = join(bundledDir, file);
  const bytes = readFileSync(path);
  const { nodeCount, recordSize } = (await open(path)).metadata;
  const database = await openDatabase(path, readPlace);
  if (recordSize !== 24) throw new Error(`this test reads records of 24 bits, not ${recordSize}`);
  const codes = new Set<string>();
  const seenData = new Set<number>();
  const walk = (node: number, bits: string): void => {
    for (const side of [0, 1]) {
      const next = bytes.readUIntBE(node * 6 + side * 3, 3);
      const network = bits + side;
      if (next < nodeCount) walk(next, network);
      else if (next > nodeCount && !seenData.has(next)) {
        seenData.add(next);
        const place = database.find(addressOf(network, addressBits), addressBits === 32 ? 4 : 6);
        if (place?.countryCode !== undefined) codes.add(place.countryCode);
      }
    }
  };
  walk(0, '');
  return codes;
}

function addressOf(bits: string, addressBits: 32 | 128): string {
  const [groupBits, radix, separator] = addressBits === 32 ? [8, 10, '.'] : [16, 16, ':'];
  const groups = bits.padEnd(addressBits, '0').match(new RegExp(`.{${groupBits}}`, 'g')) ?? [];
  return groups.map((group) => parseInt(group, 2).toString(radix)).join(separator);
}

test('the table is what tools/geo/make_countries.ts makes of its sources', () => {
  const onDisk = readFileSync(new URL('./countries.generated.json', import.meta.url), 'utf8');
  // a point inside its country is what make_countries throws without
  expect(onDisk).toBe(formatCountries(makeCountries()));
});

test('every country has a name, one of the seven continents, and a point but for the few that are not drawn', () => {
  const continents = new Set(Object.values(table).map(({ continent }) => continent));
  expect([...continents].toSorted()).toEqual(
    ['Africa', 'Antarctica', 'Asia', 'Europe', 'North America', 'Oceania', 'South America'].toSorted(),
  );
  expect(Object.entries(table).filter(([, { name }]) => name.length < 3)).toEqual([]);
  const pointless = Object.entries(table).filter(
    ([, { lat, lon }]) => lat === undefined || lon === undefined,
  );
  expect(pointless.map(([code]) => code)).toEqual(WITHOUT_POINT);
});

test('every country code of the bundled databases is in the table', async () => {
  const codes = new Set([
    ...(await countryCodesIn('geo-whois-asn-country-ipv4.mmdb', 32)),
    ...(await countryCodesIn('geo-whois-asn-country-ipv6.mmdb', 128)),
  ]);
  expect(codes.size).toBeGreaterThan(230);
  expect([...codes].filter((code) => table[code] === undefined)).toEqual([]);
});
