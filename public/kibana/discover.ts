/** Leads to Discover with the same time, query and pills, over the same events. */
import type { CoreStart, DataView, Filter, Locator, PluginsStart } from './contracts';

const DISCOVER_LOCATOR = 'DISCOVER_APP_LOCATOR';
/** The feature's name in Kibana 8.12 and, from 9.0 on, in 9.x. */
const DISCOVER_FEATURES = ['discover', 'discover_v2'];

/** What Discover's table shows, and in which order. */
export interface DiscoverTable {
  readonly columns: readonly string[];
  readonly sort: { readonly field: string; readonly order: 'asc' | 'desc' };
}

/** Opens Discover; `extra` are pills beside those of the search bar. Without a table it shows what it shows by itself. */
export type OpenInDiscover = (extra: readonly Filter[], table?: DiscoverTable) => void;

/** Undefined where this Kibana has no Discover, or the user no right to it. */
export function discoverOpener(
  core: Pick<CoreStart, 'application'>,
  { share, data, dataViews }: Pick<PluginsStart, 'share' | 'data' | 'dataViews'>,
  dataView: DataView,
): OpenInDiscover | undefined {
  const { capabilities } = core.application;
  const locator: Locator | undefined = share?.url.locators.get(DISCOVER_LOCATOR);
  if (!locator || !DISCOVER_FEATURES.some((feature) => capabilities[feature]?.['show'] === true)) {
    return undefined;
  }
  const { id, title, timeFieldName, name } = dataView;
  const spec = { id, title, timeFieldName, name };
  const open = async (extra: readonly Filter[], table?: DiscoverTable) => {
    await saveWhereThereIsNone(dataViews, spec);
    const { timefilter, queryString, filterManager } = data.query;
    await locator.navigate({
      // made up for this visit: it can't be told by its id alone
      dataViewSpec: spec,
      timeRange: timefilter.timefilter.getTime(),
      query: queryString.getQuery(),
      filters: [...filterManager.getFilters(), ...extra],
      ...(table && {
        // Discover puts the time first by itself
        columns: table.columns.filter((column) => column !== timeFieldName),
        sort: [[table.sort.field, table.sort.order]],
      }),
    });
  };
  return (extra, table) => void open(extra, table);
}

/** In a space without any data view Discover asks for one, in place of showing those that are made up for a visit. */
async function saveWhereThereIsNone(
  dataViews: PluginsStart['dataViews'],
  spec: Pick<DataView, 'id' | 'title' | 'timeFieldName' | 'name'>,
): Promise<void> {
  try {
    if ((await dataViews.hasData.hasUserDataView()) || !dataViews.getCanSaveSync()) return;
    await dataViews.createAndSave(spec, true);
  } catch {
    // Discover says itself what it misses
  }
}
