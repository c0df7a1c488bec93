/** How the page shows what it found, as the address has it: a copied link, a reload and Back show the same. */
import React, { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { kibanaBundle } from '../../kibana/kibana_bundles';
import type { ViewState } from '../../kibana/view_url';
import { viewInUrl } from '../../kibana/view_url';
import { useApp } from '../app_context';

interface ViewStore {
  get(): ViewState;
  set(part: string, value: object, isReplacing: boolean): void;
  /** Calls back after each change; gives what ends it. */
  listen(onChange: () => void): () => void;
}

const ViewContext = createContext<ViewStore | undefined>(undefined);

export function ViewProvider({ children }: { children: ReactNode }) {
  const { core, history } = useApp();
  const store = useMemo((): ViewStore => {
    const { uiSettings } = core;
    const url = viewInUrl({ uiSettings, history, kibanaUtils: kibanaBundle('plugin/kibanaUtils/public') });
    return { ...url, listen: (onChange) => history.listen(onChange) };
  }, [core, history]);
  return <ViewContext.Provider value={store}>{children}</ViewContext.Provider>;
}

/** For a page that can't be called up by its address: its tables keep their state while it is open. */
export function UnaddressedView({ children }: { children: ReactNode }) {
  const store = useMemo((): ViewStore => {
    let state: ViewState = {};
    const listeners = new Set<() => void>();
    return {
      get: () => state,
      set: (part, value) => {
        state = { ...state, [part]: value };
        listeners.forEach((onChange) => onChange());
      },
      listen: (onChange) => {
        listeners.add(onChange);
        return () => void listeners.delete(onChange);
      },
    };
  }, []);
  return <ViewContext.Provider value={store}>{children}</ViewContext.Provider>;
}

/**
 * One part of it, as `read` understands what the address says (undefined where it is silent), and what changes it. A change
 * is a step for Back unless it replaces. `read` must stay the same function. Only a change of this part draws anew.
 */
export function useView<T extends object>(
  part: string,
  read: (said: unknown) => T,
): readonly [T, (change: Partial<T>, options?: { readonly isReplacing: boolean }) => void] {
  const store = useContext(ViewContext);
  if (!store) throw new Error('A table stands outside of the app.');
  const [said, setSaid] = useState(() => JSON.stringify(store.get()[part]));
  useEffect(() => {
    const follow = () => setSaid(JSON.stringify(store.get()[part]));
    follow();
    return store.listen(follow);
  }, [store, part]);
  const value = useMemo(() => read(said === undefined ? undefined : JSON.parse(said)), [said, read]);
  const change = useCallback(
    (next: Partial<T>, { isReplacing } = { isReplacing: false }) =>
      store.set(part, { ...value, ...next }, isReplacing),
    [store, part, value],
  );
  return [value, change];
}
