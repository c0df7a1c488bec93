/** Runs what a button does: one at a time, with a word about how it ended. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useApp } from '../../../app/app_context';
import { requestError } from '../request_error';

export interface Action {
  readonly isRunning: boolean;
  /** Settles when it is over; `done` is said of a success, a failure is said in the server's words. Gives whether it succeeded. */
  run(act: () => Promise<unknown>, done?: string): Promise<boolean>;
}

/** `after` is called when something was done, well or not: what is shown may be old. */
export function useAction(after: () => void = () => undefined): Action {
  const { core } = useApp();
  const [isRunning, setRunning] = useState(false);
  const isShown = useRef(true);
  useEffect(() => () => void (isShown.current = false), []);
  const { toasts } = core.notifications;
  const run = useCallback(
    async (act: () => Promise<unknown>, done?: string) => {
      setRunning(true);
      try {
        await act();
        if (done !== undefined) toasts.addSuccess(done);
        return true;
      } catch (thrown) {
        toasts.addDanger(requestError(thrown).message);
        return false;
      } finally {
        if (isShown.current) {
          setRunning(false);
          after();
        }
      }
    },
    [after, toasts],
  );
  return { isRunning, run };
}
