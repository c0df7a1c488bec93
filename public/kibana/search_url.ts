/** Keeps what the search bar holds in the address, as Kibana's own apps do: `_g` and `_a`. */
import type {
  AppHistory,
  CoreStart,
  DataModule,
  Filter,
  KibanaUtilsModule,
  PluginsStart,
  Query,
} from './contracts';

const APP_STATE = '_a';
const GLOBAL_STATE = '_g';

/** In `_a`. Time, refresh interval and pinned pills are in `_g`, which Kibana's other apps share. */
interface AppState {
  readonly query?: Query;
  readonly filters?: readonly Filter[];
}

export interface SearchUrlParts {
  readonly uiSettings: CoreStart['uiSettings'];
  readonly data: PluginsStart['data'];
  readonly history: AppHistory;
  readonly kibanaUtils: KibanaUtilsModule;
  readonly dataModule: DataModule;
}

/**
 * Takes over what the address says, then follows in both directions, so that Back, a reload and a copied link give the same
 * view. Returns what ends it: query and pills are taken back then, so that they do not narrow Kibana's other apps.
 */
export function keepSearchInUrl(parts: SearchUrlParts): () => void {
  const { uiSettings, data, history, kibanaUtils, dataModule } = parts;
  const { filterManager, queryString, timefilter } = data.query;
  const storage = kibanaUtils.createKbnUrlStateStorage({
    history,
    useHash: uiSettings.get<boolean>('state:storeInSessionStorage'),
    useHashQuery: false,
  });

  const global = dataModule.syncQueryStateWithUrl(data.query, storage);
  // connectToQueryState takes data.query's part at first
  const { query, filters } = storage.get<AppState>(APP_STATE) ?? {};
  filterManager.setAppFilters(filters ?? []);
  if (query) queryString.setQuery(query);
  else queryString.clearQuery();
  const container = kibanaUtils.createStateContainer<AppState>({
    query: queryString.getQuery(),
    filters: filterManager.getAppFilters(),
  });
  const disconnect = dataModule.connectToQueryState(data.query, container, {
    filters: 'appState',
    query: true,
  });
  const replaceInUrl = { replace: true };
  void storage.set(APP_STATE, container.get(), replaceInUrl);
  const app = kibanaUtils.syncState<AppState>({
    storageKey: APP_STATE,
    stateStorage: storage,
    stateContainer: {
      get: container.get,
      state$: container.state$,
      set: (state) => {
        if (state) container.set({ ...container.get(), ...state });
      },
    },
  });
  app.start();

  // a link of Kibana's own navigation to this app has no state, and changes none
  const unlisten = history.listen(() => {
    if (storage.get(APP_STATE) === null) void storage.set(APP_STATE, container.get(), replaceInUrl);
    if (storage.get(GLOBAL_STATE) !== null) return;
    const { timefilter: times } = timefilter;
    const state = {
      time: times.getTime(),
      refreshInterval: times.getRefreshInterval(),
      filters: filterManager.getGlobalFilters(),
    };
    void storage.set(GLOBAL_STATE, state, replaceInUrl);
  });

  return () => {
    unlisten();
    app.stop();
    disconnect();
    global.stop();
    filterManager.setAppFilters([]);
    queryString.clearQuery();
  };
}
