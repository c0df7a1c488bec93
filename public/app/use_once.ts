/** One question to the server for as long as a component is shown; asked again when told to. */
import { useCallback, useEffect, useState } from 'react';

export interface Once<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly isLoading: boolean;
  retry(): void;
}

/** `ask` must stay the same function, or it is asked anew. */
export function useOnce<T>(ask: (signal: AbortSignal) => Promise<T>): Once<T> {
  const [state, setState] = useState<{ data?: T; error?: unknown; isLoading: boolean }>({ isLoading: true });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState({ isLoading: true });
    ask(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setState({ data, isLoading: false });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ error, isLoading: false });
      },
    );
    return () => abort.abort();
  }, [ask, attempt]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return { ...state, retry };
}
