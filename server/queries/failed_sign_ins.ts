/** Failed console sign-ins by user, account, address and country; which look like guessing, and what succeeded after. */
import type { FailedSignInRow, FailedSignIns } from '../../common/panels';
import { FAILED, MFA_USED, SIGN_IN } from '../../common/event_kinds';
import { newestEvents } from './event_rows';
import {
  eventsInRange,
  isoTime,
  totalHits,
  type Count,
  type PanelQuery,
  type SearchResponse,
  type TimeMetric,
} from './panel_query';
import { judgeSignIns, type SignIn } from './sign_in_streaks';

const MOST_ROWS = 50;
/** Sign-ins, failed or not, that are judged one by one: the newest. */
const MOST_JUDGED = 2000;
/** Half a dozen of these are one row; beyond it only those that come first in alphabetical order are ranked. */
const MOST_COMBINATIONS = 10_000;

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

interface CombinationBucket {
  readonly key: Readonly<Record<Exclude<keyof typeof GROUP_BY, 'mfa_used'>, string | null>> & {
    readonly mfa_used: boolean | null;
  };
  readonly doc_count: number;
  readonly first_seen: TimeMetric;
  readonly last_seen: TimeMetric;
}
interface Aggregations {
  readonly failed: Count & { readonly combinations: { readonly buckets: readonly CombinationBucket[] } };
}
/** What is fetched of each sign-in that is judged. */
const JUDGED_BY = {
  outcome: 'event.outcome',
  account_id: 'cloud.account.id',
  user_name: 'user.name',
  address: 'source.address',
  country_name: 'source.geo.country_name',
  actor_name: 'cloudtrail.actor.name',
  user_type: 'aws.cloudtrail.user_identity.type',
  mfa_used: MFA_USED,
} as const;

/**
 * The 50 most frequent, exact up to 10,000 combinations of what the rows say. A name that CloudTrail hides
 * (`HIDDEN_DUE_TO_SECURITY_REASONS`: no such user, perhaps a password typed as a name) stays as it is.
 */
export const failedSignIns: PanelQuery<'failed_sign_ins'> = {
  id: 'failed_sign_ins',

  searchRequest(request) {
    return {
      ...newestEvents(MOST_JUDGED),
      // thousands of sign-ins: their doc values are read in a part of the time that it takes to unpack the documents
      _source: false,
      docvalue_fields: [{ field: '@timestamp', format: 'epoch_millis' }, ...Object.values(JUDGED_BY)],
      track_total_hits: true,
      query: eventsInRange(request, [SIGN_IN]),
      aggs: {
        failed: {
          filter: FAILED,
          aggs: {
            combinations: {
              composite: {
                size: MOST_COMBINATIONS,
                sources: Object.entries(GROUP_BY).map(([name, field]) => ({
                  [name]: { terms: { field, missing_bucket: true } },
                })),
              },
              aggs: {
                first_seen: { min: { field: '@timestamp' } },
                last_seen: { max: { field: '@timestamp' } },
              },
            },
          },
        },
      },
    };
  },

  answer(response): FailedSignIns {
    const { failed } = response.aggregations as Aggregations;
    const parts = failed.combinations.buckets.map(toRow);
    const rows = new Map<string, FailedSignInRow>();
    for (const row of parts) {
      const key = JSON.stringify([row.user, row.account_id, row.address]);
      const other = rows.get(key);
      rows.set(key, other ? merged(other, row) : row);
    }
    const all = [...rows.values()].sort(byAttempts);
    const signIns = signInsOf(response);
    return {
      total: failed.doc_count,
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

function signInsOf(response: SearchResponse): SignIn[] {
  return response.hits.hits.map(({ fields }) => {
    const first = (field: string): unknown => (fields?.[field] as readonly unknown[] | undefined)?.[0];
    const text = (field: string) => first(field) as string | undefined;
    return {
      at: Number(first('@timestamp')),
      user: text(JUDGED_BY.actor_name) ?? text(JUDGED_BY.user_name) ?? text(JUDGED_BY.user_type) ?? '',
      account_id: text(JUDGED_BY.account_id) ?? '',
      address: text(JUDGED_BY.address) ?? '',
      country_name: text(JUDGED_BY.country_name) ?? '',
      has_failed: text(JUDGED_BY.outcome) === 'failure',
      mfa_used: (first(JUDGED_BY.mfa_used) as boolean | undefined) ?? null,
    };
  });
}

function toRow({ key, doc_count, first_seen, last_seen }: CombinationBucket): FailedSignInRow {
  return {
    user: key.actor_name ?? key.user_name ?? key.user_type ?? '',
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
