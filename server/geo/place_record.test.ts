/** Both forms of record, and what is no place. */
import { expect, test } from 'vitest';
import { readPlace } from './place_record';

test('a flat record of ip-location-db is read, rounded to four places', () => {
  const record = {
    city: 'Mountain View',
    country_code: 'US',
    latitude: 37.422000885009766,
    longitude: -122.08499908447266,
    postcode: '',
    state1: 'California',
    state2: '',
    timezone: '',
  };
  expect(readPlace(record)).toEqual({
    countryCode: 'US',
    regionName: 'California',
    cityName: 'Mountain View',
    location: { lat: 37.422, lon: -122.085 },
  });
});

test('a nested record of MaxMind is read', () => {
  const record = {
    continent: { code: 'EU', names: { en: 'Europe' } },
    country: { iso_code: 'DE', names: { en: 'Germany', de: 'Deutschland' } },
    subdivisions: [{ iso_code: 'BE', names: { en: 'Land Berlin' } }, { iso_code: 'XX' }],
    city: { names: { de: 'Berlin', en: 'Berlin' } },
    location: { latitude: 52.52437, longitude: 13.41053, accuracy_radius: 20 },
  };
  expect(readPlace(record)).toEqual({
    countryCode: 'DE',
    regionCode: 'DE-BE',
    regionName: 'Land Berlin',
    cityName: 'Berlin',
    location: { lat: 52.5244, lon: 13.4105 },
  });
});

test('a nested record without a country falls back to where the network is registered', () => {
  expect(readPlace({ registered_country: { iso_code: 'FR' } })).toEqual({ countryCode: 'FR' });
});

test('empty texts are left out, and 0,0 is no location', () => {
  const record = { country_code: 'US', state1: '', city: '', latitude: 0, longitude: 0 };
  expect(readPlace(record)).toEqual({ countryCode: 'US' });
});

test('a place on the equator or the prime meridian keeps its location', () => {
  expect(readPlace({ country_code: 'GB', latitude: 51.4778, longitude: 0 })?.location).toEqual({
    lat: 51.4778,
    lon: 0,
  });
});

test.each([
  [null],
  [undefined],
  ['US'],
  [{}],
  [{ country_code: '' }],
  [{ country_code: 'EUR' }],
  [{ autonomous_system_number: 16509 }],
  [{ country_code: '', latitude: 1000, longitude: 0.5 }],
])('%j is no place', (record) => {
  expect(readPlace(record)).toBeUndefined();
});
