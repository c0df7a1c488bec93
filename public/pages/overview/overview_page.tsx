/** The Overview: search bar, and every panel over the same time range and query. */
import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiScreenReaderLive,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useMemo } from 'react';
import type { ReactNode } from 'react';
import { OVERVIEW_TITLE } from '../../app/app_tabs';
import { DashboardsButton } from '../../app/dashboards/dashboards_button';
import { SearchPage } from '../../app/search/search_page';
import { usePanelActions } from '../../app/search/use_panel_actions';
import { useSearch } from '../../app/search/use_search';
import { usePageTitle } from '../../app/use_page_title';
import type { Formats } from '../../kibana/formats';
import type { TimeRange } from '../../kibana/contracts';
import { AccessDeniedPanel } from '../../panels/access_denied/access_denied_panel';
import { EventsOverTimePanel } from '../../panels/events_over_time/events_over_time_panel';
import { FailedSignInsPanel } from '../../panels/failed_sign_ins/failed_sign_ins_panel';
import { PanelContextProvider } from '../../panels/frame/panel_context';
import type { PanelContextValue } from '../../panels/frame/panel_context';
import { GeoAccessPanel } from '../../panels/geo_access/geo_access_panel';
import { ImportantChangesPanel } from '../../panels/important_changes/important_changes_panel';
import { InstancesPanel } from '../../panels/instances/instances_panel';
import { LatestEventsPanel } from '../../panels/latest_events/latest_events_panel';
import { NetworkChangesPanel } from '../../panels/network_changes/network_changes_panel';
import { NewValuesPanel } from '../../panels/new_values/new_values_panel';
import { RootUsePanel } from '../../panels/root_use/root_use_panel';
import { SummaryTiles } from '../../panels/summary/summary_tiles';
import { UsersPanel } from '../../panels/users/users_panel';
import { isEmptyRange, knownDataRange } from './panel_loader';
import type { LoadedPanel } from './panel_loader';
import { rangeOffers } from './range_offers';
import type { RangeOffers } from './range_offers';
import { useOverview } from './use_overview';

export function OverviewPage() {
  const { search, refresh } = useSearch();
  const { state } = search;
  const { loads, retry } = useOverview(search);
  const actions = usePanelActions();
  const { formats, showRange } = actions;
  usePageTitle([{ text: OVERVIEW_TITLE }]);

  const dataRange = useMemo(() => knownDataRange(loads.data_range), [loads.data_range]);
  const offers = useMemo(
    () => dataRange && rangeOffers(dataRange.first, dataRange.last, Date.now()),
    [dataRange],
  );
  const isRangeEmpty = loads.events_over_time.answer?.state === 'data' ? isEmptyRange(loads) : undefined;
  const isFiltered = state.kind === 'request' && state.isFiltered;

  // the same object while nothing in it changes: each panel is drawn when it has its answer, not with every other's
  const panels = useMemo(
    (): PanelContextValue => ({
      ...actions,
      situation: { isRangeEmpty, isFiltered },
      offeredRange: offers?.recent ?? offers?.all,
      retry: (panel) => void retry(panel as LoadedPanel),
    }),
    [actions, isRangeEmpty, isFiltered, offers, retry],
  );

  return (
    <SearchPage
      tab="overview"
      title={OVERVIEW_TITLE}
      search={search}
      refresh={refresh}
      testSubject="cloudtrailOverview"
      actions={[<DashboardsButton key="dashboards" />]}
      load={loads.events_over_time}
    >
      <PanelContextProvider value={panels}>
        <EuiScreenReaderLive>{liveMessage(loads.events_over_time, formats)}</EuiScreenReaderLive>
        {isRangeEmpty && offers && dataRange && (
          <EmptyRange
            offers={offers}
            events={dataRange.total}
            isFiltered={isFiltered}
            formats={formats}
            onShow={showRange}
          />
        )}
        <div style={{ display: 'grid', gap: GUTTER }}>
          <SummaryTiles load={loads.summary} />
          <EventsOverTimePanel load={loads.events_over_time} />
          <Row>
            <Cell least={560} weight={2}>
              <GeoAccessPanel load={loads.geo_access} />
            </Cell>
            <Cell least={320} weight={1}>
              <NewValuesPanel load={loads.new_values} />
            </Cell>
          </Row>
          <Row>
            <Cell least={560} weight={3}>
              <UsersPanel load={loads.users} />
            </Cell>
            <Cell least={360} weight={2}>
              <AccessDeniedPanel load={loads.access_denied} />
            </Cell>
          </Row>
          <Row>
            <Cell least={480} weight={1}>
              <FailedSignInsPanel load={loads.failed_sign_ins} />
            </Cell>
            <Cell least={480} weight={1}>
              <RootUsePanel load={loads.root_use} />
            </Cell>
          </Row>
          <Row>
            <Cell least={480} weight={1}>
              <NetworkChangesPanel load={loads.network_changes} />
            </Cell>
            <Cell least={480} weight={1}>
              <ImportantChangesPanel load={loads.important_changes} />
            </Cell>
          </Row>
          <Row>
            <Cell least={480} weight={1}>
              <InstancesPanel load={loads.instances} />
            </Cell>
            <Cell least={480} weight={1}>
              <LatestEventsPanel load={loads.latest_events} />
            </Cell>
          </Row>
        </div>
      </PanelContextProvider>
    </SearchPage>
  );
}

