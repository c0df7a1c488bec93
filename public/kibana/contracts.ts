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
export interface Query {
  readonly query: string | Readonly<Record<string, unknown>>;
  readonly language: string;
}
/** Kibana's filter pill. */
export interface Filter {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
}
/** Only handed on. */
export interface DataView {
  readonly id?: string;
  readonly title: string;
}

/** Kibana's history of one app: paths are seen from the app's root, as `/sources/new`. */
export interface AppHistory {
  readonly location: { readonly pathname: string };
  push(path: string): void;
  replace(path: string): void;
  listen(onChange: () => void): () => void;
  /** The whole address of a path of the app. */
  createHref(location: { readonly pathname: string }): string;
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
  readonly showQueryMenu: boolean;
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
        getUpdates$(): Observable<unknown>;
      };
      readonly filterManager: {
        getFilters(): readonly Filter[];
        addFilters(filters: readonly Filter[]): void;
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
  };
  readonly unifiedSearch: { readonly ui: { readonly SearchBar: ComponentType<SearchBarProps> } };
  readonly charts: {
    readonly theme: {
      /** A hook. The chart theme of the current colour mode; only handed on to Elastic Charts. */
      useChartsBaseTheme(): unknown;
    };
  };
}

/** `@kbn/es-query` of Kibana's shared dependencies: the search bar's content as one Elasticsearch query. */
export interface EsQueryModule {
  /** Throws on a query that can't be parsed. */
  buildEsQuery(
    dataView: DataView | undefined,
    queries: readonly Query[],
    filters: readonly Filter[],
    config?: Readonly<Record<string, unknown>>,
  ): Record<string, unknown>;
}
