/** Tests of what is looked for around an event. */
import { describe, expect, it } from 'vitest';
import type { WholeEvent } from '../../common/events';
import { eventRow } from './event_rows';
import { response } from '../../test/fakes/search_responses';
import { linksOf, relatedEvents, relatedSearch } from './whole_event';

const AT = '2026-01-05T12:00:00.000Z';
const SOURCE = {
  '@timestamp': AT,
  event: { id: 'this-one' },
  aws: { cloudtrail: { user_identity: { access_key_id: 'AKIAEXAMPLE' } } },
};
const EVENT: WholeEvent = { id: 'x', index: 'i', source: SOURCE, row: eventRow('x', SOURCE) };
const LINKS = linksOf(EVENT);
const minutesFrom = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000).toISOString();

describe('relatedSearch', () => {
  it('looks at the events of 36 hours on either side only, but for amendments', () => {
    const { query } = relatedSearch(EVENT, LINKS);
    const [either] = query?.bool?.filter as { bool: { should: unknown[] } }[];
    expect(either?.bool.should).toEqual([
      { bool: { filter: [{ term: { 'aws.cloudtrail.addendum.original_event_id': 'this-one' } }] } },
      {
        bool: {
          filter: [
            { term: { 'aws.cloudtrail.user_identity.access_key_id': 'AKIAEXAMPLE' } },
            { range: { '@timestamp': { gte: '2026-01-04T00:00:00.000Z', lte: '2026-01-07T00:00:00.000Z' } } },
          ],
        },
      },
    ]);
  });
});

describe('relatedEvents', () => {
  const side = (...minutes: number[]) => ({
    rows: {
      hits: {
        hits: minutes.map((minute) => ({
          _id: String(minute),
          _source: { '@timestamp': minutesFrom(minute) },
        })),
      },
    },
  });
  const rowsOf = (earlier: number[], later: number[]) => {
    const group = { doc_count: 500, earlier: side(...earlier), later: side(...later) };
    const { groups } = relatedEvents(response(0, { link_1: group }), EVENT, LINKS);
    return groups[0]?.rows.map(({ id }) => Number(id));
  };

  it('gives the nearest in time, oldest first', () => {
    const near = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(
      rowsOf(
        near.map((minute) => -minute),
        near,
      ),
    ).toEqual([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]);
  });

  it('takes more of one side where the other has few', () => {
    expect(rowsOf([-1], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
