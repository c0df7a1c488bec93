/** The newest events of the range. */
import type { LatestEvents } from '../../common/panels';
import { eventRows, newestEvents } from './event_rows';
import { countSearch, eventsInRange, totalHits, type PanelQuery } from './panel_query';

const MOST_ROWS = 50;

export const latestEvents: PanelQuery<'latest_events'> = {
  id: 'latest_events',

  searchRequest(request) {
    return { ...newestEvents(MOST_ROWS), track_total_hits: false, query: eventsInRange(request) };
  },

  // counted from the index; a search that sorts looks at each event to count it
  besides(request) {
    return [countSearch(eventsInRange(request))];
  },

  answer(response, _request, _facts, [ofAll] = []): LatestEvents {
    const rows = eventRows(response);
    // the searches may see different moments, while events come in
    return { total: Math.max(totalHits(ofAll), rows.length), rows };
  },
};
