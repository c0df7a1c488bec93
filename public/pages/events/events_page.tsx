/** All events that fit, in columns of one's choice, and one of them in depth. */
import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback, useEffect, useMemo, useState } from 'react';
import type { EventsPage as Page, EventsPageRequest } from '../../../common/events';
import { MOST_COLUMNS } from '../../../common/explore_limits';
import type { PanelRequest } from '../../../common/panels';
import { useApp } from '../../app/app_context';
import { EVENTS_TITLE } from '../../app/app_tabs';
import { SearchPage } from '../../app/search/search_page';
import { useAnswer } from '../../app/search/use_answer';
import { useOfferedRange } from '../../app/search/use_offered_range';
import { usePanelActions } from '../../app/search/use_panel_actions';
import { useSearch } from '../../app/search/use_search';
import { usePageTitle } from '../../app/use_page_title';
import { PanelContextProvider } from '../../panels/frame/panel_context';
import type { PanelContextValue } from '../../panels/frame/panel_context';
import { PanelFrame } from '../../panels/frame/panel_frame';
import { eventsUnit } from '../../panels/frame/units';
import { keepColumns, readColumns } from './chosen_columns';
import { EventFlyout } from './event_flyout';
import { createEventsApi } from './events_api';
import { EventsGrid } from './events_grid';
import { ExportButton } from './export_button';

export const PAGE_SIZE = 100;

type Cursor = NonNullable<EventsPageRequest['after']>;

/** `eventId`: the event that is looked at, `_id` of its document. */
export function EventsPage({ eventId }: { eventId: string | undefined }) {
  const app = useApp();
  const { search, refresh } = useSearch();
  const actions = usePanelActions();
  const [columns, setColumns] = useState(() => readColumns(window.localStorage));
  const [sort, setSort] = useState<EventsPageRequest['sort']>({ field: '@timestamp', order: 'desc' });
  /** Where each page begins that was gone to; the first begins at the beginning. */
  const [cursors, setCursors] = useState<readonly Cursor[]>([]);
  usePageTitle([{ text: EVENTS_TITLE }]);

  const { state } = search;
  const asked = state.kind === 'request' ? state.request : undefined;
  // another question has other pages
  useEffect(() => setCursors((before) => (before.length === 0 ? before : [])), [state]);
  const request = useMemo(
    (): EventsPageRequest | undefined =>
      asked && { ...asked, columns: [...columns], sort, after: cursors.at(-1), size: PAGE_SIZE },
    [asked, columns, sort, cursors],
  );
  const api = useMemo(() => createEventsApi(app.core.http), [app.core]);
  const ask = useCallback(
    (next: PanelRequest, signal: AbortSignal) => api.page(next as EventsPageRequest, signal),
    [api],
  );
  const load = useAnswer<Page>(request, ask, search.done);
  const page = load.answer?.state === 'data' ? load.answer.data : undefined;
  const isRangeEmpty = page && page.total === 0;
  const context: PanelContextValue = {
    ...actions,
    situation: { isRangeEmpty, isFiltered: state.kind === 'request' && state.isFiltered },
    offeredRange: useOfferedRange(isRangeEmpty === true, asked),
    retry: load.retry,
    inspect:
      actions.inspectAnswer &&
      ((_panel, title, inspected) =>
        void actions.inspectAnswer?.(title, () =>
          api.page({ ...(inspected as EventsPageRequest), inspect: true }, new AbortController().signal),
        )),
  };
  const { open } = app;
  const openEvent = useCallback((id: string) => open({ page: 'event', id }), [open]);
  const showColumns = (next: readonly string[]) => {
    const shown = next.slice(0, MOST_COLUMNS);
    if (shown.length === 0) return;
    setColumns(shown);
    keepColumns(window.localStorage, shown);
  };
  const toggleColumn = (field: string) =>
    showColumns(columns.includes(field) ? columns.filter((one) => one !== field) : [...columns, field]);

  return (
    <SearchPage
      tab="events"
      title={EVENTS_TITLE}
      search={search}
      refresh={refresh}
      testSubject="cloudtrailEvents"
    >
      <PanelContextProvider value={context}>
        <PanelFrame<Page>
          panel="events"
          title={EVENTS_TITLE}
          tip={i18n.translate('cloudtrail.eventsPage.tip', {
            defaultMessage:
              'All events that fit the time range, query and filters. The columns you choose are kept in this browser.',
          })}
          load={load}
          bodyHeight={560}
          total={(data) => data.total}
          unit={eventsUnit}
          none={{
            title: i18n.translate('cloudtrail.latestEvents.none', {
              defaultMessage: 'No events in this time range',
            }),
          }}
          controls={request && <ExportButton request={request} askPage={api.page} />}
        >
          {(data, answered) => (
            <>
              <EventsGrid
                page={data}
                // the answer's own: those of the next one may be chosen already
                answered={(answered as EventsPageRequest).columns}
                columns={columns}
                sort={sort}
                onColumns={showColumns}
                onSort={(next) => {
                  setCursors([]);
                  setSort(next);
                }}
                onOpen={openEvent}
                openId={eventId}
              />
              <Pages
                index={cursors.length}
                page={data}
                onFirst={() => setCursors([])}
                onBack={() => setCursors((before) => before.slice(0, -1))}
                onNext={() => {
                  const { next } = data;
                  if (next) setCursors((before) => [...before, [...next]]);
                }}
              />
            </>
          )}
        </PanelFrame>
        {eventId !== undefined && (
          <EventFlyout
            key={eventId}
            id={eventId}
            api={api}
            columns={columns}
            onToggleColumn={toggleColumn}
            onClose={() => app.open({ page: 'events' })}
          />
        )}
      </PanelContextProvider>
    </SearchPage>
  );
}

interface PagesProps {
  readonly index: number;
  readonly page: Page;
  onFirst(): void;
  onBack(): void;
  onNext(): void;
}

/** Forward without an end: Elasticsearch jumps to no page beyond the first ten thousand events, but goes on from any. */
function Pages({ index, page, onFirst, onBack, onNext }: PagesProps) {
  const { formats } = useApp();
  const first = index * PAGE_SIZE;
  return (
    <EuiFlexGroup
      gutterSize="s"
      alignItems="center"
      justifyContent="flexEnd"
      responsive={false}
      wrap
      style={{ flexGrow: 0, marginTop: 8 }}
    >
      <EuiFlexItem grow={false}>
        <EuiText size="s" data-test-subj="cloudtrailEventsPosition">
          {i18n.translate('cloudtrail.eventsPage.position', {
            defaultMessage: '{first}–{last} of {total}',
            values: {
              first: formats.count(Math.min(first + 1, page.total)),
              last: formats.count(first + page.rows.length),
              total: formats.count(page.total),
            },
          })}
        </EuiText>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType="arrowStart"
          isDisabled={index === 0}
          onClick={onFirst}
          data-test-subj="cloudtrailEventsFirst"
        >
          <FormattedMessage id="cloudtrail.eventsPage.first" defaultMessage="First" />
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType="arrowLeft"
          isDisabled={index === 0}
          onClick={onBack}
          data-test-subj="cloudtrailEventsBack"
        >
          <FormattedMessage id="cloudtrail.eventsPage.back" defaultMessage="Back" />
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType="arrowRight"
          iconSide="right"
          isDisabled={page.next === null}
          onClick={onNext}
          data-test-subj="cloudtrailEventsNext"
        >
          <FormattedMessage id="cloudtrail.eventsPage.next" defaultMessage="Next" />
        </EuiButtonEmpty>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
