/** Which accounts and regions have events in the time range, whatever else is filtered: what the pickers offer. */
import type { AccountsAndRegions } from '../../common/panels';
import { eventsInRange, type PanelQuery, type Terms } from './panel_query';

/** AWS has some 40 regions; organizations of more accounts are rare, and the search bar knows the others. */
const MOST_ACCOUNTS = 1000;
const MOST_REGIONS = 100;

interface Aggregations {
  readonly accounts: Terms;
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
        accounts: { terms: { field: 'cloud.account.id', size: MOST_ACCOUNTS } },
        regions: { terms: { field: 'cloud.region', size: MOST_REGIONS } },
      },
    };
  },

  answer(response): AccountsAndRegions {
    const { accounts, regions } = response.aggregations as unknown as Aggregations;
    return { accounts: counted(accounts), regions: counted(regions) };
  },
};

function counted({ buckets }: Terms): AccountsAndRegions['accounts'] {
  return buckets.map(({ key, doc_count: events }) => ({ value: key, events }));
}
