/** Makes Kibana's filter pills. */
import type { Filter } from './contracts';

type QueryClause = Readonly<Record<string, unknown>>;

/** A pill on one field; `dataViewId` says whose suggestions it offers when edited. With `isOut` it leaves such events out. */
export function phraseFilter(
  dataViewId: string | undefined,
  field: string,
  value: string,
  isOut = false,
): Filter {
  return pill(
    { index: dataViewId, key: field, type: 'phrase', params: { query: value }, negate: isOut },
    { match_phrase: { [field]: value } },
  );
}

/** A pill, under a name of its own, that keeps events of which any of `fields` is any of `values`. */
export function oneOfFilter(
  dataViewId: string | undefined,
  name: string,
  fields: readonly string[],
  values: readonly string[],
): Filter {
  return pill(
    // of a type that keeps its `params` in Kibana
    { index: dataViewId, key: fields[0], type: 'phrases', params: [...values], alias: name, negate: false },
    {
      bool: {
        should: fields.flatMap((field) => values.map((value) => ({ match_phrase: { [field]: value } }))),
        minimum_should_match: 1,
      },
    },
  );
}

/** A pill over any query, under a name of its own. */
export function namedFilter(
  dataViewId: string | undefined,
  name: string,
  query: QueryClause,
  isOut = false,
): Filter {
  return pill({ index: dataViewId, key: 'query', type: 'custom', alias: name, negate: isOut }, query);
}

function pill(meta: Filter['meta'], query: QueryClause): Filter {
  return { meta: { disabled: false, alias: null, ...meta }, query, $state: { store: 'appState' } };
}

/** The pill as that of a control of the page, which finds it again by this name. */
export function controlledBy(control: string, filter: Filter): Filter {
  return { ...filter, meta: { ...filter.meta, controlledBy: control } };
}

/**
 * The control's pill if there is one, it is switched on, and it leaves out (`isOut`) or keeps as the control made it:
 * Kibana's own "Exclude results" turns it round and leaves the control's name on it.
 */
export function filterOfControl(
  control: string,
  filters: readonly Filter[],
  isOut = false,
): Filter | undefined {
  return filters.find(
    ({ meta }) =>
      meta['controlledBy'] === control && meta['disabled'] !== true && (meta['negate'] === true) === isOut,
  );
}

/** The pills with the control's replaced by `filter`, or taken away without one. */
export function withControl(
  control: string,
  filters: readonly Filter[],
  filter: Filter | undefined,
): readonly Filter[] {
  const others = filters.filter(({ meta }) => meta['controlledBy'] !== control);
  return filter ? [...others, controlledBy(control, filter)] : others;
}

/** What a pill of `oneOfFilter` keeps. */
export function valuesOf(filter: Filter | undefined): readonly string[] {
  const parameters = filter?.meta['params'];
  return Array.isArray(parameters) ? parameters.filter((value) => typeof value === 'string') : [];
}

/** Whether the search bar's content leaves anything out: a query that is not blank, or a pill that is switched on. */
export function narrowsEvents(
  query: string | Readonly<Record<string, unknown>>,
  filters: readonly Filter[],
): boolean {
  const hasQuery = typeof query !== 'string' || query.trim() !== '';
  return hasQuery || filters.some((filter) => filter.meta.disabled !== true);
}
