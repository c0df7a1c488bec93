/** The grid of events as the address has it. Pure. */
import type { EventPlace, EventsPageRequest } from '../../../common/events';
import { MOST_COLUMNS } from '../../../common/explore_limits';
import type { AskedTableView } from '../../app/view/table_view';
import { askedTableView } from '../../app/view/table_view';
import { isColumn } from './chosen_columns';

export const PAGE_SIZES = [50, 100, 250, 500];
const USUAL_SIZE = 100;
const MOST_PARTS_OF_A_PLACE = 10;

/** Where the page begins or ends; pages beyond ten thousand events have no number by which Elasticsearch finds them. */
export type Place = { readonly after: EventPlace } | { readonly before: EventPlace };

export interface EventsView extends Omit<AskedTableView, 'sort' | 'order'> {
  readonly columns?: readonly string[];
  readonly sort: EventsPageRequest['sort'];
  readonly size: number;
  readonly place?: Place;
}

export const FIRST_PAGE = { page: 0, place: undefined };

export function eventsView(said: unknown): EventsView {
  const { size, page, of } = askedTableView(said);
  const { columns, sort, place } = (said ?? {}) as Readonly<Record<string, unknown>>;
  const known = Array.isArray(columns) ? columns.filter(isColumn).slice(0, MOST_COLUMNS) : [];
  const at = placeOf(place);
  return {
    ...(known.length > 0 && { columns: known }),
    sort: sortOf(sort),
    size: size !== undefined && PAGE_SIZES.includes(size) ? size : USUAL_SIZE,
    // a number without a place is no page
    page: at ? page : 0,
    ...(at && { place: at }),
    ...(of !== undefined && { of }),
  };
}

function sortOf(said: unknown): EventsPageRequest['sort'] {
  const { field, order } = (said ?? {}) as Readonly<Record<string, unknown>>;
  return { field: isColumn(field) ? field : '@timestamp', order: order === 'asc' ? 'asc' : 'desc' };
}

function placeOf(said: unknown): Place | undefined {
  const { after, before } = (said ?? {}) as Readonly<Record<string, unknown>>;
  if (isPlace(after)) return { after };
  return isPlace(before) ? { before } : undefined;
}

function isPlace(said: unknown): said is EventPlace {
  return (
    Array.isArray(said) &&
    said.length > 0 &&
    said.length <= MOST_PARTS_OF_A_PLACE &&
    said.every((part) => part === null || ['string', 'number', 'boolean'].includes(typeof part))
  );
}
