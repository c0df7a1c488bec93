/** Tests of gathering rows for an export. */
import { expect, it } from 'vitest';
import type { EventsPage, EventsPageRequest } from '../../../common/events';
import type { PanelAnswer } from '../../../common/panels';
import { exportRows } from './export_rows';

const REQUEST: EventsPageRequest = {
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
  time_zone: 'UTC',
  columns: ['event.id'],
  sort: { field: '@timestamp', order: 'desc' },
  size: 100,
};

/** A server of `total` rows. */
function server(total: number) {
  const asked: EventsPageRequest[] = [];
  const ask = async (request: EventsPageRequest): Promise<PanelAnswer<EventsPage>> => {
    asked.push(request);
    // as the server does: `before` counts where there are both, and where one came from there is something
    const place = request.before ?? request.after;
    const first = request.before ? Number(place?.[0]) - request.size : Number(place?.[0] ?? 0);
    const end = Math.min(total, first + request.size);
    const rows = Array.from({ length: end - first }, (_, i) => ({
      id: String(first + i),
      cells: [[first + i]],
    }));
    return { state: 'data', data: { total, rows, next: end < total ? [end] : null, previous: null } };
  };
  return { ask, asked };
}

it('takes all rows, in their order and each once', async () => {
  const { ask, asked } = server(2345);
  const { rows, total } = await exportRows(REQUEST, ask);
  expect(rows.map(([cell]) => cell?.[0])).toEqual(Array.from({ length: 2345 }, (_, i) => i));
  expect(total).toBe(2345);
  expect(asked.map(({ size }) => size)).toEqual([1000, 1000, 1000]);
});

it.each([{ after: [200] }, { before: [200] }])(
  'begins with the first row from any page: %j',
  async (place) => {
    const { ask } = server(2345);
    const { rows } = await exportRows({ ...REQUEST, ...place }, ask);
    expect(rows.map(([cell]) => cell?.[0])).toEqual(Array.from({ length: 2345 }, (_, i) => i));
  },
);

it('stops at the most, and says how many there are', async () => {
  const { ask } = server(2345);
  const { rows, total } = await exportRows(REQUEST, ask, 1500);
  expect(rows).toHaveLength(1500);
  expect(total).toBe(2345);
});

it('gives none where nothing may be read', async () => {
  expect(await exportRows(REQUEST, async () => ({ state: 'no_right' }))).toEqual({ rows: [], total: 0 });
});
