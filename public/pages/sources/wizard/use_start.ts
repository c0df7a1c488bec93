/** Makes the source: first what its namespace decides, so that no event is stored otherwise, then the source itself. */
import { useCallback, useState } from 'react';
import type { PutNamespaceRequest } from '../../../../common/namespaces';
import type { SourceResponse } from '../../../../common/sources';
import type { RequestError } from '../request_error';
import { requestError } from '../request_error';
import type { NewSource } from '../sources_api';
import { useSources } from '../sources_context';

export interface Start {
  readonly source?: SourceResponse;
  readonly error?: RequestError;
  readonly isRunning: boolean;
  /** Gives whether there is a source now. */
  run(source: NewSource, namespace: string, settings: PutNamespaceRequest | undefined): Promise<boolean>;
}

export function useStart(): Start {
  const { api } = useSources();
  const [state, setState] = useState<Omit<Start, 'run'>>({ isRunning: false });
  const run = useCallback<Start['run']>(
    async (source, namespace, settings) => {
      setState({ isRunning: true });
      try {
        if (settings) await api.putNamespace(namespace, settings);
        setState({ source: await api.create(source), isRunning: false });
        return true;
      } catch (thrown) {
        setState({ error: requestError(thrown), isRunning: false });
        return false;
      }
    },
    [api],
  );
  return { ...state, run };
}
