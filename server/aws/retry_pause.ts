/** Which faults of S3 are worth asking again within a run, how often, and after which pause. Pure. */
import type { AwsErrorCode } from '../errors';
import type { AwsAttempt } from './aws_errors';

interface Patience {
  /** Requests in all. */
  readonly tries: number;
  readonly baseMs: number;
  readonly longestMs: number;
}

const THROTTLED: Patience = { tries: 6, baseMs: 500, longestMs: 10_000 };
const UNREACHABLE: Patience = { tries: 3, baseMs: 200, longestMs: 5_000 };
/** Rights that were just given, and some buckets under load, refuse and then don't. */
const DENIED: Patience = { tries: 4, baseMs: 300, longestMs: 3_000 };
/** A task has 90 s: a server that says nothing for 30 s gets two chances. */
const LONGEST_IN_ALL_MS = 40_000;

export interface Failing {
  readonly code: AwsErrorCode;
  readonly action: AwsAttempt['action'];
  /** Requests sent so far for this one thing. */
  readonly tries: number;
  /** ms since the first of them */
  readonly elapsedMs: number;
  /** What the answer asks for, if it does. */
  readonly retryAfterMs?: number;
  /** True where the request will be signed with a clock that was put right meanwhile. */
  readonly isClockCorrected: boolean;
}

/** Milliseconds until the next try, undefined to give up. `random` is in [0, 1): the pause is anything up to the longest ("full jitter"). */
export function retryPause(failing: Failing, random: number): number | undefined {
  const { code, action, tries, elapsedMs, retryAfterMs = 0 } = failing;
  if (code === 'aws_clock_skew') return failing.isClockCorrected && tries < 2 ? 0 : undefined;
  const patience = patienceWith(code, action);
  if (patience === undefined || tries >= patience.tries || elapsedMs > LONGEST_IN_ALL_MS) return undefined;
  const longest = Math.min(patience.longestMs, patience.baseMs * 2 ** (tries - 1));
  return Math.max(random * longest, Math.min(retryAfterMs, patience.longestMs));
}

function patienceWith(code: AwsErrorCode, action: AwsAttempt['action']): Patience | undefined {
  if (code === 'aws_throttled') return THROTTLED;
  if (code === 'aws_unreachable') return UNREACHABLE;
  return code === 'aws_access_denied' && action === 's3:GetObject' ? DENIED : undefined;
}