/** Between all panels, in pixels. */
const GUTTER = 16;

/** Panels side by side where there is room for them, else below each other; those of a row are of one height. */
function Row({ children }: { children: ReactNode }) {
  return <div style={{ display: 'flex', flexWrap: 'wrap', gap: GUTTER }}>{children}</div>;
}

interface CellProps {
  /** Pixels below which it goes to a row of its own. */
  readonly least: number;
  /** Its share of the row. */
  readonly weight: number;
  readonly children: ReactNode;
}

function Cell({ least, weight, children }: CellProps) {
  return (
    <div style={{ flex: `${weight} 1 min(100%, ${least}px)`, minWidth: 0, display: 'grid' }}>{children}</div>
  );
}

interface EmptyRangeProps {
  readonly offers: RangeOffers;
  readonly events: number;
  readonly isFiltered: boolean;
  readonly formats: Formats;
  onShow(range: TimeRange): void;
}

function EmptyRange({ offers, events, isFiltered, formats, onShow }: EmptyRangeProps) {
  const { all, recent } = offers;
  const shownTime = (time: string) => (time.startsWith('now') ? NOW : formats.time(time));
  const primary = recent ?? all;
  const where = {
    events,
    count: formats.count(events),
    from: shownTime(all.from),
    to: shownTime(all.to),
  };
  return (
    <>
      <EuiCallOut
        iconType="clock"
        title={
          isFiltered
            ? i18n.translate('cloudtrail.overview.emptyFiltered', {
                defaultMessage: 'No events in this time range fit the query and filters',
              })
            : i18n.translate('cloudtrail.overview.empty', { defaultMessage: 'No events in this time range' })
        }
        data-test-subj="cloudtrailEmptyRange"
      >
        <p>
          {isFiltered ? (
            <FormattedMessage
              id="cloudtrail.overview.emptyBodyFiltered"
              defaultMessage="{events, plural, one {One event fits} other {{count} events fit}} from {from} to {to}."
              values={where}
            />
          ) : (
            <FormattedMessage
              id="cloudtrail.overview.emptyBody"
              defaultMessage="There {events, plural, one {is one event} other {are {count} events}} from {from} to {to}."
              values={where}
            />
          )}
        </p>
        <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiButton size="s" fill onClick={() => onShow(primary)} data-test-subj="cloudtrailShowDataRange">
              {recent ? (
                <FormattedMessage
                  id="cloudtrail.overview.showRecent"
                  defaultMessage="Show the newest 7 days that have data"
                />
              ) : (
                <FormattedMessage
                  id="cloudtrail.overview.showData"
                  defaultMessage="Show the range that has data"
                />
              )}
            </EuiButton>
          </EuiFlexItem>
          {recent && (
            <EuiFlexItem grow={false}>
              <EuiButtonEmpty size="s" onClick={() => onShow(all)} data-test-subj="cloudtrailShowAllData">
                <FormattedMessage id="cloudtrail.overview.showAll" defaultMessage="Show all of it" />
              </EuiButtonEmpty>
            </EuiFlexItem>
          )}
        </EuiFlexGroup>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

const NOW = i18n.translate('cloudtrail.overview.now', { defaultMessage: 'now' });

/** Tells those who can't see the panels that they have changed. */
function liveMessage(load: Parameters<typeof EventsOverTimePanel>[0]['load'], formats: Formats): string {
  if (load.isFetching || load.answer?.state !== 'data') return '';
  return i18n.translate('cloudtrail.overview.live', {
    defaultMessage: '{count} {total, plural, one {event} other {events}} in this time range',
    values: { count: formats.count(load.answer.data.total), total: load.answer.data.total },
  });
}
