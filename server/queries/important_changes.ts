/** Changes of trails, keys, policies, buckets and identities, with what was changed and to what. */
import type { ImportantChangeKind, ImportantChangeRow, ImportantChanges } from '../../common/panels';
import { changes, newestChanges, type Change } from './changes';
import { IMPORTANT_ACTIONS, IMPORTANT_KINDS, importantChangeKind, importantFacts } from './important_change';
import { eventsInRange, totalHits, type Count, type PanelQuery, type QueryClause } from './panel_query';

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
      query: eventsInRange(request, [anyOf(IMPORTANT_KINDS.map(ofKind))]),
      aggs: {
        kinds: {
          filters: { filters: Object.fromEntries(IMPORTANT_KINDS.map((kind) => [kind, ofKind(kind)])) },
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

function anyOf(clauses: readonly QueryClause[]): QueryClause {
  return { bool: { should: [...clauses], minimum_should_match: 1 } };
}

/** The provider counts, too: other services have a `DeletePolicy` of their own. */
function ofKind(kind: ImportantChangeKind): QueryClause {
  return anyOf(
    Object.entries(IMPORTANT_ACTIONS[kind]).map(([provider, actions]) => ({
      bool: {
        filter: [{ term: { 'event.provider': provider } }, { terms: { 'event.action': [...actions] } }],
      },
    })),
  );
}

function toRow({ row, request, response }: Change): ImportantChangeRow[] {
  const kind = importantChangeKind(row.provider, row.action);
  if (kind === undefined) return [];
  const { target, detail, isGrave } = importantFacts(row.action, request, response);
  return [{ ...row, kind, target, detail, is_grave: isGrave && row.outcome === 'success' }];
}
