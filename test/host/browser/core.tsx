/** The browser's `core`: apps, chrome, toasts, theme, settings. State that the frame draws is in subjects. */
import type { EuiGlobalToastListToast } from '@elastic/eui';
import { createBrowserHistory } from 'history';
import { BehaviorSubject } from 'rxjs';
import type { CoreSetup, CoreStart, PluginsStart } from '../../../public/kibana/contracts';
import type { InjectedMetadata } from '../pages';
import { createHttp } from './http';
import { kbnI18nReact } from './i18n';

export type App = Parameters<CoreSetup['application']['register']>[0];
type AskOptions = Parameters<CoreStart['overlays']['openConfirm']>[1];
/** A question that waits for its answer. */
export interface OpenConfirm extends AskOptions {
  readonly question: string;
  answer(isYes: boolean): void;
}
export type Breadcrumb = Parameters<CoreStart['chrome']['setBreadcrumbs']>[0][number];

/** Kibana's defaults of the settings that plugins read. */
const UI_SETTINGS: Readonly<Record<string, unknown>> = {
  dateFormat: 'MMM D, YYYY @ HH:mm:ss.SSS',
  'dateFormat:tz': 'Browser',
  'dateFormat:dow': 'Sunday',
  'dateFormat:scaled': [
    ['', 'HH:mm:ss.SSS'],
    ['PT1S', 'HH:mm:ss'],
    ['PT1M', 'HH:mm'],
    ['PT1H', 'YYYY-MM-DD HH:mm'],
    ['P1DT', 'YYYY-MM-DD'],
    ['P1YT', 'YYYY'],
  ],
  'format:number:defaultPattern': '0,0.[000]',
  'histogram:maxBars': 1000,
  'histogram:barTarget': 50,
  'query:allowLeadingWildcards': true,
  'query:queryString:options': { analyze_wildcard: true },
  'courier:ignoreFilterIfFieldNotInIndex': false,
  'state:storeInSessionStorage': false,
  'timepicker:timeDefaults': { from: 'now-15m', to: 'now' },
  'timepicker:refreshIntervalDefaults': { pause: true, value: 60_000 },
};

export function createCore(metadata: InjectedMetadata) {
  const apps$ = new BehaviorSubject<readonly App[]>([]);
  const breadcrumbs$ = new BehaviorSubject<readonly Breadcrumb[]>([]);
  const toasts$ = new BehaviorSubject<readonly EuiGlobalToastListToast[]>([]);
  const currentApp$ = new BehaviorSubject<string | undefined>(undefined);
  const confirm$ = new BehaviorSubject<OpenConfirm | undefined>(undefined);
  const history = createBrowserHistory({ basename: metadata.basePath });
  const theme$ = new BehaviorSubject({ darkMode: metadata.darkMode });
  const http = createHttp(metadata.version, metadata.basePath);

  let toastCount = 0;
  const addToast =
    (color: EuiGlobalToastListToast['color'], iconType?: string) => (given: string | object) => {
      const toast = {
        id: String(++toastCount),
        color,
        iconType,
        ...(typeof given === 'string' ? { title: given } : given),
      };
      toasts$.next([...toasts$.value, toast]);
      return toast;
    };
  const removeToast = (toast: { readonly id: string } | string) => {
    const id = typeof toast === 'string' ? toast : toast.id;
    toasts$.next(toasts$.value.filter((other) => other.id !== id));
  };
  const settings: Readonly<Record<string, unknown>> = { ...UI_SETTINGS, 'theme:darkMode': metadata.darkMode };

  const openFromLocation = () => {
    const [, , id] = history.location.pathname.split('/');
    if (currentApp$.value !== id) {
      breadcrumbs$.next([]);
      currentApp$.next(id);
    }
  };
  history.listen(openFromLocation);
  const getUrlForApp = (id: string, { path = '' }: { readonly path?: string } = {}) =>
    `${metadata.basePath}/app/${id}${path === '' || /^[/?#]/.test(path) ? path : `/${path}`}`;
  const navigateToUrl = (url: string) => {
    if (!url.startsWith(`${metadata.basePath}/app/`)) {
      window.location.assign(url);
      return Promise.resolve();
    }
    history.push(url.slice(metadata.basePath.length));
    return Promise.resolve();
  };
  const changeTitle = (title: string | readonly string[]) => {
    document.title = [...(typeof title === 'string' ? [title] : title), 'Elastic'].join(' - ');
  };

  const start = {
    application: {
      capabilities: metadata.capabilities,
      currentAppId$: currentApp$.asObservable(),
      getUrlForApp,
      navigateToApp: (id: string, options?: { readonly path?: string }) =>
        navigateToUrl(getUrlForApp(id, options)),
      navigateToUrl,
    },
    chrome: {
      setBreadcrumbs: (breadcrumbs: readonly Breadcrumb[]) => breadcrumbs$.next(breadcrumbs),
      docTitle: { change: changeTitle, reset: () => changeTitle([]) },
    },
    http,
    i18n: { Context: kbnI18nReact.I18nProvider },
    notifications: {
      toasts: {
        add: addToast(undefined),
        addSuccess: addToast('success', 'check'),
        addWarning: addToast('warning', 'help'),
        addDanger: addToast('danger', 'error'),
        addError: (error: Error, { title }: { readonly title: string }) =>
          addToast('danger', 'error')({ title, text: error.message }),
        remove: removeToast,
      },
    },
    overlays: {
      openConfirm: (question: string, options: AskOptions) =>
        new Promise<boolean>((resolve) => {
          const answer = (isYes: boolean) => {
            confirm$.next(undefined);
            resolve(isYes);
          };
          confirm$.next({ ...options, question, answer });
        }),
    },
    theme: { theme$: theme$.asObservable() },
    uiSettings: {
      get: <T,>(key: string, fallback?: T): T => {
        if (!(key in settings)) {
          if (fallback !== undefined) return fallback;
          throw new Error(
            `Unexpected \`IUiSettingsClient.get("${key}")\` call on unrecognized configuration setting "${key}".`,
          );
        }
        return settings[key] as T;
      },
    },
  };

  const setup = (startServices: Promise<[CoreStart, PluginsStart, unknown]>) =>
    ({
      application: {
        register: (app: App) => {
          if (apps$.value.some(({ id }) => id === app.id)) {
            throw new Error(`An application is already registered with the id "${app.id}"`);
          }
          apps$.next([...apps$.value, app]);
        },
      },
      getStartServices: () => startServices,
      http,
      theme: start.theme,
      uiSettings: start.uiSettings,
    }) satisfies CoreSetup & Record<string, unknown>;

  return {
    start,
    setup,
    apps$,
    breadcrumbs$,
    confirm$,
    currentApp$,
    history,
    openFromLocation,
    removeToast,
    theme$,
    toasts$,
    http,
  };
}
export type Core = ReturnType<typeof createCore>;
