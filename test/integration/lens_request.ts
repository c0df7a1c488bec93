/** What Lens asks Elasticsearch for a panel, and the rows that it makes of the answer: read from the saved state alone. */
import type { estypes } from '@elastic/elasticsearch';
import type { LensAttributes } from '../../tools/saved_objects/lens';
import { kqlQuery } from '../kql/kql_query';

type Aggregations = Record<string, estypes.AggregationsAggregationContainer>;

/** As Lens saves a column; each kind has some of these. */
interface Column {
  readonly operationType: 'count' | 'unique_count' | 'max' | 'terms' | 'filters' | 'date_histogram';
  readonly isBucketed: boolean;
  readonly sourceField: string;
  readonly filter?: { readonly query: string };
  readonly params: {
    readonly size: number;
    readonly orderBy: { readonly type: 'column' | 'custom'; readonly columnId?: string };
    readonly orderAgg?: { readonly operationType: string };
    readonly otherBucket: boolean;
    readonly missingBucket: boolean;
    readonly filters: readonly { readonly label: string; readonly input: { readonly query: string } }[];
  };
}

/** The keys of the breakdowns, then the numbers. */
export type Row = readonly (string | number)[];

export const OTHER = 'Other';
export const MISSING = '(missing value)';
const BUCKETS = 'buckets';

/** For `size: 0`. Bars over time are of a day in UTC here, where Kibana takes what fits the screen. */
export function lensRequest({ state }: LensAttributes): {
  readonly query: estypes.QueryDslQueryContainer;
  readonly aggs: Aggregations;
} {
  const { query } = state.query;
  return {
    query: query === '' ? { match_all: {} } : kqlQuery(query),
    aggs: aggregations(columnsOf(state)),
  };
}

/** Of the answer's `aggregations`. */
export function lensRows({ state }: LensAttributes, answer: unknown, total: number): Row[] {
  return rowsOf(columnsOf(state), { ...(answer as Bucket), doc_count: total }, []);
}

function columnsOf(state: LensAttributes['state']): readonly [string, Column][] {
  const layer = state.datasourceStates.formBased.layers['main'];
  if (!layer) throw new Error('the panel has no layer');
  return layer.columnOrder.map((id) => [id, layer.columns[id] as unknown as Column]);
}

function aggregations(columns: readonly [string, Column][]): Aggregations {
  const [first, ...rest] = columns;
  if (!first) return {};
  const [id, column] = first;
  if (!column.isBucketed) {
    return Object.fromEntries(columns.flatMap(([name, one]) => metricAggregation(name, one)));
  }
  return { [BUCKETS]: { ...bucketAggregation(column, id), aggs: aggregations(rest) } };
}

function bucketAggregation(
  { operationType, sourceField, params }: Column,
  id: string,
): estypes.AggregationsAggregationContainer {
  switch (operationType) {
    case 'terms':
      return {
        terms: {
          field: sourceField,
          size: params.size,
          order: orderOf(params, id),
          ...(params.missingBucket && { missing: MISSING }),
        },
      };
    case 'filters':
      return {
        filters: {
          filters: Object.fromEntries(
            params.filters.map(({ label, input }) => [label, kqlQuery(input.query)]),
          ),
        },
      };
    case 'date_histogram':
      return { date_histogram: { field: sourceField, calendar_interval: 'day', time_zone: 'UTC' } };
    default:
      throw new Error(`${operationType} makes no buckets`);
  }
}

/** By the number of events, in all panels; Elasticsearch puts the smaller key first among equals, as Lens asks it to. */
function orderOf({ orderBy, orderAgg }: Column['params'], id: string): { _count: 'desc' } {
  const isByEvents = orderBy.type === 'column' || orderAgg?.operationType === 'count';
  if (!isByEvents) throw new Error(`the order of ${id} is not read here`);
  return { _count: 'desc' };
}

function metricAggregation(
  id: string,
  { operationType, sourceField, filter }: Column,
): [string, estypes.AggregationsAggregationContainer][] {
  const wrapped = (inner: Aggregations): [string, estypes.AggregationsAggregationContainer][] =>
    filter ? [[id, { filter: kqlQuery(filter.query), aggs: inner }]] : Object.entries(inner);
  switch (operationType) {
    case 'count':
      return filter ? [[id, { filter: kqlQuery(filter.query) }]] : [];
    case 'unique_count':
      return wrapped({ [id]: { cardinality: { field: sourceField } } });
    case 'max':
      return wrapped({ [id]: { max: { field: sourceField } } });
    default:
      throw new Error(`${operationType} is no number`);
  }
}

// ---------------------------------------------------------------- the answer

interface Bucket {
  readonly doc_count: number;
  readonly key?: string | number;
  readonly key_as_string?: string;
  readonly [name: string]: unknown;
}
interface Buckets {
  readonly buckets: readonly Bucket[] | Readonly<Record<string, Bucket>>;
  readonly sum_other_doc_count?: number;
}

function rowsOf(columns: readonly [string, Column][], bucket: Bucket, keys: Row): Row[] {
  const [first, ...rest] = columns;
  if (!first?.[1].isBucketed)
    return [[...keys, ...columns.map(([id, column]) => numberOf(id, column, bucket))]];
  const { buckets, sum_other_doc_count: others = 0 } = bucket[BUCKETS] as Buckets;
  const named: [string, Bucket][] = Array.isArray(buckets)
    ? (buckets as readonly Bucket[]).map((one) => [String(one.key_as_string ?? one.key), one])
    : Object.entries(buckets as Readonly<Record<string, Bucket>>);
  const rows = named.flatMap(([key, inner]) => rowsOf(rest, inner, [...keys, key]));
  // Kibana asks for it once more, by a filter; here only its number of events is known
  const hasOther = first[1].params.otherBucket && others > 0;
  return hasOther && rest.every(([, { isBucketed }]) => !isBucketed)
    ? [...rows, [...keys, OTHER, others]]
    : rows;
}

function numberOf(id: string, { operationType, filter }: Column, bucket: Bucket): string | number {
  if (operationType === 'count' && !filter) return bucket.doc_count;
  const answer = bucket[id] as { doc_count?: number; value?: number; value_as_string?: string };
  if (operationType === 'count') return answer.doc_count ?? 0;
  return operationType === 'max' ? String(answer.value_as_string) : Number(answer.value);
}
