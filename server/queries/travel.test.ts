/** Tests of impossible travel. */
import { describe, expect, it } from 'vitest';
import type { SignIn } from '../../common/actors';
import countriesTable from '../geo/countries.generated.json';
import { distanceKm, impossibleTrips } from './travel';

const COUNTRIES: Readonly<
  Record<string, { readonly name: string; readonly lat?: number; readonly lon?: number } | undefined>
> = countriesTable;
const CITIES = {
  berlin: { lat: 52.52, lon: 13.405, country_iso_code: 'DE', country_name: 'Germany', city_name: 'Berlin' },
  munich: { lat: 48.137, lon: 11.575, country_iso_code: 'DE', country_name: 'Germany', city_name: 'Munich' },
  tokyo: { lat: 35.689, lon: 139.692, country_iso_code: 'JP', country_name: 'Japan', city_name: 'Tokyo' },
  suva: { lat: -18.14, lon: 178.44, country_iso_code: 'FJ', country_name: 'Fiji', city_name: 'Suva' },
  samoa: { lat: -13.83, lon: -171.77, country_iso_code: 'WS', country_name: 'Samoa', city_name: 'Apia' },
} as const;

function signIn(city: keyof typeof CITIES, at: string, precision: SignIn['precision'] = 'city'): SignIn {
  const where = { account_id: '111111111111', address: '198.51.100.1', precision, ...CITIES[city] };
  return { id: at, at: `2026-11-25T${at}Z`, ...where };
}

/** Where the bundled database, which knows countries only, puts everybody there. */
function inCountry(code: string, at: string): SignIn {
  const { name, lat = NaN, lon = NaN } = COUNTRIES[code] ?? { name: code };
  const place = { country_iso_code: code, country_name: name, city_name: '', lat, lon };
  return { ...signIn('berlin', at, 'country'), ...place };
}

describe('distanceKm', () => {
  it('measures along the ground, also across the date line and between antipodes', () => {
    // https://www.greatcirclemapper.net gives 8,919 km for TXL-HND, 504 km for Berlin-Munich
    expect(distanceKm(CITIES.berlin, CITIES.tokyo)).toBeGreaterThan(8900);
    expect(distanceKm(CITIES.berlin, CITIES.tokyo)).toBeLessThan(8950);
    expect(distanceKm(CITIES.berlin, CITIES.munich)).toBeCloseTo(504, -1);
    expect(distanceKm(CITIES.suva, CITIES.samoa)).toBeLessThan(1200);
    expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(Math.PI * 6371, 0);
    expect(distanceKm(CITIES.berlin, CITIES.berlin)).toBe(0);
  });
});

describe('impossibleTrips', () => {
  it('marks two continents within the hour, whatever order the sign-ins come in', () => {
    const [from, to] = [signIn('berlin', '08:00:00'), signIn('tokyo', '08:35:00')];
    expect(impossibleTrips([to, from])).toMatchObject([{ from, to, hours: 35 / 60 }]);
  });

  it('lets people fly', () => {
    expect(impossibleTrips([signIn('berlin', '01:00:00'), signIn('tokyo', '13:00:00')])).toEqual([]);
  });

  it('lets people take a train, and geo databases err', () => {
    expect(impossibleTrips([signIn('berlin', '08:00:00'), signIn('berlin', '08:00:01')])).toEqual([]);
    const near = { ...signIn('berlin', '08:00:01'), lat: 53.5 };
    expect(impossibleTrips([signIn('berlin', '08:00:00'), near])).toEqual([]);
  });

  it('says nothing of two points in a country of which only the country is known', () => {
    const trip = [signIn('berlin', '08:00:00'), signIn('munich', '08:00:10', 'country')];
    expect(impossibleTrips(trip)).toEqual([]);
    const abroad = [signIn('berlin', '08:00:00', 'country'), signIn('tokyo', '08:00:10', 'country')];
    expect(impossibleTrips(abroad)).toHaveLength(1);
  });

  it('takes a large country for large where only the country is known', () => {
    const trips = (a: string, b: string) =>
      impossibleTrips([inCountry(a, '08:00:00'), inCountry(b, '08:30:00')]).length;
    // Detroit and Windsor look at each other, and so do San Diego and Tijuana
    expect(trips('US', 'CA')).toBe(0);
    expect(trips('US', 'MX')).toBe(0);
    expect(trips('CN', 'HK')).toBe(0);
    expect(trips('DE', 'JP')).toBe(1);
    expect(trips('US', 'GB')).toBe(1);
    expect(trips('US', 'RU')).toBe(1);
  });

  it('looks at neighbours in time, so that one trip is told once each way', () => {
    const days = [
      signIn('berlin', '08:00:00'),
      signIn('tokyo', '08:30:00'),
      signIn('tokyo', '08:40:00'),
      signIn('berlin', '09:00:00'),
    ];
    expect(impossibleTrips(days).map(({ from, to }) => [from.city_name, to.city_name])).toEqual([
      ['Berlin', 'Tokyo'],
      ['Tokyo', 'Berlin'],
    ]);
  });

  it('marks two places at the same second', () => {
    expect(impossibleTrips([signIn('berlin', '08:00:00'), signIn('tokyo', '08:00:00')])).toHaveLength(1);
  });

  it('is at a loss without two sign-ins', () => {
    expect(impossibleTrips([])).toEqual([]);
    expect(impossibleTrips([signIn('berlin', '08:00:00')])).toEqual([]);
  });
});
