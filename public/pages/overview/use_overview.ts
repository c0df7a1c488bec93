/** Keeps the Overview's panels in step with the search bar. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PanelId } from '../../../common/panels';
import { panelFetcher } from '../../api';
import type { CoreStart, DataView, PluginsStart } from '../../kibana/contracts';
import { watchSearchState } from '../../kibana/search_changes';
import type { SearchWatch } from '../../kibana/search_changes';
import { readSearchState } from '../../kibana/search_state';
import type { SearchState } from '../../kibana/search_state';
import { NOTHING_LOADED, createPanelLoader } from './panel_loader';
import type { PanelLoads } from './panel_loader';

export interface Overview {
  readonly search: SearchState;
  readonly loads: PanelLoads;
  /** Fetches all panels again, relative times counted from now. */
  refresh(): void;
  retry(panel: PanelId): Promise<void>;
}

/** Fetches at once and on every change of the search bar; cancels when the page is left. */
export function useOverview(core: CoreStart, data: PluginsStart['data'], dataView: DataView): Overview {
  const [search, setSearch] = useState(() => readSearchState(core, data, dataView));
  const [loads, setLoads] = useState<PanelLoads>(NOTHING_LOADED);
  const loader = useMemo(() => createPanelLoader(panelFetcher(core.http), setLoads), [core]);
  const watch = useRef<SearchWatch>();

  useEffect(() => {
    const fetchAll = async (done: () => void) => {
      const next = readSearchState(core, data, dataView);
      setSearch(next);
      if (next.kind === 'request') await loader.load(next.request);
      else loader.stop();
      done();
    };
    watch.current = watchSearchState(data, (done) => void fetchAll(done));
    watch.current.notify();
    return () => {
      watch.current?.stop();
      loader.stop();
    };
  }, [core, data, dataView, loader]);

  // the search bar tells of a pressed refresh button, and in some versions of changes that are also told elsewhere
  const refresh = useCallback(() => watch.current?.notify(), []);
  return { search, loads, refresh, retry: loader.retry };
}
