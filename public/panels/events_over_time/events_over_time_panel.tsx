/** Events over time, stacked by outcome; dragging over the bars sets the time range. */
import { Axis, BarSeries, Chart, Position, ScaleType, Settings, Tooltip } from '@elastic/charts';
import type {
  BrushEndListener,
  ElementClickListener,
  SettingsProps,
  TooltipValue,
  XYBrushEvent,
  XYChartSeriesIdentifier,
} from '@elastic/charts';
import { EuiBasicTable, EuiLink, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';
import type { EventsOverTime, PanelRequest } from '../../../common/panels';
import type { PanelLoad } from '../frame/panel_load';
import { OutcomeMenu } from './outcome_menu';
import { filterForLabel, filterOutLabel } from '../frame/filter_link';
import { FAILURE_LABEL, SUCCESS_LABEL } from '../frame/outcome_labels';
import { usePanelContext } from '../frame/panel_context';
import { PanelFrame } from '../frame/panel_frame';
import { ScrollArea } from '../frame/scroll_area';
import { ViewToggle, useDrawnOrTable } from '../frame/view_toggle';
import { eventsUnit } from '../frame/units';

const setTimeLabel = (from: string) =>
  i18n.translate('cloudtrail.eventsOverTime.setTime', {
    defaultMessage: 'Set the time range to what begins at {from}',
    values: { from },
  });
const HEIGHT = 220;
const TITLE = i18n.translate('cloudtrail.eventsOverTime.title', { defaultMessage: 'Events over time' });

export const EventsOverTimePanel = memo(function EventsOverTimePanel({
  load,
}: {
  load: PanelLoad<EventsOverTime>;
}) {
  const [view, setView] = useDrawnOrTable('events_over_time');
  return (
    <PanelFrame
      panel="events_over_time"
      title={TITLE}
      tip={i18n.translate('cloudtrail.eventsOverTime.tip', {
        defaultMessage:
          'All CloudTrail events by the time they happened. A call that AWS refused, or that ended with an error, is a failure. Drag over the bars to set the time range; press a bar for the events of its time and outcome, or the buttons in the legend to keep an outcome or leave it out.',
      })}
      load={load}
      bodyHeight={HEIGHT}
      total={(data) => data.total}
      unit={eventsUnit}
      none={{
        title: i18n.translate('cloudtrail.eventsOverTime.none', {
          defaultMessage: 'No events in this time range',
        }),
      }}
      controls={
        <ViewToggle
          panel="events_over_time"
          drawnLabel={i18n.translate('cloudtrail.eventsOverTime.chart', { defaultMessage: 'Chart' })}
          drawnIcon="visBarVertical"
          view={view}
          onChange={setView}
        />
      }
    >
      {(data, request) =>
        view === 'drawn' ? (
          <Bars data={data} request={request} />
        ) : (
          <BarsAsTable data={data} request={request} />
        )
      }
    </PanelFrame>
  );
});

function Bars({ data, request }: { data: EventsOverTime; request: PanelRequest }) {
  const { formats, charts, showRange, filterFor, filterOut } = usePanelContext();
  const { euiTheme } = useEuiTheme();
  // Kibana only hands on what Elastic Charts itself made
  const baseTheme = charts.theme.useChartsBaseTheme() as SettingsProps['baseTheme'];
  const bars = [...data.buckets];
  const onBrushEnd = ({ x }: XYBrushEvent) => {
    if (x) showRange(rangeOf(Number(x[0]), Number(x[1])));
  };
  // as in Kibana's own charts: the time that the bar stands for, and its outcome
  const onElementClick: ElementClickListener = ([element]) => {
    const [bar, series] = Array.isArray(element) ? element : [];
    if (!bar || !series || !('specId' in series) || !('x' in bar)) return;
    showRange(rangeOfBar(Number(bar.x), data, request));
    filterFor('event.outcome', String(series.specId));
  };
  const series = {
    xScaleType: ScaleType.Time,
    yScaleType: ScaleType.Linear,
    data: bars,
    xAccessor: 'at' as const,
    stackAccessors: ['at' as const],
    timeZone: formats.timeZone,
    tickFormat: formats.count,
  };
  return (
    <div data-test-subj="cloudtrailEventsOverTimeChart">
      <Chart size={{ height: HEIGHT }}>
        <Settings
          baseTheme={baseTheme}
          theme={{ background: { color: euiTheme.colors.emptyShade } }}
          showLegend
          legendPosition={Position.Bottom}
          onBrushEnd={onBrushEnd as BrushEndListener}
          onElementClick={onElementClick}
          legendAction={OutcomeMenu}
          xDomain={{
            min: Date.parse(request.from),
            max: Date.parse(request.to),
            minInterval: data.interval_ms,
          }}
          ariaLabel={TITLE}
        />
        {/* the axis may leave the day out */}
        <Tooltip<EventsOverTime['buckets'][number]>
          headerFormatter={({ value }) => formats.time(Number(value))}
          actions={[
            {
              label: ([bar]) => filterForLabel(bar?.label ?? ''),
              disabled: isNotOne,
              onSelect: ([bar]) => bar && filterFor('event.outcome', outcomeOf(bar)),
            },
            {
              label: ([bar]) => filterOutLabel(bar?.label ?? ''),
              disabled: isNotOne,
              onSelect: ([bar]) => bar && filterOut('event.outcome', outcomeOf(bar)),
            },
          ]}
          actionPrompt={i18n.translate('cloudtrail.eventsOverTime.actionPrompt', {
            defaultMessage: 'Right click for what can be done with it',
          })}
          pinningPrompt={i18n.translate('cloudtrail.eventsOverTime.pinningPrompt', {
            defaultMessage: 'Right click to keep this open',
          })}
          selectionPrompt={i18n.translate('cloudtrail.eventsOverTime.selectionPrompt', {
            defaultMessage: 'Choose one of them',
          })}
        />
        <Axis
          id="time"
          position={Position.Bottom}
          tickFormat={(at: number) => formats.bucketTime(at, data.interval_ms)}
        />
        <Axis
          id="events"
          position={Position.Left}
          ticks={4}
          gridLine={{ visible: true, stroke: euiTheme.colors.lightShade }}
          integersOnly
          tickFormat={(events: number) => formats.shortCount(events)}
        />
        <BarSeries
          id="success"
          name={SUCCESS_LABEL}
          yAccessors={['success' as const]}
          color={euiTheme.colors.success}
          {...series}
        />
        <BarSeries
          id="failure"
          name={FAILURE_LABEL}
          yAccessors={['failure' as const]}
          color={euiTheme.colors.danger}
          {...series}
        />
      </Chart>
    </div>
  );
}

const isNotOne = (bars: readonly unknown[]) => bars.length !== 1;
const rangeOf = (from: number, to: number) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
/** What a bar stands for: the first and the last may lie over an edge of the time range. */
const rangeOfBar = (begin: number, { interval_ms }: EventsOverTime, { from, to }: PanelRequest) =>
  rangeOf(Math.max(begin, Date.parse(from)), Math.min(begin + interval_ms, Date.parse(to)));
/** The series are named as the outcomes are. */
const outcomeOf = ({ seriesIdentifier }: TooltipValue) =>
  (seriesIdentifier as XYChartSeriesIdentifier).specId;

/** The bars for who cannot press them: a time sets the time range, a number also keeps its outcome. */
function BarsAsTable({ data, request }: { data: EventsOverTime; request: PanelRequest }) {
  const { formats, showRange, filterFor } = usePanelContext();
  const outcomeColumn = (field: 'success' | 'failure', name: string) => ({
    field,
    name,
    align: 'right' as const,
    render: (events: number, { at }: EventsOverTime['buckets'][number]) =>
      events === 0 ? (
        formats.count(events)
      ) : (
        <EuiLink
          color="text"
          onClick={() => {
            showRange(rangeOfBar(at, data, request));
            filterFor('event.outcome', field);
          }}
          aria-label={`${formats.count(events)}: ${filterForLabel(name)}, ${setTimeLabel(formats.time(at))}`}
          data-test-subj="cloudtrailEventsOverTimeShowOutcome"
        >
          {formats.count(events)}
        </EuiLink>
      ),
  });
  return (
    <ScrollArea label={TITLE} maxHeight={HEIGHT}>
      <EuiBasicTable<EventsOverTime['buckets'][number]>
        tableCaption={TITLE}
        items={data.buckets.filter((bucket) => bucket.success + bucket.failure > 0)}
        rowProps={{ 'data-test-subj': 'cloudtrailEventsOverTimeRow' }}
        columns={[
          {
            field: 'at',
            name: i18n.translate('cloudtrail.eventsOverTime.from', { defaultMessage: 'From' }),
            render: (at: number) => (
              <EuiLink
                onClick={() => showRange(rangeOfBar(at, data, request))}
                title={setTimeLabel(formats.time(at))}
                data-test-subj="cloudtrailEventsOverTimeShow"
              >
                {formats.time(at)}
              </EuiLink>
            ),
          },
          outcomeColumn('success', SUCCESS_LABEL),
          outcomeColumn('failure', FAILURE_LABEL),
        ]}
      />
    </ScrollArea>
  );
}
