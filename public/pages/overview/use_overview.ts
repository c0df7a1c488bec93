/** Keeps the Overview's panels in step with the search bar. */
import { useEffect, useMemo, useState } from 'react';
import { useApp } from '../../app/app_context';
import type { Search } from '../../app/search/use_search';
import { panelFetcher } from '../../api';
import { NOTHING_LOADED, createPanelLoader } from './panel_loader';
import type { LoadedPanel, PanelLoads } from './panel_loader';

export interface Overview {
  readonly loads: PanelLoads;
  retry(panel: LoadedPanel): Promise<void>;
}

/** Fetches with each search; cancels when the page is left. */
export function useOverview({ state, done }: Search): Overview {
  const { core } = useApp();
  const [loads, setLoads] = useState<PanelLoads>(NOTHING_LOADED);
  const loader = useMemo(() => createPanelLoader(panelFetcher(core.http), setLoads), [core]);
  useEffect(() => {
    if (state.kind === 'request') void loader.load(state.request).then(done);
    else {
      loader.stop();
      done();
    }
  }, [state, done, loader]);
  useEffect(() => () => loader.stop(), [loader]);
  return { loads, retry: loader.retry };
}
