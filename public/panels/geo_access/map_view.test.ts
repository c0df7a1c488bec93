/** Tests what the address says of the map. */
import { expect, test } from 'vitest';
import { inParts, inPixels, mapViewSaid } from './map_view';
import { WHOLE_MAP, zoomed } from './projection';

const SIZE = { width: 880, height: 400 };

test('a view comes back from the address as it was', () => {
  const view = zoomed(zoomed(WHOLE_MAP, 2, SIZE, { x: 200, y: 100 }), 2, SIZE, { x: 500, y: 300 });
  const back = inPixels(mapViewSaid(JSON.parse(JSON.stringify(inParts(view, SIZE)))), SIZE);
  expect(back.scale).toBe(4);
  expect(back.x).toBeCloseTo(view.x, 0);
  expect(back.y).toBeCloseTo(view.y, 0);
});

test('a narrower screen shows the same part of the earth', () => {
  const view = zoomed(WHOLE_MAP, 4, SIZE, { x: 220, y: 100 });
  const narrow = { width: 440, height: 200 };
  expect(inPixels(inParts(view, SIZE), narrow)).toEqual({ scale: 4, x: view.x / 2, y: view.y / 2 });
});

test.each([
  ['nothing', undefined],
  ['text', 'far away'],
  ['a part', { scale: 4 }],
  ['a scale that there is not', { scale: 1e9, x: 0, y: 0 }],
  ['what is no number', { scale: 2, x: null, y: 'a' }],
])('%s is the whole map', (_what, said) => {
  expect(mapViewSaid(said)).toEqual(WHOLE_MAP);
});

test('beyond the edges of the map is nothing', () => {
  expect(inPixels({ scale: 2, x: 5, y: -9 }, SIZE)).toEqual({ scale: 2, x: 0, y: -400 });
});
