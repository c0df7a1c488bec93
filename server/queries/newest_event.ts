/** When the newest of all events happened, whatever range and query: how fresh the page is. */
import type { NewestEvent } from '../../common/panels';
import { isoTime, type PanelQuery, type TimeMetric } from './panel_query';

export const newestEvent: PanelQuery<'newest_event'> = {
  id: 'newest_event',

  searchRequest() {
    return { size: 0, track_total_hits: false, aggs: { newest: { max: { field: '@timestamp' } } } };
  },

  answer(response): NewestEvent {
    const { newest } = response.aggregations as unknown as { readonly newest: TimeMetric };
    return { at: isoTime(newest) };
  },
};
