/** The newest events of the range. */
import type { LatestEvents } from '../../common/panels';
import { eventRows, newestEvents } from './event_rows';
import { eventsInRange, totalHits, type PanelQuery } from './panel_query';

const MOST_ROWS = 50;

export const latestEvents: PanelQuery<'latest_events'> = {
  id: 'latest_events',

  searchRequest(request) {
    return { ...newestEvents(MOST_ROWS), track_total_hits: true, query: eventsInRange(request) };
  },

  answer(response): LatestEvents {
    return { total: totalHits(response), rows: eventRows(response) };
  },
};
