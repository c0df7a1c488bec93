/** The table of users as the address has it. Pure. */
import type { ActorSort } from '../../../common/actors';
import { MOST_ACTORS_LISTED } from '../../../common/explore_limits';
import type { AskedTableView } from '../../app/view/table_view';
import { askedTableView } from '../../app/view/table_view';

export const PAGE_SIZES = [25, 50, 100];
const SORTS: Readonly<Record<ActorSort, true>> = {
  events: true,
  failures: true,
  denied: true,
  first_seen: true,
  last_seen: true,
};
const LONGEST_SEARCH = 256;

export interface ActorsView extends AskedTableView {
  readonly sort: ActorSort;
  readonly size: number;
  /** A part of a name or an id. */
  readonly search: string;
}

export function actorsView(said: unknown): ActorsView {
  const { sort, size, ...table } = askedTableView(said);
  const { search } = (said ?? {}) as Readonly<Record<string, unknown>>;
  const [fewest = 25] = PAGE_SIZES;
  return {
    ...table,
    sort: isSort(sort) ? sort : 'events',
    size: size !== undefined && PAGE_SIZES.includes(size) ? size : fewest,
    search: typeof search === 'string' ? search.slice(0, LONGEST_SEARCH) : '',
  };
}

function isSort(name: string | undefined): name is ActorSort {
  return name !== undefined && Object.hasOwn(SORTS, name);
}

/** No page beyond is listed. */
export function lastPageOf(size: number): number {
  return Math.floor(MOST_ACTORS_LISTED / size) - 1;
}
