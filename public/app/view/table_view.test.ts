/** Tests of reading a table's state from an address. */
import { describe, expect, it } from 'vitest';
import { askedTableView, pageOf, tableView } from './table_view';

describe('tableView', () => {
  it('reads what a table wrote', () => {
    const view = { page: 3, sort: 'events', order: 'asc', size: 50 } as const;
    expect(tableView(view)).toEqual(view);
  });

  it('begins with the first page and the table’s own order where the address is silent', () => {
    expect(tableView(undefined)).toEqual({ page: 0, order: 'desc' });
  });

  it('takes nothing that can not be', () => {
    for (const said of [
      'x',
      7,
      null,
      [],
      { page: -1, sort: 5, order: 'up', size: 0 },
      { page: 1.5, size: 1e9 },
    ]) {
      expect(tableView(said)).toEqual({ page: 0, order: 'desc' });
    }
  });
});

it('shows a page of the question that it is of, and of any other question the first', () => {
  const view = askedTableView({ page: 4, of: 'abc' });
  expect(pageOf(view, 'abc')).toBe(4);
  expect(pageOf(view, 'xyz')).toBe(0);
  expect(pageOf(askedTableView({ page: 4, of: 5 }), 'xyz')).toBe(0);
});
