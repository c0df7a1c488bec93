/** Tests of the rows of events. */
import { describe, expect, it } from 'vitest';
import type { EventsPageRequest } from '../../common/events';
import { eventsPage, eventsPageSearch } from './events_page';
import { request, response } from '../../test/fakes/search_responses';

const asked = (parts: Partial<EventsPageRequest> = {}): EventsPageRequest => ({
  ...request(),
  columns: ['event.action', 'aws.cloudtrail.resources.arn'],
  sort: { field: '@timestamp', order: 'desc' },
  size: 2,
  ...parts,
});
const fieldsOf = (sort: unknown) => (sort as Record<string, unknown>[]).flatMap((one) => Object.keys(one));

describe('eventsPageSearch', () => {
  it('puts events in an order in which no two have the same place', () => {
    const { sort } = eventsPageSearch(asked({ sort: { field: 'event.action', order: 'asc' } }));
    expect(fieldsOf(sort)).toEqual([
      'event.action',
      '@timestamp',
      'event.id',
      'aws.cloudtrail.recipient_account_id',
      'aws.cloudtrail.event_category',
      'aws.s3.object.key',
      'log.offset',
    ]);
  });

  it('goes by time where a field has no order', () => {
    for (const field of ['source.geo.location', 'event.original', 'no.such.field']) {
      expect(fieldsOf(eventsPageSearch(asked({ sort: { field, order: 'asc' } })).sort)[0]).toBe('@timestamp');
    }
  });

  it('never ends an order with a number that JavaScript can not hold', () => {
    for (const field of ['aws.cloudtrail.read_only', 'source.as.number', 'event.created']) {
      for (const order of ['asc', 'desc'] as const) {
        const [first] = eventsPageSearch(asked({ sort: { field, order } })).sort as Record<
          string,
          { missing: number }
        >[];
        expect(Number.isSafeInteger(first?.[field]?.missing)).toBe(true);
        expect(Math.sign(first?.[field]?.missing ?? 0)).toBe(order === 'asc' ? 1 : -1);
      }
    }
  });

  it('goes on behind the last event of the page before', () => {
    expect(eventsPageSearch(asked()).search_after).toBeUndefined();
    expect(eventsPageSearch(asked({ after: [1, 'id', null] })).search_after).toEqual([1, 'id', null]);
  });
});

describe('eventsPage', () => {
  const hits = ['a', 'b', 'c'].map((id) => ({
    _id: id,
    _source: { event: { action: id }, aws: { cloudtrail: { resources: [{ arn: '1' }, { arn: '2' }] } } },
    sort: [id],
  }));

  it('gives cells in the order of the columns, and where the next page begins', () => {
    expect(eventsPage(response(3, {}, hits), asked())).toEqual({
      total: 3,
      rows: [
        { id: 'a', cells: [['a'], ['1', '2']] },
        { id: 'b', cells: [['b'], ['1', '2']] },
      ],
      next: ['b'],
      previous: null,
    });
  });

  it('leads back by the opposite order, and gives rows in the order that is shown', () => {
    const back = asked({ before: ['d'], sort: { field: 'event.action', order: 'asc' } });
    expect(eventsPageSearch(back).sort).toContainEqual({
      'event.action': { order: 'desc', missing: '_first', unmapped_type: 'keyword' },
    });
    const page = eventsPage(response(3, {}, [...hits].reverse()), back);
    expect(page.rows.map(({ id }) => id)).toEqual(['b', 'c']);
    expect([page.previous, page.next]).toEqual([['b'], ['c']]);
    const first = eventsPage(response(3, {}, hits.slice(0, 2).reverse()), back);
    expect(first.rows.map(({ id }) => id)).toEqual(['a', 'b']);
    expect([first.previous, first.next]).toEqual([null, ['b']]);
  });

  it('says which page is the last', () => {
    expect(eventsPage(response(2, {}, hits.slice(0, 2)), asked()).next).toBeNull();
    expect(eventsPage(response(0, {}), asked())).toEqual({
      total: 0,
      rows: [],
      next: null,
      previous: null,
    });
  });
});
