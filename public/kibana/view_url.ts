/** Keeps in the address how a page shows what it found: pages and orders of its tables, and chosen forms. */
import type { AppHistory, CoreStart, KibanaUtilsModule } from './contracts';

/** Beside `_g` and `_a`, which hold what is looked for. */
const VIEW_STATE = '_v';

/** By the name of a part of the page. Whoever reads a part checks it: addresses come from anywhere. */
export type ViewState = Readonly<Record<string, unknown>>;

export interface ViewUrl {
  get(): ViewState;
  /** Makes a step for Back unless it is to replace the present one. */
  set(part: string, value: object, isReplacing: boolean): void;
}

export function viewInUrl(parts: {
  readonly uiSettings: CoreStart['uiSettings'];
  readonly history: AppHistory;
  readonly kibanaUtils: KibanaUtilsModule;
}): ViewUrl {
  const { uiSettings, history, kibanaUtils } = parts;
  const storage = kibanaUtils.createKbnUrlStateStorage({
    history,
    useHash: uiSettings.get<boolean>('state:storeInSessionStorage'),
    useHashQuery: false,
  });
  const get = (): ViewState => {
    const state = storage.get<unknown>(VIEW_STATE);
    return typeof state === 'object' && state !== null ? (state as ViewState) : {};
  };
  return {
    get,
    set: (part, value, isReplacing) =>
      void storage.set(VIEW_STATE, { ...get(), [part]: value }, { replace: isReplacing }),
  };
}

/** What stands behind the `?`, without it: another page has other parts. */
export function withoutView(search: string): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((parameter) => parameter !== '' && !parameter.startsWith(`${VIEW_STATE}=`));
  return kept.length > 0 ? `?${kept.join('&')}` : '';
}
