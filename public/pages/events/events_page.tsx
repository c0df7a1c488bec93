/** All events that fit, in columns of one's choice, and one of them in depth. */
import { i18n } from '@kbn/i18n';
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
import { pageOf } from '../../app/view/table_view';
import { useView } from '../../app/view/view_context';
import { PanelContextProvider } from '../../panels/frame/panel_context';
import type { PanelContextValue } from '../../panels/frame/panel_context';
import { PanelFrame } from '../../panels/frame/panel_frame';
import { eventsUnit } from '../../panels/frame/units';
import { keepColumns, readColumns } from './chosen_columns';
import { EventFlyout } from './event_flyout';
import { createEventsApi } from './events_api';
import { EventsGrid } from './events_grid';
import { EventsPager } from './events_pager';
import { FIRST_PAGE, eventsView } from './events_view';
import { ExportButton } from './export_button';

/** `eventId`: the event that is looked at, `_id` of its document. */
export function EventsPage({ eventId }: { eventId: string | undefined }) {
  const app = useApp();
  const { search, refresh } = useSearch();
  const actions = usePanelActions();
  const [view, changeView] = useView('events', eventsView);
  const [kept] = useState(() => readColumns(window.localStorage));
  const { columns = kept, sort, size } = view;
  usePageTitle([{ text: EVENTS_TITLE }]);
  // the address tells the columns, too: whoever is sent it may have chosen others
  useEffect(() => {
    if (!view.columns) changeView({ columns: kept }, { isReplacing: true });
  }, [view, kept, changeView]);

  const { state } = search;
  const asked = state.kind === 'request' ? state.request : undefined;
  const question = state.kind === 'request' ? state.question : undefined;
  const page = pageOf(view, question);
  const place = page > 0 ? view.place : undefined;
  const request = useMemo(
    (): EventsPageRequest | undefined => asked && { ...asked, columns: [...columns], sort, size, ...place },
    [asked, columns, sort, size, place],
  );
  // the rows may still be those of the page before: from them on it goes by their own number
  const pageNumbers = useMemo(() => new WeakMap<PanelRequest, number>(), []);
  if (request) pageNumbers.set(request, page);
  const api = useMemo(() => createEventsApi(app.core.http), [app.core]);
  const ask = useCallback(
    (next: PanelRequest, signal: AbortSignal) => api.page(next as EventsPageRequest, signal),
    [api],
  );
  const load = useAnswer<Page>(request, ask, search.done);
  const isRangeEmpty = load.answer?.state === 'data' ? load.answer.data.total === 0 : undefined;
  const context: PanelContextValue = {
    ...actions,
    situation: { isRangeEmpty, isFiltered: state.kind === 'request' && state.isFiltered },
    offeredRange: useOfferedRange(isRangeEmpty === true, asked),
    retry: load.retry,
    openInDiscover:
      actions.openInDiscover &&
      ((title, events) => actions.openInDiscover?.(title, events, { columns, sort })),
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
    changeView({ columns: shown });
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
      load={load}
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
                onSort={(next) => changeView({ sort: next, ...FIRST_PAGE })}
                onOpen={openEvent}
                openId={eventId}
              />
              <EventsPager
                index={pageNumbers.get(answered) ?? page}
                size={size}
                page={data}
                onSize={(rows) => changeView({ size: rows, ...FIRST_PAGE })}
                onFirst={() => changeView(FIRST_PAGE)}
                onGo={(index, to) => changeView({ page: index, place: to, of: question })}
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
