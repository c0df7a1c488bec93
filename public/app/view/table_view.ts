/** A table's page, order and length as the address has them. Pure. */

export interface TableView {
  /** From 0. */
  readonly page: number;
  /** The field by which it is sorted; the table's own order if absent. */
  readonly sort?: string;
  readonly order: 'asc' | 'desc';
  /** Rows of a page; the table's own number if absent. */
  readonly size?: number;
}

const MOST_ROWS_OF_A_PAGE = 500;

/** Reads what an address says of a table; what can't be is as if it were not said. */
export function tableView(said: unknown): TableView {
  const { page, sort, order, size } = (said ?? {}) as Readonly<Record<string, unknown>>;
  return {
    page: isWhole(page) ? page : 0,
    ...(typeof sort === 'string' && { sort }),
    order: order === 'asc' ? 'asc' : 'desc',
    ...(isWhole(size) && size > 0 && size <= MOST_ROWS_OF_A_PAGE && { size }),
  };
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A table whose pages the server makes: its page is one of a question's answer. */
export interface AskedTableView extends TableView {
  /** The question (`SearchState`'s) that `page` is of. */
  readonly of?: string;
}

export function askedTableView(said: unknown): AskedTableView {
  const { of } = (said ?? {}) as Readonly<Record<string, unknown>>;
  return { ...tableView(said), ...(typeof of === 'string' && { of }) };
}

/** Another question begins with its first page. */
export function pageOf(
  { page, of }: Pick<AskedTableView, 'page' | 'of'>,
  question: string | undefined,
): number {
  return of === question ? page : 0;
}
