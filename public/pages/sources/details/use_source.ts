/** Everything about one source, kept up to date while somebody looks. */
import { useCallback } from 'react';
import type {
  AccountRegionResponse,
  RunResponse,
  SourceResponse,
  SourceStatusResponse,
} from '../../../../common/sources';
import type { Polled } from '../../../app/poller';
import { usePolled } from '../../../app/use_polled';
import { isLocked } from '../frame/source_health';
import { useSources } from '../sources_context';

export interface WholeSource {
  readonly source: SourceResponse;
  readonly status: SourceStatusResponse;
  readonly accountRegions: readonly AccountRegionResponse[];
  readonly runs: readonly RunResponse[];
}

const PAUSE_MS = 4_000;

export function useSource(id: string): Polled<WholeSource> & { refresh(): void } {
  const { api } = useSources();
  const ask = useCallback(
    async (signal: AbortSignal): Promise<WholeSource> => {
      const [source, status] = await Promise.all([api.source(id, signal), api.status(id, signal)]);
      // without its key Elasticsearch tells nothing more
      if (isLocked(status)) return { source, status, accountRegions: [], runs: [] };
      const [accountRegions, runs] = await Promise.all([
        api.accountRegions(id, signal),
        api.runs(id, signal),
      ]);
      return { source, status, accountRegions, runs };
    },
    [api, id],
  );
  return usePolled(ask, PAUSE_MS);
}
