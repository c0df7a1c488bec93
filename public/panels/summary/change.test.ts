/** Tests how the headline numbers' changes are told. */
import { expect, test } from 'vitest';
import { changeOf } from './change';

test('more and less are told as a share of what was before', () => {
  expect(changeOf(150, 100)).toEqual({ kind: 'up', by: 0.5 });
  expect(changeOf(25, 100)).toEqual({ kind: 'down', by: 0.75 });
  expect(changeOf(0, 8)).toEqual({ kind: 'down', by: 1 });
});

test('from nothing there is no share', () => {
  expect(changeOf(3, 0)).toEqual({ kind: 'from_none' });
});

test('as much as before is no change, nor is a hair’s breadth', () => {
  expect(changeOf(0, 0)).toEqual({ kind: 'same' });
  expect(changeOf(7, 7)).toEqual({ kind: 'same' });
  expect(changeOf(10_004, 10_000)).toEqual({ kind: 'same' });
});
