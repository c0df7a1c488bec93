/** Changes of trails, keys, policies, buckets and identities, with what was changed and to what. */
import {
  GRAVE_CHANGES,
  IMPORTANT_KINDS,
  POLICIES_SET,
  importantChangesOf,
  type ImportantChangeKind,
} from '../../common/event_kinds';
import type { ImportantChangeRow, ImportantChanges } from '../../common/panels';
import { changes, newestChanges, type Change } from './changes';
import { importantChangeKind, importantFacts } from './important_change';
import { eventsInRange, totalHits, type Count, type PanelQuery } from './panel_query';

const MOST_ROWS = 50;
/** Where the rows do not hold all changes: so many policies are read beside them, the newest. */
const MOST_POLICIES = 100;

interface Aggregations {
  readonly kinds: { readonly buckets: Readonly<Record<ImportantChangeKind, Count>> };
  readonly grave: Count;
}

export const importantChanges: PanelQuery<'important_changes'> = {
  id: 'important_changes',

  searchRequest(request) {
    return {
      ...newestChanges(MOST_ROWS),
      track_total_hits: true,
      query: eventsInRange(request, [importantChangesOf(...IMPORTANT_KINDS)]),
      aggs: {
        kinds: {
          filters: {
            filters: Object.fromEntries(IMPORTANT_KINDS.map((kind) => [kind, importantChangesOf(kind)])),
          },
        },
        grave: { filter: GRAVE_CHANGES },
      },
    };
  },

  furtherSearches(response, request, [ofPolicies]) {
    if (ofPolicies !== undefined || totalHits(response) <= MOST_ROWS) return [];
    return [
      {
        ...newestChanges(MOST_POLICIES),
        track_total_hits: true,
        query: eventsInRange(request, [POLICIES_SET]),
      },
    ];
  },

  answer(response, _request, _facts, [ofPolicies] = []): ImportantChanges {
    const { kinds, grave } = response.aggregations as Aggregations;
    const rows = changes(response).flatMap(toRow);
    const policies = ofPolicies ? changes(ofPolicies).flatMap(toRow) : rows;
    // calls that carry a policy are none of those that Elasticsearch finds, so none is counted twice
    const gravePolicies = policies.filter(({ is_grave, allows }) => is_grave && allows.length > 0);
    return {
      total: totalHits(response),
      grave: grave.doc_count + gravePolicies.length,
      grave_policy_ids: gravePolicies.map(({ id }) => id),
      policies_read: ofPolicies && totalHits(ofPolicies) > policies.length ? policies.length : null,
      kinds: Object.fromEntries(
        IMPORTANT_KINDS.map((kind) => [kind, kinds.buckets[kind].doc_count]),
      ) as ImportantChanges['kinds'],
      rows,
    };
  },
};

function toRow({ row, request, response }: Change): ImportantChangeRow[] {
  const kind = importantChangeKind(row.provider, row.action);
  if (kind === undefined) return [];
  const { daysLeft, isGrave, ...facts } = importantFacts(row.provider, row.action, request, response);
  return [{ ...row, kind, ...facts, days_left: daysLeft, is_grave: isGrave && row.outcome === 'success' }];
}
