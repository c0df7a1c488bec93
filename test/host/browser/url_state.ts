/** State in the address: what we use of Kibana's `kibanaUtils/public` and `data/public`. In JSON, where Kibana writes rison. */
import { isEqual } from 'lodash';
import { BehaviorSubject, Observable, distinctUntilChanged, skip, type Subscription } from 'rxjs';
import type {
  AppHistory,
  DataModule,
  Filter,
  KibanaUtilsModule,
  Query,
  RefreshInterval,
  StateContainer,
  TimeRange,
} from '../../../public/kibana/contracts';
import type { QueryService } from './data';

/** One change of the address for all that is set in one moment; a new entry in the history unless each replaces. */
class UrlStateStorage {
  private pending = new Map<string, object>();
  private isReplacing = true;

  constructor(private readonly history: AppHistory) {}

  readonly get = <T>(key: string): T | null => {
    const waiting = this.pending.get(key);
    if (waiting !== undefined) return waiting as T;
    const text = new URLSearchParams(this.history.location.search).get(key);
    if (text === null) return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      return null;
    }
  };

  readonly set = async (key: string, state: object, { replace = false } = {}): Promise<void> => {
    this.pending.set(key, state);
    this.isReplacing &&= replace;
    await Promise.resolve();
    this.flush();
  };

  readonly cancel = (): void => {
    this.pending = new Map();
    this.isReplacing = true;
  };

  readonly change$ = (): Observable<void> =>
    new Observable((observer) => this.history.listen(() => observer.next()));

  private flush(): void {
    if (this.pending.size === 0) return;
    const { pathname, search } = this.history.location;
    const parameters = new URLSearchParams(search);
    for (const [key, state] of this.pending) parameters.set(key, JSON.stringify(state));
    const write = this.isReplacing ? this.history.replace : this.history.push;
    this.cancel();
    const next = `?${parameters.toString()}`;
    if (next !== search) write(pathname + next);
  }
}

function createStateContainer<T extends object>(initial: T): StateContainer<T> {
  const state$ = new BehaviorSubject(initial);
  return { get: () => state$.value, set: (state) => state$.next(state), state$ };
}

const syncState: KibanaUtilsModule['syncState'] = ({ storageKey, stateStorage, stateContainer }) => {
  const storage = stateStorage as UrlStateStorage;
  let subscriptions: readonly Subscription[] = [];
  type State = ReturnType<typeof stateContainer.get>;
  return {
    start: () => {
      subscriptions = [
        stateContainer.state$.pipe(distinctUntilChanged(isEqual), skip(1)).subscribe((state) => {
          if (!isEqual(state, storage.get(storageKey))) void storage.set(storageKey, state);
        }),
        storage.change$().subscribe(() => {
          const state = storage.get<State>(storageKey);
          if (!isEqual(state, stateContainer.get())) stateContainer.set(state);
        }),
      ];
    },
    stop: () => {
      storage.cancel();
      subscriptions.forEach((subscription) => subscription.unsubscribe());
    },
  };
};

export const kibanaUtils: KibanaUtilsModule = {
  createKbnUrlStateStorage: ({ history }) => new UrlStateStorage(history),
  createStateContainer,
  syncState,
};

interface GlobalState {
  readonly time: TimeRange;
  readonly refreshInterval: RefreshInterval;
  readonly filters: readonly Filter[];
}

/** The two functions of `data/public`; over the host's own query service, whatever is given. */
export function createDataModule(service: QueryService): DataModule {
  const { timefilter, queryString, filterManager } = service;
  return {
    syncQueryStateWithUrl: (_query, storage) => {
      const now = (): GlobalState => ({
        time: timefilter.getTime(),
        refreshInterval: timefilter.getRefreshInterval(),
        filters: filterManager.getGlobalFilters(),
      });
      const given = storage.get<Partial<GlobalState>>('_g');
      const container = createStateContainer<GlobalState>({ ...now(), ...given });
      if (given === null) void storage.set('_g', container.get(), { replace: true });
      const subscriptions = [
        container.state$.subscribe(({ time, refreshInterval, filters }) => {
          timefilter.setTime(time);
          timefilter.setRefreshInterval(refreshInterval);
          filterManager.setGlobalFilters(filters);
        }),
        timefilter.getTimeUpdate$().subscribe(() => container.set(now())),
        timefilter.getRefreshIntervalUpdate$().subscribe(() => container.set(now())),
        filterManager.getUpdates$().subscribe(() => container.set(now())),
      ];
      const url = syncState<GlobalState>({
        storageKey: '_g',
        stateStorage: storage,
        stateContainer: { ...container, set: (state) => state && container.set({ ...now(), ...state }) },
      });
      url.start();
      return {
        stop: () => {
          url.stop();
          subscriptions.forEach((subscription) => subscription.unsubscribe());
        },
      };
    },
    connectToQueryState: (_query, container) => {
      const now = (): { query: Query; filters: readonly Filter[] } => ({
        query: queryString.getQuery(),
        filters: filterManager.getAppFilters(),
      });
      container.set({ ...container.get(), ...now() });
      const subscriptions = [
        container.state$.subscribe(({ query, filters = [] }) => {
          if (query) queryString.setQuery(query);
          filterManager.setAppFilters(filters);
        }),
        queryString.getUpdates$().subscribe(() => container.set({ ...container.get(), ...now() })),
        filterManager.getUpdates$().subscribe(() => container.set({ ...container.get(), ...now() })),
      ];
      return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
    },
  };
}
