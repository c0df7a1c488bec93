/** How a source is doing, in one word, and what would help. Pure. */
import type { SourceState, SourceStatusResponse } from '../../../../common/sources';

/** `silent`: all is looked at, and no events come. `catching_up`: new events come in, older ones are still being read. `locked`: its secrets can't be read any more, or its write key is refused. `unauthorised`: nobody has lent it a key yet. */
export type HealthWord =
  | 'unknown'
  | 'starting'
  | 'healthy'
  | 'fetching'
  | 'catching_up'
  | 'paused'
  | 'silent'
  | 'failing'
  | 'stopped'
  | 'locked'
  | 'unauthorised';
/** What a person can do about it on these pages. */
export type HealthFix = 'enter_credentials' | 'authorise' | 'renew_key' | 'fetch_now' | 'resume';

export interface Health {
  readonly word: HealthWord;
  readonly level: 'success' | 'primary' | 'warning' | 'danger' | 'subdued';
  /** Why, in the server's words. */
  readonly reason?: string;
  readonly fix?: HealthFix;
}

const CREDENTIAL_PROBLEMS = new Set([
  'aws_bad_credentials',
  'aws_expired_credentials',
  'aws_access_denied',
  'secrets_unreadable',
]);
const WRITE_KEY_PROBLEMS = new Set(['elasticsearch_key_refused', 'elasticsearch_forbidden']);

const LEVELS: Readonly<Record<HealthWord, Health['level']>> = {
  unknown: 'subdued',
  starting: 'primary',
  healthy: 'success',
  fetching: 'primary',
  catching_up: 'primary',
  paused: 'subdued',
  silent: 'warning',
  failing: 'warning',
  stopped: 'danger',
  locked: 'danger',
  unauthorised: 'warning',
};

/** True for a source of which nothing more is known until somebody gives it new secrets, or a key. */
export function isLocked({ state }: Pick<SourceStatusResponse, 'state'>): boolean {
  return ['secrets_unreadable', 'write_key_refused', 'needs_authorisation'].includes(state);
}

/** Undefined while nothing has been heard of the source. */
export function healthOf(
  status: Pick<SourceStatusResponse, 'state' | 'problem' | 'backfill' | 'last_fetched_at'> | undefined,
): Health {
  const word = status === undefined ? 'unknown' : wordOf(status);
  const { problem } = status ?? {};
  return {
    word,
    level: LEVELS[word],
    ...(problem ? { reason: problem.message } : {}),
    fix: fixOf(word, problem?.code),
  };
}

function wordOf({
  state,
  backfill,
  last_fetched_at: fetchedAt,
}: Pick<SourceStatusResponse, 'state' | 'backfill' | 'last_fetched_at'>): HealthWord {
  const words: Readonly<Record<SourceState, HealthWord>> = {
    waiting: 'starting',
    fetching: backfill.state === 'running' && fetchedAt !== null ? 'catching_up' : 'fetching',
    idle: 'healthy',
    silent: 'silent',
    failing: 'failing',
    stopped: 'stopped',
    paused: 'paused',
    secrets_unreadable: 'locked',
    write_key_refused: 'locked',
    needs_authorisation: 'unauthorised',
  };
  return words[state];
}

function fixOf(word: HealthWord, code: string | undefined): HealthFix | undefined {
  if (code !== undefined && CREDENTIAL_PROBLEMS.has(code)) return 'enter_credentials';
  if (code !== undefined && WRITE_KEY_PROBLEMS.has(code)) return 'renew_key';
  if (word === 'unauthorised') return 'authorise';
  if (word === 'paused') return 'resume';
  return code === undefined ? undefined : 'fetch_now';
}
