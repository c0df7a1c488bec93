/** What one actor did, with what and from where. */
import type { ActorFacts, ActorRequest, CountedValue } from '../../common/actors';
import {
  countSearch,
  eventsInRange,
  isoTime,
  mostFrequent,
  totalHits,
  type Count,
  type QueryClause,
  type SearchParameters,
  type SearchResponse,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';

const MOST_VALUES = 20;
const MOST_COUNTRIES = 50;
const FAILURES = { filter: { term: { 'event.outcome': 'failure' } } } as const;
const SEEN = {
  first_seen: { min: { field: '@timestamp' } },
  last_seen: { max: { field: '@timestamp' } },
} as const;

/** All events of the actor. */
export function ofActor({ id }: ActorRequest): QueryClause {
  return { term: { 'cloudtrail.actor.id': id } };
}

const counted = (field: string, size = MOST_VALUES) => ({
  terms: { field, size },
  aggs: { failures: FAILURES },
});
const one = (field: string) => ({ terms: { field, size: 1 } });

export function actorFactsSearch(request: ActorRequest): SearchParameters {
  return countSearch(eventsInRange(request, [ofActor(request)]), {
    failures: FAILURES,
    ...SEEN,
    name: one('cloudtrail.actor.name'),
    type: one('cloudtrail.actor.type'),
    account_id: one('cloudtrail.actor.account_id'),
    different_addresses: { cardinality: { field: 'source.address' } },
    addresses: {
      terms: { field: 'source.address', size: MOST_VALUES },
      aggs: {
        failures: FAILURES,
        ...SEEN,
        country: one('source.geo.country_iso_code'),
        city: one('source.geo.city_name'),
        network: one('source.as.organization.name'),
      },
    },
    countries: counted('source.geo.country_iso_code', MOST_COUNTRIES),
    services: counted('event.provider'),
    actions: counted('event.action'),
    errors: counted('aws.cloudtrail.error_code'),
    user_agents: counted('user_agent.original'),
    assumed: {
      filter: { term: { 'event.provider': 'sts.amazonaws.com' } },
      aggs: { roles: counted('aws.cloudtrail.flattened.request_parameters.roleArn') },
    },
  });
}

interface CountedBucket extends TermsBucket {
  readonly failures: Count;
}
interface AddressBucket extends CountedBucket {
  readonly first_seen: TimeMetric;
  readonly last_seen: TimeMetric;
  readonly country: Terms;
  readonly city: Terms;
  readonly network: Terms;
}
interface Aggregations {
  readonly failures: Count;
  readonly first_seen: TimeMetric;
  readonly last_seen: TimeMetric;
  readonly name: Terms;
  readonly type: Terms;
  readonly account_id: Terms;
  readonly different_addresses: { readonly value: number };
  readonly addresses: Terms<AddressBucket>;
  readonly countries: Terms<CountedBucket>;
  readonly services: Terms<CountedBucket>;
  readonly actions: Terms<CountedBucket>;
  readonly errors: Terms<CountedBucket>;
  readonly user_agents: Terms<CountedBucket>;
  readonly assumed: { readonly roles: Terms<CountedBucket> };
}

export function actorFacts(response: SearchResponse, { id }: ActorRequest): ActorFacts {
  const found = response.aggregations as unknown as Aggregations;
  return {
    id,
    name: mostFrequent(found.name) || id,
    type: mostFrequent(found.type),
    account_id: mostFrequent(found.account_id),
    events: totalHits(response),
    failures: found.failures.doc_count,
    first_seen: isoTime(found.first_seen),
    last_seen: isoTime(found.last_seen),
    different_addresses: found.different_addresses.value,
    addresses: found.addresses.buckets.map((bucket) => ({
      ...toValue(bucket),
      country_iso_code: mostFrequent(bucket.country),
      city_name: mostFrequent(bucket.city),
      network: mostFrequent(bucket.network),
      first_seen: isoTime(bucket.first_seen) ?? '',
      last_seen: isoTime(bucket.last_seen) ?? '',
    })),
    countries: found.countries.buckets.map(toValue),
    services: found.services.buckets.map(toValue),
    actions: found.actions.buckets.map(toValue),
    errors: found.errors.buckets.map(toValue),
    user_agents: found.user_agents.buckets.map(toValue),
    roles_assumed: found.assumed.roles.buckets.map(toValue),
  };
}

function toValue({ key, doc_count: events, failures }: CountedBucket): CountedValue {
  return { value: key, events, failures: failures.doc_count };
}
