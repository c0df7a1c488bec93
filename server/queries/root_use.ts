/** Use of root users. */
import type { RootUse } from '../../common/panels';
import { AS_ROOT, BY_ROOT, withMfa } from '../../common/event_kinds';
import { eventRows, newestEvents } from './event_rows';
import { eventsInRange, totalHits, type Count, type PanelQuery, type Terms } from './panel_query';

const MOST_ROWS = 50;
const MOST_ACCOUNTS = 20;

interface Aggregations {
  readonly by_root: Count & {
    readonly with_mfa: Count;
    readonly without_mfa: Count;
    readonly accounts: Terms;
  };
  readonly on_behalf: Count;
}

/** `with_mfa` and `without_mfa` count only records that say so: those of root's access keys are silent, so in neither. */
export const rootUse: PanelQuery<'root_use'> = {
  id: 'root_use',

  searchRequest(request) {
    return {
      ...newestEvents(MOST_ROWS),
      track_total_hits: true,
      query: eventsInRange(request, [AS_ROOT]),
      // hits and their total are root's own; the aggregations see what was done in its name, too
      post_filter: BY_ROOT,
      aggs: {
        by_root: {
          filter: BY_ROOT,
          aggs: {
            with_mfa: { filter: withMfa(true) },
            without_mfa: { filter: withMfa(false) },
            accounts: { terms: { field: 'cloud.account.id', size: MOST_ACCOUNTS, shard_size: 1000 } },
          },
        },
        on_behalf: { filter: { bool: { must_not: [BY_ROOT] } } },
      },
    };
  },

  answer(response): RootUse {
    const { by_root, on_behalf } = response.aggregations as Aggregations;
    return {
      total: totalHits(response),
      on_behalf: on_behalf.doc_count,
      accounts: by_root.accounts.buckets.map(({ key, doc_count }) => ({
        account_id: key,
        events: doc_count,
      })),
      with_mfa: by_root.with_mfa.doc_count,
      without_mfa: by_root.without_mfa.doc_count,
      rows: eventRows(response),
    };
  },
};
