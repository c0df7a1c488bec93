/** A panel's data as the state that Lens keeps, in the form of 8.9, which 8.12 to 9.x read. Tried on 8.12.2. */
import type { Breakdown, LensPanel, Metric } from '../../saved_objects/source/boards';

export const DATA_VIEW_ID = 'cloudtrail-events';
/** Of the form above. */
export const LENS_FORM = '8.9.0';

export interface Reference {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}
type Column = Readonly<Record<string, unknown>>;

export interface LensAttributes {
  readonly title: string;
  readonly description: string;
  readonly visualizationType: 'lnsMetric' | 'lnsXY' | 'lnsPie' | 'lnsDatatable';
  readonly type: 'lens';
  readonly state: {
    readonly datasourceStates: {
      readonly formBased: { readonly layers: Readonly<Record<string, Layer>> };
    };
    readonly visualization: Readonly<Record<string, unknown>>;
    readonly query: { readonly language: 'kuery'; readonly query: string };
    readonly filters: readonly [];
    readonly internalReferences: readonly [];
    readonly adHocDataViews: Readonly<Record<string, never>>;
  };
  readonly references: readonly Reference[];
}
export interface Layer {
  readonly columns: Readonly<Record<string, Column>>;
  readonly columnOrder: readonly string[];
  readonly incompleteColumns: Readonly<Record<string, never>>;
  readonly linkToLayers?: readonly string[];
}

const LAYER = 'main';
const TREND_LAYER = 'trend';
const TIME_FIELD = '@timestamp';
const PERCENT_DECIMALS = 1;
const TABLE_PAGE = 10;
/** Of a table's columns, in pixels. */
const NUMBER_WIDTH = 96;
const TIME_WIDTH = 225;
/** More series than these need a legend beside the chart: below it only six are seen. */
const MOST_BELOW = 6;

const breakdownId = (index: number) => `by${index}`;
const metricId = (index: number) => `metric${index}`;

/** The whole of what Lens saves for the panel. */
export function lensAttributes(panel: LensPanel): LensAttributes {
  const layers = layersOf(panel);
  const { type, state } = visualizationOf(panel);
  return {
    title: panel.title,
    description: panel.description ?? '',
    type: 'lens',
    visualizationType: type,
    state: {
      datasourceStates: { formBased: { layers } },
      visualization: state,
      query: { language: 'kuery', query: panel.filter ?? '' },
      filters: [],
      internalReferences: [],
      adHocDataViews: {},
    },
    references: Object.keys(layers).map((layer) => ({
      type: 'index-pattern',
      id: DATA_VIEW_ID,
      name: `indexpattern-datasource-layer-${layer}`,
    })),
  };
}

// ---------------------------------------------------------------- columns

function layersOf(panel: LensPanel): Readonly<Record<string, Layer>> {
  const { metrics, breakdowns, chart } = panel;
  const columns = Object.fromEntries([
    ...breakdowns.map((breakdown, index) => [breakdownId(index), breakdownColumn(breakdown, metrics[0])]),
    ...metrics.map((metric, index) => [metricId(index), metricColumn(metric)]),
  ]);
  const main = layer(columns);
  if (chart !== 'number') return { [LAYER]: main };
  const trend = layer({
    [breakdownId(0)]: breakdownColumn({ by: 'time' }, metrics[0]),
    [metricId(0)]: metricColumn(metrics[0]),
  });
  return { [LAYER]: main, [TREND_LAYER]: { ...trend, linkToLayers: [LAYER] } };
}

function layer(columns: Layer['columns']): Layer {
  return { columns, columnOrder: Object.keys(columns), incompleteColumns: {} };
}

function metricColumn({ label, filter, ...metric }: Metric): Column {
  const column = { label, customLabel: true, isBucketed: false };
  const filtered = filter === undefined ? {} : { filter: { language: 'kuery', query: filter } };
  switch (metric.of) {
    case 'events':
      return { ...column, ...COUNT, ...filtered };
    case 'values':
      return {
        ...column,
        operationType: 'unique_count',
        sourceField: metric.field,
        dataType: 'number',
        scale: 'ratio',
        params: { emptyAsNull: false },
        ...filtered,
      };
    case 'latest':
      return {
        ...column,
        operationType: 'max',
        sourceField: TIME_FIELD,
        dataType: 'date',
        scale: 'ratio',
        params: { emptyAsNull: true },
        ...filtered,
      };
  }
}

const COUNT = {
  operationType: 'count',
  sourceField: '___records___',
  dataType: 'number',
  scale: 'ratio',
  params: { emptyAsNull: false },
} as const;

