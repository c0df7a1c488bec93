/** Who accesses, how often, and when last: all actors but AWS's own services. */
import { BY_SOMEBODY } from '../../common/event_kinds';
import type { Users } from '../../common/panels';
import { actorAggregations, toActorRow, type ActorBucket } from './actor_rows';
import { countSearch, eventsInRange, type PanelQuery, type Terms } from './panel_query';

const MOST_USERS = 100;
/** Up to so many actors a shard the counts are exact; cardinality is exact up to about as many. */
const EXACT_UP_TO = 3000;

interface Aggregations {
  readonly different: { readonly value: number };
  readonly users: Terms<ActorBucket>;
}

export const users: PanelQuery<'users'> = {
  id: 'users',

  searchRequest(request) {
    return countSearch(eventsInRange(request, [BY_SOMEBODY]), {
      different: { cardinality: { field: 'cloudtrail.actor.id', precision_threshold: EXACT_UP_TO } },
      users: {
        terms: { field: 'cloudtrail.actor.id', size: MOST_USERS, shard_size: EXACT_UP_TO },
        aggs: actorAggregations(request),
      },
    });
  },

  answer(response, request): Users {
    const aggregations = response.aggregations as Aggregations;
    return {
      total: aggregations.different.value,
      users: aggregations.users.buckets.map((bucket) => toActorRow(bucket, request)),
    };
  },
};
