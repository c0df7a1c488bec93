/** Tests of telling questions apart. */
import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint';

it('is the same for equal values, whatever the order of their keys', () => {
  expect(fingerprint({ a: 1, b: { c: [1, 2], d: null } })).toBe(
    fingerprint({ b: { d: null, c: [1, 2] }, a: 1 }),
  );
});

it('is another for other values', () => {
  const all = [null, [], {}, [1, 2], [2, 1], { a: 1 }, { a: '1' }, { b: 1 }, 'now-7d', 'now-8d'];
  expect(new Set(all.map(fingerprint)).size).toBe(all.length);
});
