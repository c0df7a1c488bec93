/** The test of what is entered: its checks as they come in, for as long as what was tested is still what is entered. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckLine, CheckName, CheckSummary } from '../../../../common/source_checks';
import type { RequestError } from '../request_error';
import { isAbort, rawRequestError } from '../request_error';
import type { Draft } from '../sources_api';
import { useSources } from '../sources_context';

export interface SourceTest {
  readonly lines: ReadonlyMap<CheckName, CheckLine>;
  readonly isRunning: boolean;
  /** The worst of all checks; absent until the test is over. */
  readonly outcome?: CheckSummary['state'];
  /** The test itself could not be made. */
  readonly error?: RequestError;
  /** Whether this draft was tested, or is being tested. */
  covers(draft: Draft): boolean;
  run(draft: Draft): void;
}

type State = Pick<SourceTest, 'lines' | 'isRunning' | 'outcome' | 'error'>;
const NOTHING: State = { lines: new Map(), isRunning: false };

export function useSourceTest(): SourceTest {
  const { api } = useSources();
  const [state, setState] = useState<State>(NOTHING);
  const [tested, setTested] = useState<string>();
  const current = useRef<AbortController>();
  useEffect(() => () => current.current?.abort(), []);

  const run = useCallback(
    (draft: Draft) => {
      current.current?.abort();
      const { signal } = (current.current = new AbortController());
      const change = (next: (before: State) => State) => {
        if (!signal.aborted) setState(next);
      };
      setTested(JSON.stringify(draft));
      setState({ lines: new Map(), isRunning: true });
      api
        .test(draft, signal, (line) => {
          if (line.check === 'all') return;
          change((before) => ({ ...before, lines: new Map(before.lines).set(line.check, line) }));
        })
        .then(
          ({ state: outcome }) => change((before) => ({ ...before, isRunning: false, outcome })),
          async (thrown: unknown) => {
            if (isAbort(thrown)) return;
            const error = await rawRequestError(thrown);
            change((before) => ({ ...before, isRunning: false, error }));
          },
        );
    },
    [api],
  );
  const covers = useCallback((draft: Draft) => tested === JSON.stringify(draft), [tested]);
  return { ...state, covers, run };
}
