/** Which calls AWS refused for want of a right, by action. */
import type { AccessDenied, DeniedActionRow } from '../../common/panels';
import { DENIED } from '../../common/event_kinds';
import {
  countSearch,
  eventsInRange,
  isoTime,
  totalHits,
  type PanelQuery,
  type Terms,
  type TermsBucket,
  type TimeMetric,
} from './panel_query';

const MOST_ACTIONS = 50;
/** So many actions a shard are counted exactly; AWS has some 17,000, of which few are refused at one time. */
const EXACT_UP_TO = 3000;
/** A few services share the name of an action, as `TagResource`. */
const MOST_PROVIDERS = 20;
const USERS_NAMED = 3;

interface ProviderBucket extends TermsBucket {
  readonly last_seen: TimeMetric;
  readonly users: Terms;
  readonly different_users: { readonly value: number };
}
interface Aggregations {
  readonly different_actions: { readonly value: number };
  readonly actions: Terms<TermsBucket & { readonly providers: Terms<ProviderBucket> }>;
}

/** The 50 most refused; the same action of two services is two rows. */
export const accessDenied: PanelQuery<'access_denied'> = {
  id: 'access_denied',

  searchRequest(request) {
    return countSearch(eventsInRange(request, [DENIED]), {
      different_actions: { cardinality: { field: 'event.action', precision_threshold: EXACT_UP_TO } },
      actions: {
        terms: { field: 'event.action', size: MOST_ACTIONS, shard_size: EXACT_UP_TO },
        aggs: {
          providers: {
            terms: { field: 'event.provider', size: MOST_PROVIDERS },
            aggs: {
              last_seen: { max: { field: '@timestamp' } },
              users: { terms: { field: 'cloudtrail.actor.name', size: USERS_NAMED, shard_size: 100 } },
              different_users: { cardinality: { field: 'cloudtrail.actor.id' } },
            },
          },
        },
      },
    });
  },

  answer(response): AccessDenied {
    const { different_actions, actions } = response.aggregations as Aggregations;
    const rows = actions.buckets.flatMap((action) =>
      action.providers.buckets.map((provider): DeniedActionRow => ({
        action: action.key,
        provider: provider.key,
        events: provider.doc_count,
        last_seen: isoTime(provider.last_seen) ?? '',
        users: provider.users.buckets.map(({ key }) => key),
        user_count: provider.different_users.value,
      })),
    );
    return {
      total: totalHits(response),
      action_count: different_actions.value,
      rows: rows.sort((a, b) => b.events - a.events).slice(0, MOST_ACTIONS),
    };
  },
};
