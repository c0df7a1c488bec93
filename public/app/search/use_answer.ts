/** One question about events, asked anew with each search; the last answer stays while the next is under way. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PanelAnswer, PanelRequest } from '../../../common/panels';
import { panelError } from '../../api';
import type { PanelLoad } from '../../panels/frame/panel_load';

/**
 * `ask` must stay the same function, or it is asked anew; without a request nothing is asked. `onAnswered` is told when an
 * answer, or an error, is there.
 */
export function useAnswer<T>(
  request: PanelRequest | undefined,
  ask: (request: PanelRequest, signal: AbortSignal) => Promise<PanelAnswer<T>>,
  onAnswered?: () => void,
): PanelLoad<T> & { retry(): void } {
  const [load, setLoad] = useState<PanelLoad<T>>({ isFetching: request !== undefined });
  const [attempt, setAttempt] = useState(0);
  const answered = useRef(onAnswered);
  answered.current = onAnswered;
  useEffect(() => {
    if (!request) {
      setLoad((before) => ({ ...before, isFetching: false }));
      return;
    }
    const abort = new AbortController();
    setLoad((before) => ({ ...before, isFetching: true }));
    const settle = (next: PanelLoad<T>) => {
      if (abort.signal.aborted) return;
      setLoad(next);
      answered.current?.();
    };
    ask(request, abort.signal).then(
      (answer) => settle({ answer, request, isFetching: false }),
      (thrown: unknown) => settle({ error: panelError(thrown), isFetching: false }),
    );
    return () => abort.abort();
  }, [request, ask, attempt]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return { ...load, retry };
}
