/** Changes of security groups, network ACLs, addresses, routes and gateways, with what exactly was changed. */
import { NETWORK_KINDS, networkChangesOf, type NetworkChangeKind } from '../../common/event_kinds';
import type { NetworkChangeRow, NetworkChanges } from '../../common/panels';
import { changes, newestChanges, type Change } from './changes';
import { SUCCEEDED } from '../../common/event_kinds';
import { networkChangeKind, networkFacts } from './network_rules';
import { eventsInRange, totalHits, type Count, type PanelQuery, type QueryClause } from './panel_query';

const MOST_ROWS = 100;
const REQUEST_WORDS = 'aws.cloudtrail.request_parameters.text';
const REQUEST = 'aws.cloudtrail.flattened.request_parameters';
const MODIFIED_RULE = `${REQUEST}.ModifySecurityGroupRulesRequest.SecurityGroupRule.SecurityGroupRule`;

function anyOf(...clauses: readonly QueryClause[]): QueryClause {
  return { bool: { should: [...clauses], minimum_should_match: 1 } };
}
function action(...names: readonly string[]): QueryClause {
  return { terms: { 'event.action': [...names] } };
}
/**
 * A leaf of the flattened form, or `key=value` in the text where only that is kept: as a phrase of its words, since a
 * wildcard would read every text there is.
 */
function asks(path: string, key: string, value: string): QueryClause {
  return anyOf(
    { term: { [path]: value } },
    {
      bool: {
        filter: [{ match_phrase: { [REQUEST_WORDS]: `${key}=${value}` } }],
        must_not: [{ exists: { field: REQUEST } }],
      },
    },
  );
}

/** The same as `is_open_to_world` of a row, as Elasticsearch finds it; a test holds the two together. */
const OPENS_TO_WORLD: QueryClause = {
  bool: {
    filter: [
      SUCCEEDED,
      anyOf(
        {
          bool: {
            filter: [
              action('AuthorizeSecurityGroupIngress'),
              anyOf(
                asks(`${REQUEST}.ipPermissions.items.ipRanges.items.cidrIp`, 'cidrIp', '0.0.0.0/0'),
                asks(`${REQUEST}.ipPermissions.items.ipv6Ranges.items.cidrIpv6`, 'cidrIpv6', '::/0'),
                { term: { [`${REQUEST}.cidrIp`]: '0.0.0.0/0' } },
              ),
            ],
          },
        },
        {
          bool: {
            filter: [
              action('ModifySecurityGroupRules'),
              anyOf(
                asks(`${MODIFIED_RULE}.CidrIpv4`, 'CidrIpv4', '0.0.0.0/0'),
                asks(`${MODIFIED_RULE}.CidrIpv6`, 'CidrIpv6', '::/0'),
              ),
            ],
          },
        },
        {
          bool: {
            filter: [
              action('CreateNetworkAclEntry', 'ReplaceNetworkAclEntry'),
              asks(`${REQUEST}.egress`, 'egress', 'false'),
              asks(`${REQUEST}.ruleAction`, 'ruleAction', 'allow'),
              anyOf(
                asks(`${REQUEST}.cidrBlock`, 'cidrBlock', '0.0.0.0/0'),
                asks(`${REQUEST}.ipv6CidrBlock`, 'ipv6CidrBlock', '::/0'),
              ),
            ],
          },
        },
      ),
    ],
  },
};

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
        open_to_world: { filter: OPENS_TO_WORLD },
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
  return [{ ...row, kind, ...facts, is_open_to_world: isOpen }];
}
