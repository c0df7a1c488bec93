/** What an account sees for the first time: countries, programs, services and regions that the days before did not have. */
import type { NewValueKind, NewValueRow, NewValues, PanelRequest } from '../../common/panels';
import { BY_SOMEBODY } from '../../common/event_kinds';
import {
  eventsThatFit,
  isoTime,
  type Count,
  type PanelQuery,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';

const LOOK_BACK_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_ROWS = 100;
const MOST_ACCOUNTS = 1000;
/** Of account and value, for each kind; with the users of each, below Elasticsearch's limit of 65,536 buckets. */
const MOST_COMBINATIONS = 4000;
const USERS_NAMED = 2;

const FIELDS: Readonly<Record<NewValueKind, string>> = {
  country: 'source.geo.country_iso_code',
  user_agent: 'user_agent.name',
  service: 'event.provider',
  region: 'cloud.region',
};
const KINDS = Object.keys(FIELDS) as readonly NewValueKind[];

interface Combination {
  readonly key: { readonly account_id: string; readonly value: string };
  readonly doc_count: number;
  readonly first_seen: TimeMetric;
  readonly users: Terms;
}
type CombinationsByKind = Readonly<
  Record<NewValueKind, { readonly combinations: { readonly buckets: readonly Combination[] } }>
>;
type Aggregations = CombinationsByKind & {
  readonly before: Count & { readonly first_seen: TimeMetric };
  readonly accounts: Terms<TermsBucket & { readonly first_seen: TimeMetric }>;
};

/** Looks at people, roles and root only: what AWS's services newly do is AWS's business. */
export const newValues: PanelQuery<'new_values'> = {
  id: 'new_values',

  searchRequest(request) {
    return {
      size: 0,
      track_total_hits: true,
      query: {
        bool: {
          filter: [
            { range: { '@timestamp': { gte: comparedFrom(request), lt: request.to } } },
            BY_SOMEBODY,
            ...eventsThatFit(request),
          ],
        },
      },
      aggs: {
        before: {
          filter: { range: { '@timestamp': { lt: request.from } } },
          aggs: { first_seen: { min: { field: '@timestamp' } } },
        },
        accounts: {
          terms: { field: 'cloud.account.id', size: MOST_ACCOUNTS },
          aggs: { first_seen: { min: { field: '@timestamp' } } },
        },
        ...Object.fromEntries(
          KINDS.map((kind) => [
            kind,
            {
              filter: { exists: { field: FIELDS[kind] } },
              aggs: {
                combinations: {
                  composite: {
                    size: MOST_COMBINATIONS,
                    sources: [
                      { account_id: { terms: { field: 'cloud.account.id' } } },
                      { value: { terms: { field: FIELDS[kind] } } },
                    ],
                  },
                  aggs: {
                    first_seen: { min: { field: '@timestamp' } },
                    users: { terms: { field: 'cloudtrail.actor.name', size: USERS_NAMED, shard_size: 20 } },
                  },
                },
              },
            },
          ]),
        ),
      },
    };
  },

  answer(response, request): NewValues {
    const aggregations = response.aggregations as Aggregations;
    const from = Date.parse(request.from);
    const isNew = ({ first_seen }: { readonly first_seen: TimeMetric }) => (first_seen.value ?? 0) >= from;
    const newAccounts = aggregations.accounts.buckets.filter(isNew);
    const newIds = new Set(newAccounts.map(({ key }) => key));
    const rows = KINDS.flatMap((kind) =>
      aggregations[kind].combinations.buckets
        .filter((bucket) => isNew(bucket) && !newIds.has(bucket.key.account_id))
        .map((bucket) => toRow(kind, bucket)),
    ).sort((a, b) => b.first_seen.localeCompare(a.first_seen) || b.events - a.events);
    return {
      compared_from: comparedFrom(request),
      look_back_days: LOOK_BACK_DAYS,
      known_since: isoTime(aggregations.before.first_seen),
      total: rows.length,
      rows: rows.slice(0, MOST_ROWS),
      new_accounts: newAccounts.map(({ key, doc_count, first_seen }) => ({
        account_id: key,
        first_seen: isoTime(first_seen) ?? '',
        events: doc_count,
      })),
      is_complete: KINDS.every((kind) => aggregations[kind].combinations.buckets.length < MOST_COMBINATIONS),
    };
  },
};

function comparedFrom({ from }: PanelRequest): string {
  return new Date(Date.parse(from) - LOOK_BACK_DAYS * DAY_MS).toISOString();
}

function toRow(kind: NewValueKind, { key, doc_count, first_seen, users }: Combination): NewValueRow {
  return {
    kind,
    account_id: key.account_id,
    value: key.value,
    first_seen: isoTime(first_seen) ?? '',
    events: doc_count,
    users: users.buckets.map((user) => user.key),
  };
}
