/** The map's clusters for what is seen of it: those of the panel's own answer, and finer ones once the map is zoomed. */
import { useEffect, useMemo, useState } from 'react';
import type { GeoAccess, GeoCluster, PanelRequest } from '../../../common/panels';
import { panelFetcher } from '../../api';
import { useApp } from '../../app/app_context';
import { WHOLE_EARTH_PRECISION } from './projection';
import type { SeenBounds } from './projection';

/** So long the map must rest before finer clusters are asked for. */
const REST_MS = 250;

interface Asked {
  readonly request: PanelRequest;
  readonly clusters: readonly GeoCluster[];
}

/** Keeps what it has while it asks for more; after a failure, too: coarse dots are better than none. */
export function useClusters(
  data: GeoAccess,
  request: PanelRequest,
  precision: number,
  bounds: SeenBounds | undefined,
): { readonly clusters: readonly GeoCluster[]; readonly isFetching: boolean } {
  const { core } = useApp();
  const [asked, setAsked] = useState<Asked | undefined>();
  const [isFetching, setFetching] = useState(false);
  const isWhole = bounds === undefined && precision === WHOLE_EARTH_PRECISION;
  // bounds are made anew with each drawing
  const key = JSON.stringify([precision, bounds]);
  const fetchPanel = useMemo(() => panelFetcher(core.http), [core]);

  useEffect(() => {
    if (isWhole || precision < 0) {
      setAsked(undefined);
      return undefined;
    }
    const abort = new AbortController();
    const [askedPrecision, askedBounds] = JSON.parse(key) as [number, SeenBounds | null];
    const map = { precision: askedPrecision, ...(askedBounds && { bounds: askedBounds }) };
    const ask = async () => {
      setFetching(true);
      try {
        const answer = await fetchPanel('geo_clusters', { ...request, map }, abort.signal);
        if (!abort.signal.aborted && answer.state === 'data')
          setAsked({ request, clusters: answer.data.clusters });
      } catch {
        // the panel itself says what is wrong when it is refreshed
      } finally {
        if (!abort.signal.aborted) setFetching(false);
      }
    };
    const timer = window.setTimeout(() => void ask(), REST_MS);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
      setFetching(false);
    };
  }, [key, isWhole, precision, request, fetchPanel]);

  // of another time range they would be wrong
  const isCurrent = asked?.request === request && !isWhole;
  return { clusters: isCurrent ? asked.clusters : data.clusters, isFetching };
}
