/** Tests of reading the grid's state from an address. */
import { expect, it } from 'vitest';
import { eventsView } from './events_view';

it('reads what the page wrote', () => {
  const view = {
    columns: ['event.action', 'aws.cloudtrail.flattened.request_parameters.roleArn'],
    sort: { field: 'event.action', order: 'asc' },
    size: 250,
    page: 2,
    place: { after: [1_700_000_000_000, 'id', null] },
    of: 'abc',
  };
  expect(eventsView(view)).toEqual(view);
});

it('takes nothing that can not be, and no page without its place', () => {
  for (const said of [
    undefined,
    3,
    { columns: 'x', sort: 'y', size: 7, page: 2 },
    { place: { after: [{}] }, page: 1 },
  ]) {
    expect(eventsView(said)).toEqual({ sort: { field: '@timestamp', order: 'desc' }, size: 100, page: 0 });
  }
  expect(eventsView({ columns: ['event.action', 'no.such.field'] }).columns).toEqual(['event.action']);
});
