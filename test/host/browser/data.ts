/** The data plugin's query services: time range, refresh, query text, filters. No search. */
import dateMath from '@elastic/datemath';
import { isEqual } from 'lodash';
import { BehaviorSubject, Subject, skip, type Observable } from 'rxjs';
import type {
  Filter,
  PluginsStart,
  Query,
  RefreshInterval,
  TimeRange,
} from '../../../public/kibana/contracts';

/** Kibana's defaults (`timepicker:timeDefaults`, `timepicker:refreshIntervalDefaults`). */
const DEFAULT_TIME: TimeRange = { from: 'now-15m', to: 'now' };
const DEFAULT_REFRESH: RefreshInterval = { pause: true, value: 60_000 };
const DEFAULT_QUERY: Query = { query: '', language: 'kuery' };

/** Emits once a refresh interval; the next one begins only when whoever listens has called `done`, as in Kibana. */
class AutoRefreshLoop {
  readonly fetch$ = new Subject<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  restart({ pause, value }: RefreshInterval): void {
    clearTimeout(this.timer);
    if (pause || value <= 0) return;
    this.timer = setTimeout(() => {
      let waiting = this.fetch$.observers.length;
      const done = () => {
        waiting -= 1;
        if (waiting <= 0) this.restart({ pause, value });
      };
      if (waiting === 0) done();
      else this.fetch$.next(done);
    }, value);
  }
}

type DataQuery = PluginsStart['data']['query'];

export class Timefilter {
  private readonly time$ = new BehaviorSubject<TimeRange>(DEFAULT_TIME);
  private readonly refresh$ = new BehaviorSubject<RefreshInterval>(DEFAULT_REFRESH);
  private readonly loop = new AutoRefreshLoop();

  readonly getTime = (): TimeRange => this.time$.value;
  readonly setTime = (time: Partial<TimeRange>): void => {
    const next = { ...this.time$.value, ...time };
    if (!isEqual(next, this.time$.value)) this.time$.next(next);
  };
  readonly getTimeUpdate$ = (): Observable<unknown> => this.time$.pipe(skip(1));
  readonly getBounds = () => {
    const { from, to } = this.time$.value;
    return { min: dateMath.parse(from), max: dateMath.parse(to, { roundUp: true }) };
  };
  readonly getAbsoluteTime = (): TimeRange => {
    const { min, max } = this.getBounds();
    const { from, to } = this.time$.value;
    return { from: min?.toISOString() ?? from, to: max?.toISOString() ?? to };
  };
  readonly getRefreshInterval = (): RefreshInterval => this.refresh$.value;
  readonly setRefreshInterval = (interval: Partial<RefreshInterval>): void => {
    const next = { ...this.refresh$.value, ...interval };
    if (isEqual(next, this.refresh$.value)) return;
    this.refresh$.next(next);
    this.loop.restart(next);
  };
  readonly getRefreshIntervalUpdate$ = (): Observable<unknown> => this.refresh$.pipe(skip(1));
  readonly getAutoRefreshFetch$ = () => this.loop.fetch$.asObservable();
}

export class QueryString {
  private readonly query$ = new BehaviorSubject<Query>(DEFAULT_QUERY);

  readonly getQuery = (): Query => this.query$.value;
  readonly setQuery = (query: Query): void => {
    if (!isEqual(query, this.query$.value)) this.query$.next(query);
  };
  readonly clearQuery = (): void => this.setQuery(DEFAULT_QUERY);
  readonly getUpdates$ = (): Observable<Query> => this.query$.pipe(skip(1));
}

const isPinned = ({ $state }: Filter) => $state?.store === 'globalState';

export class FilterManager {
  private readonly filters$ = new BehaviorSubject<readonly Filter[]>([]);

  readonly getFilters = (): readonly Filter[] => this.filters$.value;
  readonly getGlobalFilters = (): readonly Filter[] => this.filters$.value.filter(isPinned);
  readonly getAppFilters = (): readonly Filter[] => this.filters$.value.filter((one) => !isPinned(one));
  readonly setGlobalFilters = (filters: readonly Filter[]): void =>
    this.setFilters([...filters, ...this.getAppFilters()]);
  readonly setAppFilters = (filters: readonly Filter[]): void =>
    this.setFilters([...this.getGlobalFilters(), ...filters]);
  readonly setFilters = (filters: readonly Filter[]): void => {
    if (!isEqual(filters, this.filters$.value)) this.filters$.next(filters);
  };
  /** One filter or several; the same query twice is one pill. */
  readonly addFilters = (added: readonly Filter[] | Filter): void => {
    const all = [...this.filters$.value];
    for (const filter of Array.isArray(added) ? (added as readonly Filter[]) : [added as Filter]) {
      const same = (other: Filter) =>
        isEqual(other.query, filter.query) && other.meta['negate'] === filter.meta['negate'];
      if (!all.some(same)) all.push(filter);
    }
    this.setFilters(all);
  };
  readonly removeFilter = (filter: Filter): void =>
    this.setFilters(this.filters$.value.filter((other) => !isEqual(other, filter)));
  readonly removeAll = (): void => this.setFilters([]);
  readonly getUpdates$ = (): Observable<unknown> => this.filters$.pipe(skip(1));
}

/** `data.query`, and the same parts with what only the search bar uses. */
export function createQueryService() {
  const timefilter = new Timefilter();
  const queryString = new QueryString();
  const filterManager = new FilterManager();
  const query: DataQuery = { timefilter: { timefilter }, queryString, filterManager };
  return { query, timefilter, queryString, filterManager };
}
export type QueryService = ReturnType<typeof createQueryService>;
