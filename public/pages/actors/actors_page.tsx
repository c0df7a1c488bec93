/** All users: who is active, how often, from where and how well. */
import { EuiFieldSearch, EuiSpacer } from '@elastic/eui';
import type { Criteria } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useCallback, useMemo } from 'react';
import type { Actors, ActorsRequest, ActorSort } from '../../../common/actors';
import { BY_SOMEBODY } from '../../../common/event_kinds';
import type { PanelRequest, UserRow } from '../../../common/panels';
import { useApp } from '../../app/app_context';
import { ACTORS_TITLE } from '../../app/app_tabs';
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
import { createActorsApi } from './actors_api';
import { ActorsTable } from './actors_table';
import { actorsView, lastPageOf } from './actors_view';
import { useTyped } from './use_typed';

export function ActorsPage() {
  const { core } = useApp();
  const { search, refresh } = useSearch();
  const actions = usePanelActions();
  const [view, changeView] = useView('actors', actorsView);
  usePageTitle([{ text: ACTORS_TITLE }]);

  const { state } = search;
  const question = state.kind === 'request' ? state.question : undefined;
  const { sort, order, size, search: name } = view;
  const page = Math.min(pageOf(view, question), lastPageOf(size));
  const [typed, type] = useTyped(name, (text) => changeView({ search: text, page: 0 }));
  const request = useMemo(
    (): ActorsRequest | undefined =>
      state.kind === 'request'
        ? { ...state.request, sort, order, page, page_size: size, search: name }
        : undefined,
    [state, sort, order, page, size, name],
  );
  const api = useMemo(() => createActorsApi(core.http), [core]);
  const ask = useCallback(
    (asked: PanelRequest, signal: AbortSignal) => api.list(asked as ActorsRequest, signal),
    [api],
  );
  const load = useAnswer<Actors>(request, ask, search.done);
  const hasRows = load.answer?.state === 'data' && load.answer.data.rows.length > 0;
  const isEmpty = load.answer?.state === 'data' && load.answer.data.total === 0;
  const offeredRange = useOfferedRange(isEmpty, state.kind === 'request' ? state.request : undefined);
  const context: PanelContextValue = {
    ...actions,
    situation: {
      // the table knows of no events but those of users
      isRangeEmpty: undefined,
      isFiltered: name !== '' || (state.kind === 'request' && state.isFiltered),
    },
    offeredRange,
    clearSearch: () => {
      changeView({ search: '', page: 0 });
      actions.clearSearch();
    },
    retry: load.retry,
    inspect:
      actions.inspectAnswer &&
      ((_panel, title, asked) =>
        void actions.inspectAnswer?.(title, () =>
          api.list({ ...(asked as ActorsRequest), inspect: true }, new AbortController().signal),
        )),
  };
  const onTableChange = ({ page: chosen, sort: by }: Criteria<UserRow>) =>
    changeView(
      {
        ...(chosen && { page: chosen.index, size: chosen.size, of: question }),
        ...(by && { sort: by.field as ActorSort, order: by.direction }),
      },
      // EUI leaves a page beyond the last by itself: as a step of its own, Back would lead there again and again
      { isReplacing: !hasRows },
    );

  return (
    <SearchPage
      tab="actors"
      title={ACTORS_TITLE}
      search={search}
      refresh={refresh}
      testSubject="cloudtrailActors"
      load={load}
    >
      <PanelContextProvider value={context}>
        <EuiFieldSearch
          fullWidth
          value={typed}
          onChange={({ target }) => type(target.value)}
          placeholder={i18n.translate('cloudtrail.actors.search', {
            defaultMessage: 'Part of a name or an ARN',
          })}
          aria-label={i18n.translate('cloudtrail.actors.searchLabel', { defaultMessage: 'Search users' })}
          data-test-subj="cloudtrailActorsSearch"
        />
        <EuiSpacer size="m" />
        <PanelFrame<Actors>
          panel="actors"
          title={ACTORS_TITLE}
          tip={i18n.translate('cloudtrail.actors.tip', {
            defaultMessage:
              'Users, roles and root that made calls in the time range; AWS’s own services are left out. Sessions are counted with their role, unless their name tells the person. The number beside the title is exact up to 3,000 and close beyond. Failures and Denied, what AWS refused for want of a right, are shares of a user’s events, sorted by number.',
          })}
          load={load}
          bodyHeight={600}
          events={BY_SOMEBODY}
          total={(data) => data.total}
          unit={(total) =>
            i18n.translate('cloudtrail.users.unit', {
              defaultMessage: '{total, plural, one {user} other {users}}',
              values: { total },
            })
          }
          none={{
            title: i18n.translate('cloudtrail.users.none', {
              defaultMessage: 'No event in this range names a user',
            }),
          }}
        >
          {(data, answered) => (
            // the answer's own page: EUI leaves one that its rows do not reach
            <ActorsTable data={data} asked={answered as ActorsRequest} onChange={onTableChange} />
          )}
        </PanelFrame>
      </PanelContextProvider>
    </SearchPage>
  );
}
