/** Tests how a user's own home countries are kept. */
import { expect, test } from 'vitest';
import { readHomeCountries, writeHomeCountries } from './stored_home_countries';

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('what is chosen is read again, also when it is none at all', () => {
  const browser = storage();
  writeHomeCountries(browser, ['DE', 'US']);
  expect(readHomeCountries(browser)).toEqual(['DE', 'US']);
  writeHomeCountries(browser, []);
  expect(readHomeCountries(browser)).toEqual([]);
});

test('a choice that is forgotten leaves nothing behind', () => {
  const browser = storage();
  writeHomeCountries(browser, ['DE']);
  writeHomeCountries(browser, undefined);
  expect(readHomeCountries(browser)).toBeUndefined();
  expect(browser.kept.size).toBe(0);
});

test.each(['nonsense', '{}', '"DE"', 'null'])('%s is no choice', (text) => {
  expect(readHomeCountries({ getItem: () => text })).toBeUndefined();
});

test('what is no country code is left out', () => {
  expect(readHomeCountries({ getItem: () => '["DE", "de", 7, "DEU"]' })).toEqual(['DE']);
});

test('a browser that refuses to keep things is no error', () => {
  const refusing = {
    getItem: () => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => undefined,
  };
  expect(readHomeCountries(refusing)).toBeUndefined();
  expect(() => writeHomeCountries(refusing, ['DE'])).not.toThrow();
});
