/** Failed console sign-ins by user, account, address and country; which look like guessing, and what succeeded after. */
import type { estypes } from '@elastic/elasticsearch';
import type { FailedSignInRow, FailedSignIns } from '../../common/panels';
import { FAILED, MFA_USED, SIGN_IN } from '../../common/event_kinds';
import {
  countSearch,
  eventsInRange,
  isoTime,
  totalHits,
  type Count,
  type PanelQuery,
  type TimeMetric,
} from './panel_query';
import { judgeSignIns, type SignIn } from './sign_in_streaks';

const MOST_ROWS = 50;
/** Sign-ins, failed or not, that are judged one by one: the newest. */
const MOST_JUDGED = 2000;
/** Half a dozen of these are one row; beyond it only those that come first in alphabetical order are ranked and counted. */
export const MOST_COMBINATIONS = 10_000;

/** All that a row says, as fields to group by: `composite` counts exactly and reads no _source, unlike terms and top_hits. */
const GROUP_BY = {
  actor_name: 'cloudtrail.actor.name',
  user_name: 'user.name',
  user_type: 'aws.cloudtrail.user_identity.type',
  account_id: 'cloud.account.id',
  address: 'source.address',
  country_iso_code: 'source.geo.country_iso_code',
  country_name: 'source.geo.country_name',
  mfa_used: MFA_USED,
  error_message: 'aws.cloudtrail.error_message',
} as const;

type Key = Readonly<Record<Exclude<keyof typeof GROUP_BY, 'mfa_used'>, string | null>> & {
  readonly mfa_used: boolean | null;
};
type Sources = Record<string, estypes.AggregationsCompositeAggregationSource>[];
const SOURCES: Sources = Object.entries(GROUP_BY).map(([name, field]) => ({
  [name]: { terms: { field, missing_bucket: true } },
}));

const BY_TIME: Sources = [
  { at: { terms: { field: '@timestamp', order: 'desc' } } },
  { outcome: { terms: { field: 'event.outcome', missing_bucket: true } } },
];

interface CombinationBucket {
  readonly key: Key;
  readonly doc_count: number;
  readonly first_seen: TimeMetric;
  readonly last_seen: TimeMetric;
}
interface SignInBucket {
  readonly key: Key & { readonly at: number; readonly outcome: string | null };
  readonly doc_count: number;
}
interface Aggregations {
  readonly failed: Count & { readonly combinations: { readonly buckets: readonly CombinationBucket[] } };
  readonly newest: { readonly buckets: readonly SignInBucket[] };
}

/**
 * The 50 most frequent, exact up to 10,000 combinations of what the rows say. A name that CloudTrail hides
 * (`HIDDEN_DUE_TO_SECURITY_REASONS`: no such user, perhaps a password typed as a name) stays as it is.
 */
export const failedSignIns: PanelQuery<'failed_sign_ins'> = {
  id: 'failed_sign_ins',

  searchRequest(request) {
    return countSearch(eventsInRange(request, [SIGN_IN]), {
      failed: {
        filter: FAILED,
        aggs: {
          combinations: {
            composite: {
              size: MOST_COMBINATIONS,
              sources: SOURCES,
            },
            aggs: {
              first_seen: { min: { field: '@timestamp' } },
              last_seen: { max: { field: '@timestamp' } },
            },
          },
        },
      },
      // as hits, thousands of sign-ins would take ten times as long
      newest: {
        composite: {
          size: MOST_JUDGED,
          sources: [...BY_TIME, ...SOURCES],
        },
      },
    });
  },

  answer(response): FailedSignIns {
    const { failed, newest } = response.aggregations as unknown as Aggregations;
    const parts = failed.combinations.buckets.map(toRow);
    const rows = new Map<string, FailedSignInRow>();
    for (const row of parts) {
      const key = JSON.stringify([row.user, row.account_id, row.address]);
      const other = rows.get(key);
      rows.set(key, other ? merged(other, row) : row);
    }
    const all = [...rows.values()].sort(byAttempts);
    const signIns = newest.buckets.flatMap(signInsOf);
    return {
      total: failed.doc_count,
      is_complete: parts.length < MOST_COMBINATIONS,
      rows: all.slice(0, MOST_ROWS),
      row_count: all.length,
      users: new Set(all.map(({ user, account_id }) => JSON.stringify([user, account_id]))).size,
      addresses: new Set(all.map(({ address }) => address)).size,
      countries: countriesOf(parts),
      with_mfa: attemptsOf(parts.filter(({ mfa_used }) => mfa_used === true)),
      without_mfa: attemptsOf(parts.filter(({ mfa_used }) => mfa_used === false)),
      ...judgeSignIns(signIns),
      sign_ins_judged: signIns.length,
      sign_ins: totalHits(response),
    };
  },
};

function attemptsOf(rows: readonly FailedSignInRow[]): number {
  return rows.reduce((sum, { attempts }) => sum + attempts, 0);
}

function countriesOf(rows: readonly FailedSignInRow[]): FailedSignIns['countries'] {
  const byCode = new Map<string, FailedSignIns['countries'][number]>();
  for (const { country_iso_code, country_name, attempts } of rows) {
    if (country_iso_code === '') continue;
    const before = byCode.get(country_iso_code)?.attempts ?? 0;
    byCode.set(country_iso_code, { country_iso_code, country_name, attempts: before + attempts });
  }
  return [...byCode.values()].sort((a, b) => b.attempts - a.attempts);
}

/** Those that are alike to the millisecond are one bucket. */
function signInsOf({ key, doc_count }: SignInBucket): SignIn[] {
  const signIn = {
    at: key.at,
    user: userOf(key),
    account_id: key.account_id ?? '',
    address: key.address ?? '',
    country_name: key.country_name ?? '',
    has_failed: key.outcome === 'failure',
    mfa_used: key.mfa_used,
  };
  return new Array<SignIn>(doc_count).fill(signIn);
}

function userOf({ actor_name, user_name, user_type }: Key): string {
  return actor_name ?? user_name ?? user_type ?? '';
}

function toRow({ key, doc_count, first_seen, last_seen }: CombinationBucket): FailedSignInRow {
  return {
    user: userOf(key),
    account_id: key.account_id ?? '',
    address: key.address ?? '',
    country_iso_code: key.country_iso_code ?? '',
    country_name: key.country_name ?? '',
    attempts: doc_count,
    first_seen: isoTime(first_seen) ?? '',
    last_seen: isoTime(last_seen) ?? '',
    mfa_used: key.mfa_used,
    reason: key.error_message ?? '',
  };
}

/** The latest attempt's reason, country and second factor, with all attempts counted. ISO times sort as text. */
function merged(a: FailedSignInRow, b: FailedSignInRow): FailedSignInRow {
  const [earlier, later] = a.last_seen <= b.last_seen ? [a, b] : [b, a];
  return {
    ...later,
    attempts: a.attempts + b.attempts,
    first_seen: earlier.first_seen < later.first_seen ? earlier.first_seen : later.first_seen,
  };
}

function byAttempts(a: FailedSignInRow, b: FailedSignInRow): number {
  return b.attempts - a.attempts || b.last_seen.localeCompare(a.last_seen);
}
