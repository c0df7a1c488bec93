/** Which accounts and regions have events in the time range, whatever else is filtered: what the pickers offer. */
import type { AccountsAndRegions } from '../../common/panels';
import { eventsInRange, type PanelQuery, type Terms, type TermsBucket } from './panel_query';

/** Of those in which an account's callers do something; with the accounts it stays below Elasticsearch's limit of buckets. */
const MOST_RECIPIENTS = 60;
/** AWS has some 40 regions; organizations of more accounts are rare, and the search bar knows the others. */
const MOST_ACCOUNTS = 1000;
const MOST_REGIONS = 100;

interface Aggregations {
  readonly accounts: Terms<TermsBucket & { readonly recipients: Terms }>;
  readonly regions: Terms;
}

export const accountsAndRegions: PanelQuery<'accounts_and_regions'> = {
  id: 'accounts_and_regions',

  searchRequest(request) {
    return {
      size: 0,
      track_total_hits: false,
      query: eventsInRange({ ...request, query: undefined }),
      aggs: {
        accounts: {
          terms: { field: 'cloud.account.id', size: MOST_ACCOUNTS },
          aggs: {
            recipients: { terms: { field: 'aws.cloudtrail.recipient_account_id', size: MOST_RECIPIENTS } },
          },
        },
        regions: { terms: { field: 'cloud.region', size: MOST_REGIONS } },
      },
    };
  },

  answer(response): AccountsAndRegions {
    const { accounts, regions } = response.aggregations as unknown as Aggregations;
    return { accounts: countedWithRecipients(accounts), regions: counted(regions) };
  },
};

function counted({ buckets }: Terms): AccountsAndRegions['accounts'] {
  return buckets.map(({ key, doc_count: events }) => ({ value: key, events }));
}

/** An account's events are those of its callers, and those of others that were delivered to it. */
function countedWithRecipients({ buckets }: Aggregations['accounts']): AccountsAndRegions['accounts'] {
  const events = new Map<string, number>();
  const add = ({ key, doc_count: count }: TermsBucket) => events.set(key, (events.get(key) ?? 0) + count);
  for (const caller of buckets) {
    add(caller);
    caller.recipients.buckets.filter(({ key }) => key !== caller.key).forEach(add);
  }
  return [...events].map(([value, count]) => ({ value, events: count })).sort((a, b) => b.events - a.events);
}
