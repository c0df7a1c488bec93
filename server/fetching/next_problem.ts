/** What a source stumbles over after a run: when it is tried again, and when it counts as stopped. Pure. */
import type { SourceProblem } from '../../common/sources';
import { MAX_ATTEMPTS } from '../../common/sources';

const LONGEST_PAUSE_MS = 60 * 60 * 1000;

export interface RunOutcome {
  readonly slice: number;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
  readonly progressed: boolean;
}

/**
 * Null when all is well. Runs that get nowhere are tried again after growing pauses, at most an hour; from the tenth in a
 * row on only once an hour: a source that stopped still finds out by itself that the cause is gone.
 */
export function nextProblem(
  previous: SourceProblem | null,
  { slice, problem, progressed }: RunOutcome,
  now: number,
  intervalMs: number,
): SourceProblem | null {
  if (previous !== null && previous.slice !== slice) return previous;
  if (problem === undefined) return null;
  const attempts = progressed ? 1 : (previous?.attempts ?? 0) + 1;
  const pause =
    attempts >= MAX_ATTEMPTS
      ? LONGEST_PAUSE_MS
      : Math.min(LONGEST_PAUSE_MS, intervalMs * 2 ** (attempts - 1));
  return {
    code: problem.code,
    message: problem.message,
    since: previous?.code === problem.code ? previous.since : new Date(now).toISOString(),
    attempts,
    retry_at: new Date(now + pause).toISOString(),
    slice,
  };
}
