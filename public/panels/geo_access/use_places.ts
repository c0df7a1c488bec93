/** Every place by itself, for who reads the map as a table: asked for only then, since it costs more than all the map. */
import { useCallback, useMemo } from 'react';
import type { GeoClusters, PanelRequest } from '../../../common/panels';
import { panelFetcher } from '../../api';
import { useApp } from '../../app/app_context';
import { useAnswer } from '../../app/search/use_answer';
import { POINT_PRECISION } from './projection';

export function usePlaces(request: PanelRequest) {
  const { core } = useApp();
  const fetchPanel = useMemo(() => panelFetcher(core.http), [core]);
  const ask = useCallback(
    (asked: PanelRequest, signal: AbortSignal) =>
      fetchPanel('geo_clusters', { ...asked, map: { precision: POINT_PRECISION } }, signal),
    [fetchPanel],
  );
  return useAnswer<GeoClusters>(request, ask);
}
