/** Which failed sign-ins look like guessing, and which sign-ins succeeded after failures. Pure. */
import type { GuessingStreak, SuccessAfterFailures } from '../../common/panels';
import { SUCCESS_WITHIN_MS } from '../../common/sign_in_events';

export interface SignIn {
  /** ms */
  readonly at: number;
  readonly user: string;
  readonly account_id: string;
  readonly address: string;
  readonly country_name: string;
  readonly has_failed: boolean;
  readonly mfa_used: boolean | null;
}

/** So many failures, none more than this long after the one before, are no typing errors any more. */
export const STREAK_LEAST = 5;
const STREAK_PAUSE_MS = 10 * 60_000;
/** What CloudTrail writes for a name that does not exist: it may be a password, so all such names look alike. */
const HIDDEN_NAME = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Takes sign-ins in any order; gives both lists newest first. */
export function judgeSignIns(signIns: readonly SignIn[]): {
  readonly streaks: readonly GuessingStreak[];
  readonly successes: readonly SuccessAfterFailures[];
} {
  const inOrder = [...signIns].sort((a, b) => a.at - b.at);
  const failures = inOrder.filter(({ has_failed }) => has_failed);
  const byAddress = runsOf(failures, ({ account_id, address }) => [account_id, address]);
  const byUser = runsOf(
    failures.filter(({ user }) => user !== HIDDEN_NAME),
    ({ account_id, user }) => [account_id, user],
    // from one address only, it is a streak of that address already
  ).filter((run) => new Set(run.map(({ address }) => address)).size > 1);
  const guesses = new Set([...byAddress, ...byUser].flat());
  return {
    streaks: [
      ...byAddress.map((run) => toStreak('address', run)),
      ...byUser.map((run) => toStreak('user', run)),
    ].sort((a, b) => b.to.localeCompare(a.to)),
    successes: inOrder
      .filter(({ has_failed }) => !has_failed)
      .flatMap((success) => afterFailures(success, failures, guesses))
      .reverse(),
  };
}

/** Runs of failures of one key, without a long pause, that are long enough to be a streak. */
function runsOf(
  failures: readonly SignIn[],
  keyOf: (signIn: SignIn) => readonly string[],
): (readonly SignIn[])[] {
  const open = new Map<string, SignIn[]>();
  const runs: SignIn[][] = [];
  for (const failure of failures) {
    const key = JSON.stringify(keyOf(failure));
    const run = open.get(key);
    const last = run?.at(-1);
    if (run && last && failure.at - last.at <= STREAK_PAUSE_MS) {
      run.push(failure);
      continue;
    }
    const begun = [failure];
    open.set(key, begun);
    runs.push(begun);
  }
  return runs.filter(({ length }) => length >= STREAK_LEAST);
}

function toStreak(by: GuessingStreak['by'], run: readonly SignIn[]): GuessingStreak {
  const [first] = run;
  return {
    by,
    account_id: first?.account_id ?? '',
    addresses: distinct(run.map(({ address }) => address)),
    country_names: distinct(run.map(({ country_name }) => country_name)),
    users: distinct(run.map(({ user }) => user)),
    attempts: run.length,
    from: new Date(first?.at ?? 0).toISOString(),
    to: new Date(run.at(-1)?.at ?? 0).toISOString(),
  };
}

function afterFailures(
  success: SignIn,
  failures: readonly SignIn[],
  guesses: ReadonlySet<SignIn>,
): SuccessAfterFailures[] {
  const before = failures.filter(
    ({ at, account_id, user, address }) =>
      at <= success.at &&
      at >= success.at - SUCCESS_WITHIN_MS &&
      account_id === success.account_id &&
      (user === success.user || address === success.address),
  );
  if (before.length === 0) return [];
  const { at, has_failed: _, ...rest } = success;
  return [
    {
      ...rest,
      at: new Date(at).toISOString(),
      failures: before.length,
      is_guessed: before.some((failure) => guesses.has(failure)),
    },
  ];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
