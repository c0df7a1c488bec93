/** Polling for as long as a page is open and its browser tab is looked at. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Polled, Poller } from './poller';
import { createPoller } from './poller';

/** `ask` must stay the same function, or polling begins anew. */
export function usePolled<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  pauseMs: number,
): Polled<T> & { refresh(): void } {
  const [state, setState] = useState<Polled<T>>({});
  const poller = useRef<Poller>();
  useEffect(() => {
    setState({});
    const own = (poller.current = createPoller(ask, pauseMs, setState));
    const follow = () => own.setVisible(!document.hidden);
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      own.stop();
    };
  }, [ask, pauseMs]);
  const refresh = useCallback(() => poller.current?.refresh(), []);
  return { ...state, refresh };
}
