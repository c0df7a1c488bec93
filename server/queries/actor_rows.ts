/** What a row about an actor says, whatever the list it is in: the aggregations below a bucket of `cloudtrail.actor.id`, and their answer. */
import { DENIED, FAILED } from '../../common/event_kinds';
import type { PanelRequest, UserRow } from '../../common/panels';
import {
  isoTime,
  mostFrequent,
  type Count,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';
import { trendHistogram, trendOf, type TrendBucket } from './trend';

const MOST_COUNTRIES = 50;
/** Of each actor, by each shard. */
const EVENTS_LOOKED_AT = 10;

export interface ActorBucket extends TermsBucket {
  readonly failures: Count;
  readonly denied: Count;
  readonly trend: { readonly buckets: readonly TrendBucket[] };
  readonly first_seen: TimeMetric;
  readonly last_seen: TimeMetric;
  readonly some_events: { readonly name: Terms; readonly type: Terms; readonly account_id: Terms };
  readonly countries: Terms;
}

export function actorAggregations(request: PanelRequest) {
  return {
    failures: { filter: FAILED },
    denied: { filter: DENIED },
    trend: trendHistogram(request),
    first_seen: { min: { field: '@timestamp' } },
    last_seen: { max: { field: '@timestamp' } },
    // An actor has one of each but for odd records: a few events tell them. Of all events it would take half as long again.
    some_events: {
      sampler: { shard_size: EVENTS_LOOKED_AT },
      aggs: {
        name: { terms: { field: 'cloudtrail.actor.name', size: 1 } },
        type: { terms: { field: 'cloudtrail.actor.type', size: 1 } },
        account_id: { terms: { field: 'cloudtrail.actor.account_id', size: 1 } },
      },
    },
    countries: { terms: { field: 'source.geo.country_iso_code', size: MOST_COUNTRIES } },
  } as const;
}

export function toActorRow(bucket: ActorBucket, request: PanelRequest): UserRow {
  return {
    id: bucket.key,
    name: mostFrequent(bucket.some_events.name) || bucket.key,
    type: mostFrequent(bucket.some_events.type),
    account_id: mostFrequent(bucket.some_events.account_id),
    events: bucket.doc_count,
    failures: bucket.failures.doc_count,
    denied: bucket.denied.doc_count,
    first_seen: isoTime(bucket.first_seen) ?? '',
    last_seen: isoTime(bucket.last_seen) ?? '',
    countries: bucket.countries.buckets.map(({ key }) => key),
    trend: trendOf(bucket.trend.buckets, request),
  };
}
