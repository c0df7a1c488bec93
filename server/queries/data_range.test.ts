/** Tests the answer of the data range. */
import { expect, test } from 'vitest';
import { dataRange } from './data_range';
import { FACTS, request, response } from '../../test/fakes/search_responses';

test('the oldest and the newest event are given as ISO times', () => {
  const first = Date.UTC(2013, 10, 1, 1, 2, 3);
  const last = Date.UTC(2026, 0, 2);
  expect(
    dataRange.answer(response(3, { first: { value: first }, last: { value: last } }), request(), FACTS),
  ).toEqual({ first: '2013-11-01T01:02:03.000Z', last: '2026-01-02T00:00:00.000Z', total: 3 });
});

test('without any event there is no range', () => {
  expect(
    dataRange.answer(response(0, { first: { value: null }, last: { value: null } }), request(), FACTS),
  ).toEqual({ first: null, last: null, total: 0 });
});
