/** Who accesses, how often, and when last: all actors but AWS's own services. */
import type { PanelRequest, UserRow, Users } from '../../common/panels';
import { BY_SOMEBODY, DENIED, FAILED } from '../../common/event_kinds';
import {
  eventsInRange,
  isoTime,
  mostFrequent,
  type Count,
  type PanelQuery,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';
import { trendHistogram, trendOf, type TrendBucket } from './trend';

const MOST_USERS = 100;
/** Up to so many actors a shard the counts are exact; cardinality is exact up to about as many. */
const EXACT_UP_TO = 3000;
const MOST_COUNTRIES = 50;

interface UserBucket extends TermsBucket {
  readonly failures: Count;
  readonly denied: Count;
  readonly trend: { readonly buckets: readonly TrendBucket[] };
  readonly last_seen: TimeMetric;
  readonly name: Terms;
  readonly type: Terms;
  readonly account_id: Terms;
  readonly countries: Terms;
}
interface Aggregations {
  readonly different: { readonly value: number };
  readonly users: Terms<UserBucket>;
}

export const users: PanelQuery<'users'> = {
  id: 'users',

  searchRequest(request) {
    return {
      size: 0,
      track_total_hits: true,
      query: eventsInRange(request, [BY_SOMEBODY]),
      aggs: {
        different: { cardinality: { field: 'cloudtrail.actor.id', precision_threshold: EXACT_UP_TO } },
        users: {
          terms: { field: 'cloudtrail.actor.id', size: MOST_USERS, shard_size: EXACT_UP_TO },
          aggs: {
            failures: { filter: FAILED },
            denied: { filter: DENIED },
            trend: trendHistogram(request),
            last_seen: { max: { field: '@timestamp' } },
            // An actor has one of each but for odd records; terms read no _source, unlike top_hits.
            name: { terms: { field: 'cloudtrail.actor.name', size: 1 } },
            type: { terms: { field: 'cloudtrail.actor.type', size: 1 } },
            account_id: { terms: { field: 'cloudtrail.actor.account_id', size: 1 } },
            countries: { terms: { field: 'source.geo.country_iso_code', size: MOST_COUNTRIES } },
          },
        },
      },
    };
  },

  answer(response, request): Users {
    const aggregations = response.aggregations as Aggregations;
    return {
      total: aggregations.different.value,
      users: aggregations.users.buckets.map((bucket) => toRow(bucket, request)),
    };
  },
};

function toRow(bucket: UserBucket, request: PanelRequest): UserRow {
  return {
    id: bucket.key,
    name: mostFrequent(bucket.name) || bucket.key,
    type: mostFrequent(bucket.type),
    account_id: mostFrequent(bucket.account_id),
    events: bucket.doc_count,
    failures: bucket.failures.doc_count,
    denied: bucket.denied.doc_count,
    last_seen: isoTime(bucket.last_seen) ?? '',
    countries: bucket.countries.buckets.map(({ key }) => key),
    trend: trendOf(bucket.trend.buckets, request, ({ doc_count }) => doc_count),
  };
}
