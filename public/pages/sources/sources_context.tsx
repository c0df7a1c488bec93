/** What all pages about sources have at hand: their requests, and what kibana.yml allows. */
import { createContext, useContext } from 'react';
import type { SetupResponse } from '../../../common/setup';
import type { SourcesApi } from './sources_api';

export interface SourcesContextValue {
  readonly api: SourcesApi;
  readonly setup: SetupResponse;
}

const SourcesContext = createContext<SourcesContextValue | undefined>(undefined);

export const SourcesContextProvider = SourcesContext.Provider;

/** Throws outside of the pages about sources. */
export function useSources(): SourcesContextValue {
  const value = useContext(SourcesContext);
  if (!value) throw new Error('Not in a page about sources.');
  return value;
}
