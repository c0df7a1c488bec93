/** What the pages that look at events share: the data view, and the search bar's content in the address. */
import React, { createContext, useContext, useLayoutEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { DataView } from '../../kibana/contracts';
import { kibanaBundle } from '../../kibana/kibana_bundles';
import { keepSearchInUrl } from '../../kibana/search_url';
import { useApp } from '../app_context';
import { useEventsDataView } from './events_data_view';

const DataViewContext = createContext<DataView | undefined>(undefined);

/** Around all pages with a search bar, so that going from one to another changes nothing in it. Draws once all is known. */
export function SearchProvider({ children }: { children: ReactNode }) {
  const { core, plugins, history } = useApp();
  const dataView = useEventsDataView(core, plugins);
  const [isTakenOver, setTakenOver] = useState(false);
  // before the first page reads what the search bar holds
  useLayoutEffect(() => {
    const stop = keepSearchInUrl({
      uiSettings: core.uiSettings,
      data: plugins.data,
      history,
      kibanaUtils: kibanaBundle('plugin/kibanaUtils/public'),
      dataModule: kibanaBundle('plugin/data/public'),
    });
    setTakenOver(true);
    return stop;
  }, [core, plugins, history]);
  if (!dataView || !isTakenOver) return null;
  return <DataViewContext.Provider value={dataView}>{children}</DataViewContext.Provider>;
}

/** Throws outside of `SearchProvider`. */
export function useDataView(): DataView {
  const dataView = useContext(DataViewContext);
  if (!dataView) throw new Error('A page with a search bar stands outside of the search.');
  return dataView;
}
