/** The preview of what is entered, asked once for each state of it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PreviewResponse } from '../../../../common/source_checks';
import type { RequestError } from '../request_error';
import { isAbort, requestError } from '../request_error';
import type { Draft } from '../sources_api';
import { useSources } from '../sources_context';

export interface Preview {
  readonly data?: PreviewResponse;
  readonly error?: RequestError;
  readonly isRunning: boolean;
  covers(draft: Draft): boolean;
  run(draft: Draft): void;
}

export function usePreview(): Preview {
  const { api } = useSources();
  const [state, setState] = useState<Pick<Preview, 'data' | 'error' | 'isRunning'>>({ isRunning: false });
  const [asked, setAsked] = useState<string>();
  const current = useRef<AbortController>();
  useEffect(() => () => current.current?.abort(), []);
  const run = useCallback(
    (draft: Draft) => {
      current.current?.abort();
      const { signal } = (current.current = new AbortController());
      setAsked(JSON.stringify(draft));
      setState({ isRunning: true });
      api.preview(draft, signal).then(
        (data) => {
          if (!signal.aborted) setState({ data, isRunning: false });
        },
        (thrown: unknown) => {
          if (!isAbort(thrown) && !signal.aborted)
            setState({ error: requestError(thrown), isRunning: false });
        },
      );
    },
    [api],
  );
  const covers = useCallback((draft: Draft) => asked === JSON.stringify(draft), [asked]);
  return { ...state, covers, run };
}
