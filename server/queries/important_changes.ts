/** Changes of trails, keys, policies, buckets and identities, with what was changed and to what. */
import { IMPORTANT_KINDS, importantChangesOf, type ImportantChangeKind } from '../../common/event_kinds';
import type { ImportantChangeRow, ImportantChanges } from '../../common/panels';
import { changes, newestChanges, type Change } from './changes';
import { importantChangeKind, importantFacts } from './important_change';
import { eventsInRange, totalHits, type Count, type PanelQuery } from './panel_query';

const MOST_ROWS = 100;

interface Aggregations {
  readonly kinds: { readonly buckets: Readonly<Record<ImportantChangeKind, Count>> };
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
      },
    };
  },

  answer(response): ImportantChanges {
    const { kinds } = response.aggregations as Aggregations;
    return {
      total: totalHits(response),
      kinds: Object.fromEntries(
        IMPORTANT_KINDS.map((kind) => [kind, kinds.buckets[kind].doc_count]),
      ) as ImportantChanges['kinds'],
      rows: changes(response).flatMap(toRow),
    };
  },
};

function toRow({ row, request, response }: Change): ImportantChangeRow[] {
  const kind = importantChangeKind(row.provider, row.action);
  if (kind === undefined) return [];
  const { daysLeft, isGrave, ...facts } = importantFacts(row.provider, row.action, request, response);
  return [{ ...row, kind, ...facts, days_left: daysLeft, is_grave: isGrave && row.outcome === 'success' }];
}
