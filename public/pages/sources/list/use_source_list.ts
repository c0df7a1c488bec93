/** All sources with their status, kept up to date while somebody looks. */
import { useCallback } from 'react';
import type { SourceResponse, SourceStatusResponse } from '../../../../common/sources';
import type { Polled } from '../../../app/poller';
import { usePolled } from '../../../app/use_polled';
import { isAbort } from '../request_error';
import { useSources } from '../sources_context';

export interface ListedSource {
  readonly source: SourceResponse;
  readonly status?: SourceStatusResponse;
  /** Why there is no status. */
  readonly error?: unknown;
}

const PAUSE_MS = 4_000;

export function useSourceList(): Polled<readonly ListedSource[]> & { refresh(): void } {
  const { api } = useSources();
  const ask = useCallback(
    async (signal: AbortSignal): Promise<readonly ListedSource[]> => {
      const sources = await api.list(signal);
      const ofOne = async (source: SourceResponse): Promise<ListedSource> => {
        try {
          return { source, status: await api.status(source.id, signal) };
        } catch (error) {
          if (isAbort(error)) throw error;
          // one that can't be read hides none of the others
          return { source, error };
        }
      };
      const listed = await Promise.all(sources.map(ofOne));
      return listed.sort((a, b) => a.source.name.localeCompare(b.source.name));
    },
    [api],
  );
  return usePolled(ask, PAUSE_MS);
}
