/** Rows of the Events page: chosen columns, in any order, page after page and without an end. */
import type { EventFieldType } from '../../common/event_fields';
import type { EventPlace, EventsPage, EventsPageRequest } from '../../common/events';
import { FIELD_TYPES, isSortable } from '../../common/sortable_fields';
import { valuesAt } from './document_path';
import { eventsInRange, totalHits, type SearchParameters, type SearchResponse } from './panel_query';

/**
 * What makes an event another one (its `_id` can't be sorted by), and where it was found for those without an id: so
 * that no two events have the same place in the order, and `search_after` passes none over.
 */
const TIE_BREAKERS = [
  '@timestamp',
  'event.id',
  'aws.cloudtrail.recipient_account_id',
  'aws.cloudtrail.event_category',
  'aws.s3.object.key',
  'log.offset',
];

/**
 * Stands for "none" at the end of the order. With Elasticsearch's own `_last` that is the largest number of 64 bits, which
 * JavaScript rounds: the next page would begin nowhere.
 */
const FURTHEST: Readonly<Partial<Record<EventFieldType, number>>> = {
  // the year 9999, and as long before 1970
  date: 253_402_300_799_999,
  long: Number.MAX_SAFE_INTEGER,
  boolean: 2,
};

/** For an order as it is shown; `isBackwards` asks in the opposite one, from which "none" must not move. */
function missingValue(type: EventFieldType, order: Order, isBackwards: boolean): string | number {
  const furthest = FURTHEST[type];
  if (furthest === undefined) return isBackwards ? '_first' : '_last';
  return order === 'asc' ? furthest : -furthest;
}

type Order = EventsPageRequest['sort']['order'];
const opposite = (order: Order): Order => (order === 'asc' ? 'desc' : 'asc');

/** The page before a place is that after it in the opposite order. */
export function eventsPageSearch(request: EventsPageRequest): SearchParameters {
  const { columns, sort, after, before, size } = request;
  const first = isSortable(sort.field) ? sort.field : '@timestamp';
  const isBackwards = before !== undefined;
  const place = before ?? after;
  const order = (field: string) => {
    const type = FIELD_TYPES.get(field) ?? 'keyword';
    return {
      [field]: {
        order: isBackwards ? opposite(sort.order) : sort.order,
        missing: missingValue(type, sort.order, isBackwards),
        unmapped_type: type,
      },
    };
  };
  return {
    // one more, to know whether there is another page
    size: size + 1,
    track_total_hits: true,
    query: eventsInRange(request),
    sort: [first, ...TIE_BREAKERS.filter((field) => field !== first)].map(order) as SearchParameters['sort'],
    _source: [...columns],
    ...(place && { search_after: [...place] }),
  };
}

export function eventsPage(
  response: SearchResponse,
  { columns, size, after, before }: EventsPageRequest,
): EventsPage {
  const found = response.hits.hits;
  const isBackwards = before !== undefined;
  const hits = isBackwards ? found.slice(0, size).reverse() : found.slice(0, size);
  const hasMore = found.length > size;
  const placeOf = (hit: (typeof found)[number] | undefined) => (hit?.sort ?? null) as EventPlace | null;
  return {
    total: totalHits(response),
    rows: hits.map(({ _id, _source }) => ({
      id: _id ?? '',
      cells: columns.map((column) => valuesAt(_source, column)),
    })),
    // where one came from there is something
    next: isBackwards || hasMore ? placeOf(hits.at(-1)) : null,
    previous: (isBackwards ? hasMore : after !== undefined) ? placeOf(hits[0]) : null,
  };
}
