/** Gathers rows page after page, up to a number of them. Pure but for what it is given. */
import type { CellValue, EventsPage, EventsPageRequest } from '../../../common/events';
import { MOST_EVENTS_AT_ONCE, MOST_EVENTS_EXPORTED } from '../../../common/explore_limits';
import type { PanelAnswer } from '../../../common/panels';

export interface ExportedRows {
  readonly rows: readonly (readonly CellValue[])[];
  /** How many there are in all. */
  readonly total: number;
}

/** From the first row on, whichever page `request` is of. Rejects as `askPage` does; without any right or index there are no rows. */
export async function exportRows(
  request: EventsPageRequest,
  askPage: (request: EventsPageRequest) => Promise<PanelAnswer<EventsPage>>,
  most = MOST_EVENTS_EXPORTED,
): Promise<ExportedRows> {
  const rows: (readonly CellValue[])[] = [];
  let after: EventsPageRequest['after'];
  for (;;) {
    const size = Math.min(MOST_EVENTS_AT_ONCE, most - rows.length);
    const answer = await askPage({ ...request, size, after, before: undefined });
    if (answer.state !== 'data') return { rows, total: rows.length };
    const { rows: found, next, total } = answer.data;
    rows.push(...found.map(({ cells }) => cells));
    if (next === null || rows.length >= most) return { rows, total };
    after = [...next];
  }
}
