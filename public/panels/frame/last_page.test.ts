/** Checks on which page the last row stands. */
import { expect, test } from 'vitest';
import { lastPage } from './last_page';

test.each([
  [0, 0],
  [1, 0],
  [5, 0],
  [6, 1],
  [10, 1],
  [11, 2],
])('the last of %i rows, five a page, is on page %i', (rows, page) => {
  expect(lastPage(rows, 5)).toBe(page);
});
