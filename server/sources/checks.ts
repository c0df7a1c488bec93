/** Makes checks one after the other, each in its time, and tells of each when it begins and when it has ended. */
import type { CheckLine, CheckName, CheckSummary, TestLine } from '../../common/source_checks';
import { orAborted } from '../aws/or_aborted';
import { CloudTrailError } from '../errors';

export type Verdict = Omit<CheckLine, 'check' | 'state'> & {
  readonly state: CheckSummary['state'] | 'skipped';
};

export interface Check {
  readonly name: CheckName;
  /** Where one of these failed, or could not be made, this one makes no sense. */
  readonly needs: readonly CheckName[];
  /** Throws CloudTrailError for what failed. */
  run(signal: AbortSignal): Promise<Verdict>;
}

export interface ChecksOptions {
  /** Ends all: the client left. */
  readonly signal: AbortSignal;
  /** What each check has, in ms. */
  readonly timeoutMs: number;
  /** Hears of our own mistakes. */
  onMistake(error: unknown): void;
}

const WORST: readonly CheckSummary['state'][] = ['ok', 'warning', 'failed'];

/** Two lines a check, `running` and its end (one where it is skipped unmade), and the summary. Ends without it when aborted. */
export async function* makeChecks(
  checks: readonly Check[],
  options: ChecksOptions,
): AsyncGenerator<TestLine, void> {
  /** By which failure. */
  const blocked = new Map<CheckName, CheckName>();
  let worst = 0;
  for (const check of checks) {
    if (options.signal.aborted) return;
    const failed = check.needs.map((name) => blocked.get(name)).find((name) => name !== undefined);
    if (failed !== undefined) {
      blocked.set(check.name, failed);
      yield { check: check.name, state: 'skipped', message: `Not looked at, since "${failed}" has failed.` };
      continue;
    }
    yield { check: check.name, state: 'running', message: '' };
    const verdict = await verdictOf(check, options);
    if (verdict === undefined) return;
    if (verdict.state === 'failed') blocked.set(check.name, check.name);
    if (verdict.state !== 'skipped') worst = Math.max(worst, WORST.indexOf(verdict.state));
    yield { check: check.name, ...verdict };
  }
  yield { check: 'all', state: WORST[worst] ?? 'failed' };
}

/** Undefined when the client left. */
async function verdictOf(
  check: Check,
  { signal, timeoutMs, onMistake }: ChecksOptions,
): Promise<Verdict | undefined> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  try {
    // not all that a check waits for listens to the signal
    return await orAborted(check.run(either), either);
  } catch (error) {
    if (signal.aborted) return undefined;
    if (timeout.aborted) return tooSlow(timeoutMs);
    if (error instanceof CloudTrailError)
      return { state: 'failed', message: error.message, details: { code: error.code } };
    onMistake(error);
    return {
      state: 'failed',
      message: "An unexpected error occurred. Kibana's log says more.",
      details: { code: 'unexpected' },
    };
  }
}

function tooSlow(timeoutMs: number): Verdict {
  return {
    state: 'failed',
    message: `No answer within ${timeoutMs / 1000} seconds.`,
    fix: 'Look whether a firewall between Kibana and the server drops packets, and whether a proxy is to be set in kibana.yml (cloudtrail.aws.proxyUrl).',
    details: { code: 'timed_out' },
  };
}
