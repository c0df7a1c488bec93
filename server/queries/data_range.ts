/** When the events that fit the query begin and end, in all time: what an empty panel offers to go to. */
import type { DataRange } from '../../common/panels';
import {
  countSearch,
  eventsThatFit,
  isoTime,
  totalHits,
  type PanelQuery,
  type TimeMetric,
} from './panel_query';

interface Aggregations {
  readonly first: TimeMetric;
  readonly last: TimeMetric;
}

export const dataRange: PanelQuery<'data_range'> = {
  id: 'data_range',

  searchRequest(request) {
    return countSearch(
      { bool: { filter: eventsThatFit(request) } },
      { first: { min: { field: '@timestamp' } }, last: { max: { field: '@timestamp' } } },
    );
  },

  answer(response): DataRange {
    const { first, last } = response.aggregations as Aggregations;
    return { first: isoTime(first), last: isoTime(last), total: totalHits(response) };
  },
};
