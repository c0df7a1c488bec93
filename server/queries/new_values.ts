/** What an account sees for the first time: countries, programs, services and regions that the days before did not have. */
import type { NewValueKind, NewValueRow, NewValues, PanelRequest } from '../../common/panels';
import { BY_SOMEBODY } from '../../common/event_kinds';
import {
  eventsThatFit,
  isoTime,
  mostFrequent,
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
/**
 * Accounts whose values are compared, those with the most events, and values of a kind that are compared of each. With the
 * user of each value, 200 accounts with 160 values are just below Elasticsearch's limit of 65,536 buckets.
 */
const MOST_COMPARED = 200;
const MOST_VALUES = 500;

const FIELDS: Readonly<Record<NewValueKind, string>> = {
  country: 'source.geo.country_iso_code',
  user_agent: 'user_agent.name',
  service: 'event.provider',
  region: 'cloud.region',
};
const KINDS = Object.keys(FIELDS) as readonly NewValueKind[];

interface ValueBucket extends TermsBucket {
  readonly now: Count & { readonly first_seen: TimeMetric; readonly users: Terms };
}
interface WithOthers {
  readonly sum_other_doc_count: number;
}
type ComparedAccount = TermsBucket & Readonly<Record<NewValueKind, Terms<ValueBucket> & WithOthers>>;
interface Aggregations {
  readonly before: Count & { readonly first_seen: TimeMetric };
  readonly accounts: Terms<TermsBucket & { readonly now: Count & { readonly first_seen: TimeMetric } }>;
  readonly compared: Terms<ComparedAccount> & WithOthers;
}

/** Looks at people, roles and root only: what AWS's services newly do is AWS's business. */
export const newValues: PanelQuery<'new_values'> = {
  id: 'new_values',

  searchRequest(request) {
    // only what may be new is looked at closely: most events are of the days before
    const inRange = { range: { '@timestamp': { gte: request.from } } };
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
          aggs: { now: { filter: inRange, aggs: { first_seen: { min: { field: '@timestamp' } } } } },
        },
        // one pass over the events for all kinds: a third of what a composite aggregation for each takes
        compared: {
          terms: { field: 'cloud.account.id', size: MOST_COMPARED },
          aggs: Object.fromEntries(
            KINDS.map((kind) => [
              kind,
              {
                terms: { field: FIELDS[kind], size: MOST_VALUES },
                aggs: {
                  now: {
                    filter: inRange,
                    aggs: {
                      first_seen: { min: { field: '@timestamp' } },
                      users: { terms: { field: 'cloudtrail.actor.name', size: 1, shard_size: 20 } },
                    },
                  },
                },
              },
            ]),
          ),
        },
      },
    };
  },

  answer(response, request): NewValues {
    const aggregations = response.aggregations as Aggregations;
    const newAccounts = aggregations.accounts.buckets.filter(isNew);
    const newIds = new Set(newAccounts.map(({ key }) => key));
    const known = aggregations.compared.buckets.filter(({ key }) => !newIds.has(key));
    const rows = KINDS.flatMap((kind) =>
      known.flatMap((account) =>
        account[kind].buckets.filter(isNew).map((bucket) => toRow(kind, account.key, bucket)),
      ),
    ).sort((a, b) => b.first_seen.localeCompare(a.first_seen) || b.events - a.events);
    return {
      compared_from: comparedFrom(request),
      look_back_days: LOOK_BACK_DAYS,
      known_since: isoTime(aggregations.before.first_seen),
      total: rows.length,
      rows: rows.slice(0, MOST_ROWS),
      new_accounts: newAccounts.map(({ key, doc_count, now }) => ({
        account_id: key,
        first_seen: isoTime(now.first_seen) ?? '',
        events: doc_count,
      })),
      is_complete:
        isAll(aggregations.compared) && known.every((one) => KINDS.every((kind) => isAll(one[kind]))),
    };
  },
};

/** Nothing of it is older than the range. */
function isNew({ doc_count, now }: { readonly doc_count: number; readonly now: Count }): boolean {
  return doc_count === now.doc_count;
}

function comparedFrom({ from }: PanelRequest): string {
  return new Date(Date.parse(from) - LOOK_BACK_DAYS * DAY_MS).toISOString();
}

function isAll({ sum_other_doc_count: others }: WithOthers): boolean {
  return others === 0;
}

function toRow(
  kind: NewValueKind,
  accountId: string,
  { key, doc_count, now: { first_seen, users } }: ValueBucket,
): NewValueRow {
  return {
    kind,
    account_id: accountId,
    value: key,
    first_seen: isoTime(first_seen) ?? '',
    events: doc_count,
    user: mostFrequent(users),
  };
}