function breakdownColumn(breakdown: Breakdown, first: Metric): Column {
  switch (breakdown.by) {
    case 'time':
      return {
        label: TIME_FIELD,
        operationType: 'date_histogram',
        sourceField: TIME_FIELD,
        dataType: 'date',
        isBucketed: true,
        scale: 'interval',
        params: { interval: 'auto', includeEmptyRows: true, dropPartials: false },
      };
    case 'filters':
      return {
        label: breakdown.label,
        customLabel: true,
        operationType: 'filters',
        dataType: 'string',
        isBucketed: true,
        scale: 'ordinal',
        params: {
          filters: breakdown.filters.map(({ label, kql }) => ({
            label,
            input: { language: 'kuery', query: kql },
          })),
        },
      };
    case 'values':
      return {
        label: breakdown.label,
        customLabel: true,
        operationType: 'terms',
        sourceField: breakdown.field,
        dataType: 'string',
        isBucketed: true,
        scale: 'ordinal',
        params: {
          size: breakdown.top,
          ...orderBy(first),
          orderDirection: 'desc',
          otherBucket: breakdown.hasOther === true,
          missingBucket: breakdown.hasMissing === true,
          parentFormat: { id: 'terms' },
          include: [],
          exclude: [],
          includeIsRegex: false,
          excludeIsRegex: false,
        },
      };
  }
}

/** By the first column; where that counts a part of the events, by all of them, which no column shows. */
function orderBy(first: Metric): Column {
  if (first.filter === undefined) return { orderBy: { type: 'column', columnId: metricId(0) } };
  return {
    orderBy: { type: 'custom' },
    orderAgg: { ...COUNT, label: 'Events', isBucketed: false },
  };
}

// ---------------------------------------------------------------- charts

function visualizationOf(panel: LensPanel): {
  readonly type: LensAttributes['visualizationType'];
  readonly state: LensAttributes['state']['visualization'];
} {
  switch (panel.chart) {
    case 'number':
      return {
        type: 'lnsMetric',
        state: {
          layerId: LAYER,
          layerType: 'data',
          metricAccessor: metricId(0),
          trendlineLayerId: TREND_LAYER,
          trendlineLayerType: 'metricTrendline',
          trendlineTimeAccessor: breakdownId(0),
          trendlineMetricAccessor: metricId(0),
        },
      };
    case 'bars':
    case 'horizontal_bars':
      return { type: 'lnsXY', state: xyState(panel) };
    case 'donut':
      return {
        type: 'lnsPie',
        state: {
          shape: 'donut',
          layers: [
            {
              layerId: LAYER,
              layerType: 'data',
              primaryGroups: panel.breakdowns.map((_, index) => breakdownId(index)),
              metrics: panel.metrics.map((_, index) => metricId(index)),
              numberDisplay: 'percent',
              percentDecimals: PERCENT_DECIMALS,
              categoryDisplay: 'default',
              legendDisplay: 'show',
              legendPosition: 'right',
              nestedLegend: false,
              emptySizeRatio: 0.54,
            },
          ],
        },
      };
    case 'table':
      return {
        type: 'lnsDatatable',
        state: {
          layerId: LAYER,
          layerType: 'data',
          columns: [
            ...panel.breakdowns.map((_, index) => ({ columnId: breakdownId(index), isTransposed: false })),
            ...panel.metrics.map(({ of }, index) => ({
              columnId: metricId(index),
              isTransposed: false,
              width: of === 'latest' ? TIME_WIDTH : NUMBER_WIDTH,
            })),
          ],
          sorting: { columnId: metricId(0), direction: 'desc' },
          paging: { size: TABLE_PAGE, enabled: true },
          // a long name takes two lines: cut, it would not be known
          rowHeight: 'auto',
          rowHeightLines: 1,
        },
      };
  }
}

function xyState({ chart, metrics, breakdowns }: LensPanel): LensAttributes['state']['visualization'] {
  const seriesType = chart === 'bars' ? 'bar_stacked' : 'bar_horizontal_stacked';
  const hasLegend = metrics.length > 1 || breakdowns.length > 1;
  const axes = { x: true, yLeft: true, yRight: true };
  const isLong = breakdowns.some((one) => one.by === 'filters' && one.filters.length > MOST_BELOW);
  return {
    legend: { isVisible: hasLegend, position: isLong ? 'right' : 'bottom', showSingleSeries: false },
    valueLabels: 'hide',
    fittingFunction: 'None',
    axisTitlesVisibilitySettings: { x: false, yLeft: false, yRight: false },
    tickLabelsVisibilitySettings: axes,
    labelsOrientation: { x: 0, yLeft: 0, yRight: 0 },
    gridlinesVisibilitySettings: axes,
    preferredSeriesType: seriesType,
    layers: [
      {
        layerId: LAYER,
        layerType: 'data',
        seriesType,
        position: 'top',
        showGridlines: false,
        accessors: metrics.map((_, index) => metricId(index)),
        xAccessor: breakdownId(0),
        ...(breakdowns.length > 1 && { splitAccessor: breakdownId(1) }),
        yConfig: metrics.flatMap(({ color }, index) =>
          color === undefined ? [] : [{ forAccessor: metricId(index), color }],
        ),
      },
    ],
  };
}
