/** Makes Kibana's filter pills. */
import type { Filter } from './contracts';

/** A pill that keeps only events whose `field` is `value`; `dataViewId` says whose suggestions it offers when edited. */
export function phraseFilter(dataViewId: string | undefined, field: string, value: string): Filter {
  return {
    meta: {
      index: dataViewId,
      key: field,
      type: 'phrase',
      params: { query: value },
      negate: false,
      disabled: false,
      alias: null,
    },
    query: { match_phrase: { [field]: value } },
  };
}

/** Whether the search bar's content leaves anything out: a query that is not blank, or a pill that is switched on. */
export function narrowsEvents(
  query: string | Readonly<Record<string, unknown>>,
  filters: readonly Filter[],
): boolean {
  const hasQuery = typeof query !== 'string' || query.trim() !== '';
  return hasQuery || filters.some((filter) => filter.meta.disabled !== true);
}
