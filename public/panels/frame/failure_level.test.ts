/** Tests of how grave a share of failures is. */
import { expect, it } from 'vitest';
import { failureLevel } from './failure_level';

it('calls no events low, and takes its borders into the graver level', () => {
  expect(failureLevel(0, 0)).toBe('low');
  expect(failureLevel(99, 1000)).toBe('low');
  expect(failureLevel(100, 1000)).toBe('some');
  expect(failureLevel(249, 1000)).toBe('some');
  expect(failureLevel(250, 1000)).toBe('high');
});
