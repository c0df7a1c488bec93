/**
 * Those parts of Kibana's browser contracts that this plugin uses, declared narrowly by ourselves: Kibana publishes no
 * types on npm. Holds for Kibana 8.12 to 9.x unless a member says otherwise; tried on 8.12.2.
 */
import type { ComponentType, ReactNode } from 'react';
import type { Observable } from 'rxjs';
import type { DataViewFieldSpec } from '../../common/data_view_fields';

export interface TimeRange {
  readonly from: string;
  readonly to: string;
}
export interface RefreshInterval {
  readonly pause: boolean;
  /** ms */
  readonly value: number;
}
export interface Query {
  readonly query: string | Readonly<Record<string, unknown>>;
  readonly language: string;
}
/** Kibana's filter pill. Pills of one app are in `appState`; pinned ones, in `globalState`, go along to other apps. */
export interface Filter {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly $state?: { readonly store: 'appState' | 'globalState' };
}
/** Only handed on. */
export interface DataView {
  readonly id?: string;
  readonly title: string;
  readonly timeFieldName?: string;
  readonly name?: string;
}

/** Kibana's history of one app: paths are seen from the app's root, as `/sources/new`. */
export interface AppHistory {
  readonly location: { readonly pathname: string; readonly search: string };
  push(path: string): void;
  replace(path: string): void;
  listen(onChange: () => void): () => void;
  /** The whole address of a path of the app; `search` begins with its `?`. */
  createHref(location: { readonly pathname: string; readonly search?: string }): string;
  /** Asked before each navigation, also to other apps: false keeps the page. `next` is seen from Kibana's root. */
  block(mayLeave: (next: NextLocation) => false | undefined): () => void;
}
export interface NextLocation {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

export interface AppMountParameters {
  readonly element: HTMLElement;
  readonly appBasePath: string;
  readonly history: AppHistory;
  readonly theme$?: Observable<{ readonly darkMode: boolean }>;
}

export interface CoreSetup {
  readonly application: {
    register(app: {
      readonly id: string;
      readonly title: string;
      readonly euiIconType?: string;
      readonly order?: number;
      readonly category?: {
        readonly id: string;
        readonly label: string;
        readonly order?: number;
        readonly euiIconType?: string;
      };
      /** Pages that Kibana's search finds; a path begins at the app's root. */
      readonly deepLinks?: readonly {
        readonly id: string;
        readonly title: string;
        readonly path: string;
        readonly keywords?: readonly string[];
      }[];
      mount(parameters: AppMountParameters): Promise<() => void>;
    }): void;
  };
  getStartServices(): Promise<[CoreStart, PluginsStart, unknown]>;
}

export interface HttpFetchOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

export interface CoreStart {
  readonly application: {
    /** By feature: what this user may do in this space. A feature that the user lacks is all false, or absent. */
    readonly capabilities: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
    /** With Kibana's base path. */
    navigateToUrl(url: string): Promise<void>;
  };
  readonly http: {
    fetch<T>(path: string, options: HttpFetchOptions): Promise<T>;
    /** The answer with its body unread. Rejects on a status of 400 and more, the body unread then, too. */
    fetch(
      path: string,
      options: HttpFetchOptions & { readonly asResponse: true; readonly rawResponse: true },
    ): Promise<{ readonly response?: Response }>;
    readonly basePath: { prepend(path: string): string };
  };
  readonly overlays: {
    /** Asks in a modal of Kibana's; false also when it is closed. */
    openConfirm(
      question: string,
      options: {
        readonly title: string;
        readonly confirmButtonText: string;
        readonly cancelButtonText: string;
        readonly buttonColor: 'danger' | 'primary';
        readonly 'data-test-subj'?: string;
      },
    ): Promise<boolean>;
  };
  readonly chrome: {
    setBreadcrumbs(breadcrumbs: readonly { readonly text: string; readonly href?: string }[]): void;
    readonly docTitle: { change(title: string): void };
  };
  readonly theme: { readonly theme$: Observable<{ readonly darkMode: boolean }> };
  readonly i18n: { readonly Context: ComponentType<{ children: ReactNode }> };
  readonly uiSettings: { get<T>(key: string): T };
  readonly notifications: {
    readonly toasts: { addDanger(message: string): void; addSuccess(message: string): void };
  };
}

/** An error as core.http throws it. */
export interface HttpFetchError extends Error {
  readonly body?: {
    readonly statusCode: number;
    readonly message: string;
    readonly attributes?: { readonly code?: string };
  };
  readonly response?: { readonly status: number; json(): Promise<unknown> };
}

export interface SearchBarProps {
  readonly appName: string;
  readonly indexPatterns: readonly DataView[];
  readonly showDatePicker: boolean;
  readonly showFilterBar: boolean;
  readonly showQueryInput: boolean;
  /** Saved queries in the menu before the query, by Kibana's own privilege for them. */
  readonly saveQueryMenuVisibility: 'globally_managed';
  /** The bar then reads and writes data.query by itself. */
  readonly useDefaultBehaviors: boolean;
  onQuerySubmit(payload: { readonly dateRange: TimeRange; readonly query?: Query }, isUpdate?: boolean): void;
}

export interface PluginsStart {
  readonly data: {
    readonly query: {
      readonly timefilter: {
        readonly timefilter: {
          getTime(): TimeRange;
          setTime(range: TimeRange): void;
          getRefreshInterval(): RefreshInterval;
          /** The range in absolute terms. */
          getBounds(): { readonly min?: { toISOString(): string }; readonly max?: { toISOString(): string } };
          /** Emits on a change of the range. */
          getTimeUpdate$(): Observable<unknown>;
          /** Emits when a refresh interval has run out. */
          getAutoRefreshFetch$(): Observable<(() => void) | unknown>;
        };
      };
      readonly queryString: {
        getQuery(): Query;
        setQuery(query: Query): void;
        /** Back to no query in the user's preferred language. */
        clearQuery(): void;
        getUpdates$(): Observable<unknown>;
      };
      readonly filterManager: {
        /** Pinned ones, too. */
        getFilters(): readonly Filter[];
        getAppFilters(): readonly Filter[];
        getGlobalFilters(): readonly Filter[];
        addFilters(filters: readonly Filter[]): void;
        setFilters(filters: readonly Filter[]): void;
        /** Leaves pinned ones as they are. */
        setAppFilters(filters: readonly Filter[]): void;
        removeAll(): void;
        getUpdates$(): Observable<unknown>;
      };
    };
  };
  readonly dataViews: {
    /** Asks for the fields unless told to skip it; a refusal rejects when it is not to be shown as a toast. */
    create(
      spec: {
        readonly title: string;
        readonly timeFieldName: string;
        readonly id?: string;
        readonly name?: string;
        /** What it knows when it asks for none. */
        readonly fields?: Readonly<Record<string, DataViewFieldSpec>>;
      },
      skipFetchFields?: boolean,
      displayErrors?: boolean,
    ): Promise<DataView>;
    /** Forgets what `create` made under this id; it remembers even its failure. */
    clearInstanceCache(id: string): void;
    readonly hasData: {
      /** Whether anybody has saved a data view in this space. */
      hasUserDataView(): Promise<boolean>;
    };
    /** Whether the user may save one. */
    getCanSaveSync(): boolean;
    createAndSave(
      spec: { readonly title: string; readonly timeFieldName?: string; readonly id?: string },
      override?: boolean,
      skipFetchFields?: boolean,
    ): Promise<unknown>;
  };
  readonly unifiedSearch: { readonly ui: { readonly SearchBar: ComponentType<SearchBarProps> } };
  readonly charts: {
    readonly theme: {
      /** A hook. The chart theme of the current colour mode; only handed on to Elastic Charts. */
      useChartsBaseTheme(): unknown;
    };
  };
  readonly share?: {
    readonly url: { readonly locators: { get(id: string): Locator | undefined } };
  };
  readonly inspector?: {
    open(adapters: { readonly requests: RequestAdapter }, options: { readonly title: string }): unknown;
  };
}

/** Leads to a page of another app. */
export interface Locator {
  /** An address that loses nothing, unlike `getUrl`: a data view made up for a visit travels in it. */
  getRedirectUrl(parameters: object): string;
  navigate(parameters: object): Promise<void>;
}

/** Kibana's record of requests, which its inspector shows. */
export interface RequestAdapter {
  /** `startTime` in milliseconds since 1970. */
  start(name: string, options?: { readonly description?: string }, startTime?: number): RequestResponder;
}
export interface RequestResponder {
  json(request: object): RequestResponder;
  stats(
    stats: Readonly<Record<string, { readonly label: string; readonly value: string }>>,
  ): RequestResponder;
  ok(response: { readonly json: object }): void;
  error(response: { readonly json: object }): void;
}

/** State in the address (kibanaUtils' IKbnUrlStateStorage). */
export interface UrlStateStorage {
  get<T>(key: string): T | null;
  /** Makes an entry in the browser's history unless told to replace the present one. */
  set(key: string, state: object, options?: { readonly replace: boolean }): Promise<unknown>;
}
export interface StateContainer<T> {
  get(): T;
  set(state: T): void;
  readonly state$: Observable<T>;
}

/** `kibanaUtils/public`. */
export interface KibanaUtilsModule {
  createKbnUrlStateStorage(options: {
    readonly history: AppHistory;
    /** Keeps only a hash in the address, and the state in the browser's session. */
    readonly useHash: boolean;
    /** False: behind the `?` and not in the address's hash. */
    readonly useHashQuery: boolean;
  }): UrlStateStorage;
  createStateContainer<T extends object>(initial: T): StateContainer<T>;
  syncState<T extends object>(parts: {
    readonly storageKey: string;
    readonly stateStorage: UrlStateStorage;
    /** Is set to null when the address loses the state. */
    readonly stateContainer: Omit<StateContainer<T>, 'set'> & { set(state: T | null): void };
  }): { start(): void; stop(): void };
}

/** `data/public`, beside the plugin's contract. */
export interface DataModule {
  /** Time, refresh interval and pinned pills to `_g` and back; the address comes first. */
  syncQueryStateWithUrl(
    query: PluginsStart['data']['query'],
    storage: UrlStateStorage,
  ): { readonly stop: () => void };
  /** What data.query holds comes first; the answer ends it. */
  connectToQueryState<T extends { filters?: readonly Filter[]; query?: Query }>(
    query: PluginsStart['data']['query'],
    container: StateContainer<T>,
    config: { readonly filters: 'appState'; readonly query: true },
  ): () => void;
}

/** `inspector/common`. */
export interface InspectorModule {
  readonly RequestAdapter: new () => RequestAdapter;
}

/** `@kbn/es-query` of Kibana's shared dependencies: the search bar's content as one Elasticsearch query. */
export interface EsQueryModule {
  /** Throws on a query that can't be parsed. Of a data view it takes the fields only, where they are given. */
  buildEsQuery(
    dataView:
      DataView | { readonly title: string; readonly fields: readonly DataViewFieldSpec[] } | undefined,
    queries: readonly Query[],
    filters: readonly Filter[],
    config?: Readonly<Record<string, unknown>>,
  ): Record<string, unknown>;
}
