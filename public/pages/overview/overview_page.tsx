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
import React from 'react';
import type { ReactNode } from 'react';
import { OVERVIEW_TITLE } from '../../app/app_tabs';
import { DashboardsButton } from '../../app/dashboards/dashboards_button';
import { SearchPage } from '../../app/search/search_page';
import { usePanelActions } from '../../app/search/use_panel_actions';
import { useSearch } from '../../app/search/use_search';
import { usePageTitle } from '../../app/use_page_title';
import type { Formats } from '../../kibana/formats';
import type { TimeRange } from '../../kibana/contracts';
import { EventsOverTimePanel } from '../../panels/events_over_time/events_over_time_panel';
import { FailedSignInsPanel } from '../../panels/failed_sign_ins/failed_sign_ins_panel';
import { PanelContextProvider } from '../../panels/frame/panel_context';
import type { PanelContextValue } from '../../panels/frame/panel_context';
import { GeoAccessPanel } from '../../panels/geo_access/geo_access_panel';
import { LatestEventsPanel } from '../../panels/latest_events/latest_events_panel';
import { RootUsePanel } from '../../panels/root_use/root_use_panel';
import { UsersPanel } from '../../panels/users/users_panel';
import { NoEventsYet } from './no_events_yet';
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

  const dataRange = knownDataRange(loads);
  const offers = dataRange && rangeOffers(dataRange.first, dataRange.last, Date.now());
  const isRangeEmpty = loads.events_over_time.answer?.state === 'data' ? isEmptyRange(loads) : undefined;
  const isNothingFetched = loads.events_over_time.answer?.state === 'no_index';
  const isFiltered = state.kind === 'request' && state.isFiltered;

  const panels: PanelContextValue = {
    ...actions,
    situation: { isRangeEmpty, isFiltered },
    offeredRange: offers?.recent ?? offers?.all,
    retry: (panel) => void retry(panel as LoadedPanel),
  };

  return (
    <SearchPage
      tab="overview"
      title={OVERVIEW_TITLE}
      search={search}
      refresh={refresh}
      testSubject="cloudtrailOverview"
      actions={[<DashboardsButton key="dashboards" />]}
    >
      {isNothingFetched ? (
        <NoEventsYet />
      ) : (
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
          <EventsOverTimePanel load={loads.events_over_time} />
          <EuiSpacer size="m" />
          <Row>
            <Cell basis={560}>
              <GeoAccessPanel load={loads.geo_access} />
            </Cell>
            <Cell basis={500}>
              <UsersPanel load={loads.users} />
            </Cell>
          </Row>
          <EuiSpacer size="m" />
          <Row>
            <Cell basis={500}>
              <FailedSignInsPanel load={loads.failed_sign_ins} />
            </Cell>
            <Cell basis={500}>
              <RootUsePanel load={loads.root_use} />
            </Cell>
          </Row>
          <EuiSpacer size="m" />
          <LatestEventsPanel load={loads.latest_events} />
        </PanelContextProvider>
      )}
    </SearchPage>
  );
}

/** Panels side by side where there is room for their widths, else below each other. */
function Row({ children }: { children: ReactNode }) {
  return <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16 }}>{children}</div>;
}

function Cell({ basis, children }: { basis: number; children: ReactNode }) {
  return <div style={{ flex: `1 1 min(100%, ${basis}px)`, minWidth: 0, display: 'grid' }}>{children}</div>;
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
