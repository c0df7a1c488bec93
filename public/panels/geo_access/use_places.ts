/** Every place by itself, for who reads the map as a table: asked for only then, since it costs more than all the map. */
import { useCallback, useMemo, useRef } from 'react';
import type { GeoClusters, PanelRequest } from '../../../common/panels';
import { panelError, panelFetcher } from '../../api';
import type { PanelError } from '../../api';
import { useApp } from '../../app/app_context';
import { useOnce } from '../../app/use_once';
import { POINT_PRECISION } from './projection';

export interface Places {
  /** Those that are known last, while they are read again. */
  readonly places?: GeoClusters;
  readonly error?: PanelError;
  retry(): void;
}

export function usePlaces(request: PanelRequest): Places {
  const { core } = useApp();
  const fetchPanel = useMemo(() => panelFetcher(core.http), [core]);
  const ask = useCallback(
    (signal: AbortSignal) =>
      fetchPanel('geo_clusters', { ...request, map: { precision: POINT_PRECISION } }, signal),
    [fetchPanel, request],
  );
  const { data: answer, error, retry } = useOnce(ask);
  const known = useRef<GeoClusters>();
  if (answer?.state === 'data') known.current = answer.data;
  return { places: known.current, error: error === undefined ? undefined : panelError(error), retry };
}
