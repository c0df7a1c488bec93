/** The search bar's content as the page's request, anew with each change and refresh. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { watchSearchState } from '../../kibana/search_changes';
import type { SearchWatch } from '../../kibana/search_changes';
import { readSearchState } from '../../kibana/search_state';
import type { SearchState } from '../../kibana/search_state';
import { useApp } from '../app_context';
import { useDataView } from './search_context';

export interface Search {
  /** Another object whenever events are to be fetched; relative times were counted from that moment. */
  readonly state: SearchState;
  /** To be called once all has been fetched: Kibana waits for it with its next automatic refresh. */
  done(): void;
}

/** For one page: begins with what the search bar holds now. `refresh` makes the state anew. */
export function useSearch(): { readonly search: Search; refresh(): void } {
  const { core, plugins } = useApp();
  const { data } = plugins;
  const dataView = useDataView();
  const [search, setSearch] = useState<Search>(() => ({
    state: readSearchState(core, data, dataView),
    done: () => undefined,
  }));
  const watch = useRef<SearchWatch>();
  useEffect(() => {
    watch.current = watchSearchState(data, (done) =>
      setSearch({ state: readSearchState(core, data, dataView), done }),
    );
    return () => watch.current?.stop();
  }, [core, data, dataView]);
  // the search bar tells of a pressed refresh button, and in some versions of changes that are also told elsewhere
  const refresh = useCallback(() => watch.current?.notify(), []);
  return { search, refresh };
}
