/** Changes of security groups, network ACLs, addresses, routes and gateways, with what exactly was changed. */
import {
  NETWORK_KINDS,
  OPENED_TO_WORLD,
  networkChangesOf,
  type NetworkChangeKind,
} from '../../common/event_kinds';
import type { NetworkChangeRow, NetworkChanges } from '../../common/panels';
import { changes, newestChanges, type Change } from './changes';
import { networkChangeKind, networkFacts } from './network_rules';
import { eventsInRange, totalHits, type Count, type PanelQuery } from './panel_query';

const MOST_ROWS = 50;

interface Aggregations {
  readonly kinds: { readonly buckets: Readonly<Record<NetworkChangeKind, Count>> };
  readonly open_to_world: Count;
}

export const networkChanges: PanelQuery<'network_changes'> = {
  id: 'network_changes',

  searchRequest(request) {
    return {
      ...newestChanges(MOST_ROWS),
      track_total_hits: true,
      query: eventsInRange(request, [networkChangesOf(...NETWORK_KINDS)]),
      aggs: {
        kinds: {
          filters: {
            filters: Object.fromEntries(NETWORK_KINDS.map((kind) => [kind, networkChangesOf(kind)])),
          },
        },
        open_to_world: { filter: OPENED_TO_WORLD },
      },
    };
  },

  answer(response): NetworkChanges {
    const { kinds, open_to_world } = response.aggregations as Aggregations;
    return {
      total: totalHits(response),
      open_to_world: open_to_world.doc_count,
      kinds: Object.fromEntries(
        NETWORK_KINDS.map((kind) => [kind, kinds.buckets[kind].doc_count]),
      ) as NetworkChanges['kinds'],
      rows: changes(response).flatMap(toRow),
    };
  },
};

function toRow({ row, request, response }: Change): NetworkChangeRow[] {
  const kind = networkChangeKind(row.action);
  if (kind === undefined) return [];
  const facts = networkFacts(row.action, request, response);
  const isOpen = row.outcome === 'success' && facts.rules.some(({ is_world }) => is_world);
  // only the first few are shown, and five offices must not hide the world
  const rules = [...facts.rules].sort((a, b) => Number(b.is_world) - Number(a.is_world));
  return [{ ...row, kind, ...facts, rules, is_open_to_world: isOpen }];
}
