/** The search bar's content (time, query, filters) as one panel request. */
import { buildEsQuery } from '@kbn/es-query';
import { i18n } from '@kbn/i18n';
import type { PanelRequest } from '../../common/panels';
import type { CoreStart, DataView, PluginsStart } from './contracts';
import { narrowsEvents } from './filters';
import { fingerprint } from './fingerprint';
import { configuredTimeZone } from './time_zone';

const NO_TIME_RANGE = i18n.translate('cloudtrail.search.noTimeRange', {
  defaultMessage: 'The time range has no beginning or no end.',
});

export type SearchState =
  | {
      readonly kind: 'request';
      readonly request: PanelRequest;
      readonly isFiltered: boolean;
      /** The same for the same time range, query and pills, at whatever moment relative times were counted. */
      readonly question: string;
    }
  /** The query or the time can't be read; `message` says why, for people. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** Reads the search bar's content now; relative times become absolute ones. */
export function readSearchState(
  core: CoreStart,
  data: PluginsStart['data'],
  dataView: DataView,
): SearchState {
  const { timefilter, queryString, filterManager } = data.query;
  const { min, max } = timefilter.timefilter.getBounds();
  if (!min || !max) return { kind: 'unreadable', message: NO_TIME_RANGE };
  const query = queryString.getQuery();
  const filters = filterManager.getFilters();
  try {
    const isFiltered = narrowsEvents(query.query, filters);
    const request: PanelRequest = {
      from: min.toISOString(),
      to: max.toISOString(),
      time_zone: configuredTimeZone(core.uiSettings),
      ...(isFiltered && { query: buildEsQuery(dataView, [query], filters, esQueryConfig(core.uiSettings)) }),
    };
    const question = fingerprint([timefilter.timefilter.getTime(), request.query ?? null]);
    return { kind: 'request', request, isFiltered, question };
  } catch (thrown) {
    return { kind: 'unreadable', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** The settings by which Kibana's parser reads a query, as `getEsQueryConfig` of the data plugin gathers them. */
function esQueryConfig(uiSettings: CoreStart['uiSettings']): Record<string, unknown> {
  return {
    allowLeadingWildcards: uiSettings.get('query:allowLeadingWildcards'),
    queryStringOptions: uiSettings.get('query:queryString:options'),
    ignoreFilterIfFieldNotInIndex: uiSettings.get('courier:ignoreFilterIfFieldNotInIndex'),
    dateFormatTZ: uiSettings.get('dateFormat:tz'),
  };
}
