/** What every page has at hand: Kibana's services, formats, the user's rights, and the way to other pages. */
import { createContext, useContext } from 'react';
import type { AppHistory, CoreStart, PluginsStart, TimeRange } from '../kibana/contracts';
import type { Formats } from '../kibana/formats';
import type { SourceRights } from './rights';
import type { Route } from './routes';

export type Destination = Exclude<Route, { readonly page: 'unknown' }>;

export interface AppContextValue {
  readonly core: CoreStart;
  readonly plugins: PluginsStart;
  readonly history: AppHistory;
  readonly formats: Formats;
  readonly rights: SourceRights;
  /** The address of a page, for links. */
  href(to: Destination): string;
  /** Goes there without loading anew; with a time range of its own, or else the present one. */
  open(to: Destination, time?: TimeRange): void;
}

const AppContext = createContext<AppContextValue | undefined>(undefined);

export const AppContextProvider = AppContext.Provider;

/** Throws outside of the app. */
export function useApp(): AppContextValue {
  const value = useContext(AppContext);
  if (!value) throw new Error('A page stands outside of the app.');
  return value;
}
