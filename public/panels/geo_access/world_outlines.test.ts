import { expect, test } from 'vitest';
import { countries } from './world_outlines';

test('draws each country once, whatever the number of its shapes', () => {
  const codes = countries.map(({ code }) => code);
  expect(codes.length).toBe(new Set(codes).size);
  expect(codes.length).toBeGreaterThan(230);
  expect(codes).toEqual(expect.arrayContaining(['AU', 'SG', 'HK', 'XK', 'US']));
});
