/** All users: who is active, how often, from where and how well. */
import { EuiFieldSearch, EuiSpacer } from '@elastic/eui';
import type { Criteria } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useCallback, useMemo, useState } from 'react';
import type { ActorRow, Actors, ActorsRequest, ActorSort } from '../../../common/actors';
import type { PanelRequest } from '../../../common/panels';
import { useApp } from '../../app/app_context';
import { ACTORS_TITLE } from '../../app/app_tabs';
import { SearchPage } from '../../app/search/search_page';
import { useAnswer } from '../../app/search/use_answer';
import { useOfferedRange } from '../../app/search/use_offered_range';
import { usePanelActions } from '../../app/search/use_panel_actions';
import { useSearch } from '../../app/search/use_search';
import { usePageTitle } from '../../app/use_page_title';
import { PanelContextProvider } from '../../panels/frame/panel_context';
import type { PanelContextValue } from '../../panels/frame/panel_context';
import { PanelFrame } from '../../panels/frame/panel_frame';
import { createActorsApi } from './actors_api';
import { ActorsTable, PAGE_SIZE } from './actors_table';
import { useSettled } from './use_settled';

const NOT_AWS_SERVICES = {
  bool: {
    filter: [{ exists: { field: 'cloudtrail.actor.id' } }],
    must_not: [{ term: { 'cloudtrail.actor.type': 'AWSService' } }],
  },
};

export interface Ordering {
  readonly page: number;
  readonly sort: ActorSort;
  readonly order: 'asc' | 'desc';
}

export function ActorsPage() {
  const { core } = useApp();
  const { search, refresh } = useSearch();
  const actions = usePanelActions();
  const [name, setName] = useState('');
  const [ordering, setOrdering] = useState<Ordering>({ page: 0, sort: 'events', order: 'desc' });
  usePageTitle([{ text: ACTORS_TITLE }]);

  const { state } = search;
  const settledName = useSettled(name);
  const request = useMemo(
    (): ActorsRequest | undefined =>
      state.kind === 'request'
        ? { ...state.request, ...ordering, page_size: PAGE_SIZE, search: settledName }
        : undefined,
    [state, ordering, settledName],
  );
  const api = useMemo(() => createActorsApi(core.http), [core]);
  const ask = useCallback(
    (asked: PanelRequest, signal: AbortSignal) => api.list(asked as ActorsRequest, signal),
    [api],
  );
  const load = useAnswer<Actors>(request, ask, search.done);
  const isEmpty = load.answer?.state === 'data' && load.answer.data.total === 0;
  const offeredRange = useOfferedRange(isEmpty, state.kind === 'request' ? state.request : undefined);
  const context: PanelContextValue = {
    ...actions,
    situation: {
      // the table knows of no events but those of users
      isRangeEmpty: undefined,
      isFiltered: settledName !== '' || (state.kind === 'request' && state.isFiltered),
    },
    offeredRange,
    clearSearch: () => {
      setName('');
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
  const onTableChange = ({ page, sort }: Criteria<ActorRow>) =>
    setOrdering((before) => ({
      page: page?.index ?? before.page,
      sort: (sort?.field as ActorSort | undefined) ?? before.sort,
      order: sort?.direction ?? before.order,
    }));

  return (
    <SearchPage
      tab="actors"
      title={ACTORS_TITLE}
      search={search}
      refresh={refresh}
      testSubject="cloudtrailActors"
    >
      <PanelContextProvider value={context}>
        <EuiFieldSearch
          fullWidth
          value={name}
          onChange={({ target }) => {
            setName(target.value);
            setOrdering((before) => ({ ...before, page: 0 }));
          }}
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
              'Users, roles and root that made calls in the time range; AWS’s own services are left out. Sessions are counted with their role, unless their name tells the person. The number beside the title is exact up to 3,000 and close beyond.',
          })}
          load={load}
          bodyHeight={600}
          events={NOT_AWS_SERVICES}
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
          {(data) => <ActorsTable data={data} ordering={ordering} onChange={onTableChange} />}
        </PanelFrame>
      </PanelContextProvider>
    </SearchPage>
  );
}
