/** Failed console sign-ins by user, account and address. */
import type { FailedSignInRow, FailedSignIns } from '../../common/panels';
import { eventsInRange, isoTime, totalHits, type PanelQuery, type TimeMetric } from './panel_query';

const MOST_ROWS = 50;
/** Half a dozen of these are one row; beyond it only those that come first in alphabetical order are ranked. */
const MOST_COMBINATIONS = 10_000;

/** All that a row says, as fields to group by: `composite` counts exactly and reads no _source, unlike terms and top_hits. */
const GROUP_BY = {
  actor_name: 'cloudtrail.actor.name',
  user_name: 'user.name',
  user_type: 'aws.cloudtrail.user_identity.type',
  account_id: 'cloud.account.id',
  address: 'source.address',
  country_name: 'source.geo.country_name',
  mfa_used: 'aws.cloudtrail.console_login.additional_eventdata.mfa_used',
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
  readonly combinations: { readonly buckets: readonly CombinationBucket[] };
}

/**
 * The 50 most frequent, exact up to 10,000 combinations of what the rows say. A name that CloudTrail hides
 * (`HIDDEN_DUE_TO_SECURITY_REASONS`: no such user, perhaps a password typed as a name) stays as it is.
 */
export const failedSignIns: PanelQuery<'failed_sign_ins'> = {
  id: 'failed_sign_ins',

  searchRequest(request) {
    return {
      size: 0,
      track_total_hits: true,
      query: eventsInRange(request, [
        { term: { 'event.action': 'ConsoleLogin' } },
        { term: { 'event.outcome': 'failure' } },
      ]),
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
    };
  },

  answer(response): FailedSignIns {
    const { combinations } = response.aggregations as Aggregations;
    const rows = new Map<string, FailedSignInRow>();
    for (const bucket of combinations.buckets) {
      const row = toRow(bucket);
      const key = JSON.stringify([row.user, row.account_id, row.address]);
      const other = rows.get(key);
      rows.set(key, other ? merged(other, row) : row);
    }
    return { total: totalHits(response), rows: [...rows.values()].sort(byAttempts).slice(0, MOST_ROWS) };
  },
};

function toRow({ key, doc_count, first_seen, last_seen }: CombinationBucket): FailedSignInRow {
  return {
    user: key.actor_name ?? key.user_name ?? key.user_type ?? '',
    account_id: key.account_id ?? '',
    address: key.address ?? '',
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
