/** What marks and menus of panels do, on every page with a search bar. */
import { i18n } from '@kbn/i18n';
import { useMemo } from 'react';
import type { PanelAnswer, PanelId } from '../../../common/panels';
import { panelError, panelFetcher } from '../../api';
import { discoverOpener } from '../../kibana/discover';
import { namedFilter, phraseFilter } from '../../kibana/filters';
import { inspectSearch } from '../../kibana/inspect';
import { kibanaBundle } from '../../kibana/kibana_bundles';
import type { PanelContextValue } from '../../panels/frame/panel_context';
import { useApp } from '../app_context';
import { useDataView } from './search_context';

const TOOK = i18n.translate('cloudtrail.inspect.took', { defaultMessage: 'Time in Elasticsearch' });

export interface PanelActions extends Omit<PanelContextValue, 'situation' | 'offeredRange' | 'retry'> {
  /** For what is no panel of `panels/{panel}`: `ask` answers with what was asked of Elasticsearch. */
  readonly inspectAnswer?: (title: string, ask: () => Promise<PanelAnswer<unknown>>) => Promise<void>;
}

export function usePanelActions(): PanelActions {
  const { core, plugins, formats } = useApp();
  const dataView = useDataView();
  return useMemo(() => {
    const { data, charts, inspector } = plugins;
    const { filterManager, queryString, timefilter } = data.query;
    const openDiscover = discoverOpener(core, plugins, dataView);
    const fetchPanel = panelFetcher(core.http);
    const inspectAnswer: PanelActions['inspectAnswer'] =
      inspector &&
      (async (title, ask) => {
        try {
          const answer = await ask();
          if (answer.state !== 'data' || !answer.inspected) return;
          inspectSearch(inspector, kibanaBundle('plugin/inspector/common'), title, answer.inspected, TOOK);
        } catch (thrown) {
          core.notifications.toasts.addDanger(panelError(thrown).message);
        }
      });
    return {
      formats,
      charts,
      showRange: (range) => timefilter.timefilter.setTime(range),
      clearSearch: () => {
        const { language } = queryString.getQuery();
        queryString.setQuery({ query: '', language });
        filterManager.removeAll();
      },
      filterFor: (field, value) => filterManager.addFilters([phraseFilter(dataView.id, field, value)]),
      filterOut: (field, value) => filterManager.addFilters([phraseFilter(dataView.id, field, value, true)]),
      filterByQuery: (name, events, isOut) =>
        filterManager.addFilters([namedFilter(dataView.id, name, events, isOut)]),
      inspectAnswer,
      inspect:
        inspectAnswer &&
        ((panel, title, request) =>
          void inspectAnswer(title, () =>
            fetchPanel(panel as PanelId, { ...request, inspect: true }, new AbortController().signal),
          )),
      openInDiscover:
        openDiscover &&
        ((title, events, table) =>
          openDiscover(events ? [namedFilter(dataView.id, title, events)] : [], table)),
    };
  }, [core, plugins, formats, dataView]);
}
