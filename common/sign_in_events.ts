/** The sign-ins that a row or a remark about them stands for, as filter clauses. */
import { anyOf } from './any_of';
import { FAILED_SIGN_IN, SIGN_IN } from './event_kinds';
import type { FailedSignInRow, GuessingStreak, SuccessAfterFailures } from './panels';

/** Elasticsearch's query language. */
type Clause = Record<string, object>;

/** What names who signs in, in the order in which a row takes its `user` from them. */
const USER_FIELDS = ['cloudtrail.actor.name', 'user.name', 'aws.cloudtrail.user_identity.type'] as const;
/** A success so long after failures is told with them. */
export const SUCCESS_WITHIN_MS = 60 * 60_000;

/** Failures that one row counts. */
export function failedSignInsOf({
  user,
  account_id,
  address,
}: Pick<FailedSignInRow, 'user' | 'account_id' | 'address'>): Clause {
  return allOf(
    FAILED_SIGN_IN,
    byUser(user),
    has('cloud.account.id', account_id),
    has('source.address', address),
  );
}

/** The failures of a streak. */
export function failuresOfStreak({ by, account_id, addresses, users, from, to }: GuessingStreak): Clause {
  return allOf(
    FAILED_SIGN_IN,
    has('cloud.account.id', account_id),
    by === 'address' ? has('source.address', addresses[0] ?? '') : byUser(users[0] ?? ''),
    between(from, to),
  );
}

/** The success, and all sign-ins of its user or from its address in the hour before. */
export function signInsUpTo({ at, user, account_id, address }: SuccessAfterFailures): Clause {
  return allOf(
    SIGN_IN,
    has('cloud.account.id', account_id),
    anyOf(byUser(user), has('source.address', address)),
    between(new Date(Date.parse(at) - SUCCESS_WITHIN_MS).toISOString(), at),
  );
}

/** By the first of the fields that says anything. */
function byUser(user: string): Clause {
  return anyOf(
    ...USER_FIELDS.map((field, index) =>
      allOf(has(field, user), ...USER_FIELDS.slice(0, index).map((before) => has(before, ''))),
    ),
  );
}

/** '' stands for a field that is absent. */
function has(field: string, value: string): Clause {
  return value === '' ? { bool: { must_not: [{ exists: { field } }] } } : { term: { [field]: value } };
}

function between(from: string, to: string): Clause {
  return { range: { '@timestamp': { gte: from, lte: to } } };
}

function allOf(...filter: readonly Clause[]): Clause {
  return { bool: { filter: [...filter] } };
}
