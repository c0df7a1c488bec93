/** What a change of a security group, network ACL, address, route or gateway was about. Pure. */
import { NETWORK_ACTIONS, NETWORK_KINDS, type NetworkChangeKind } from '../../common/event_kinds';
import type { NetworkRule } from '../../common/panels';
import { booleanAt, objectAt, type JsonObject } from '../cloudtrail/record';
import { firstOf, objectsOf, textOf } from './object_path';

export interface NetworkFacts {
  readonly target: string;
  readonly rules: readonly NetworkRule[];
  readonly detail: string;
}

const WORLD = new Set(['0.0.0.0/0', '::/0']);
/** IANA protocol numbers, as network ACLs name them. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  '-1': 'all',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
};
const WITHOUT_PORTS = new Set(['all', 'icmp', 'icmpv6']);

const KIND_OF = new Map(
  NETWORK_KINDS.flatMap((kind) => NETWORK_ACTIONS[kind].map((action) => [action, kind])),
);

/** Undefined for an action that is none of `NETWORK_ACTIONS`. */
export function networkChangeKind(action: string): NetworkChangeKind | undefined {
  return KIND_OF.get(action);
}

/** Reads requestParameters and responseElements, in their flattened form or read back from their text. Never throws. */
export function networkFacts(action: string, request: JsonObject, response: JsonObject): NetworkFacts {
  switch (networkChangeKind(action)) {
    case 'security_group':
      return securityGroup(action, request, response);
    case 'network_acl':
      return networkAcl(action, request, response);
    case 'address':
      return address(request, response);
    case 'route':
      return route(request, response);
    case 'gateway':
      return gateway(request, response);
    case undefined:
      return { target: '', rules: [], detail: '' };
  }
}

// ---------------------------------------------------------------- security groups

function securityGroup(action: string, request: JsonObject, response: JsonObject): NetworkFacts {
  if (action === 'ModifySecurityGroupRules') return modifiedRules(request);
  const target = firstOf(
    textOf(request, 'groupId'),
    textOf(response, 'groupId'),
    textOf(request, 'groupName'),
  );
  const name = textOf(request, 'groupName');
  const detail = [name === target ? '' : name, textOf(request, 'vpcId')].filter(Boolean).join(', ');
  if (!/^(Authorize|Revoke)/.test(action)) return { target, rules: [], detail };
  const effect = action.startsWith('Authorize') ? 'added' : 'removed';
  const direction = action.endsWith('Egress') ? 'out' : 'in';
  const made = (parts: RuleParts) => groupRule({ effect, direction }, parts);
  const asked = [...objectsOf(request, 'ipPermissions', 'items'), request].flatMap((permission) =>
    peersOf(permission).map((peer) => made({ ...portsOf(permission), peer })),
  );
  if (asked.length > 0) return { target, rules: asked, detail: '' };
  // rules named by their ids alone: some answers say what they were
  const answered = [
    ...objectsOf(response, 'revokedSecurityGroupRuleSet', 'items'),
    ...objectsOf(response, 'securityGroupRuleSet', 'items'),
  ].map((rule) => made({ ...portsOf(rule), peer: rulePeer(rule) }));
  if (answered.length > 0) return { target, rules: answered, detail: '' };
  const ids = objectsOf(request, 'securityGroupRuleIds', 'items').map((item) =>
    textOf(item, 'securityGroupRuleId'),
  );
  return { target, rules: ids.map((peer) => made({ protocol: '', ports: '', peer })), detail: '' };
}

/** Addresses, groups and prefix lists of one permission, in today's lists or in the old fields of the request itself. */
function peersOf(permission: JsonObject): string[] {
  return [
    ...objectsOf(permission, 'ipRanges', 'items').map((range) => textOf(range, 'cidrIp')),
    ...objectsOf(permission, 'ipv6Ranges', 'items').map((range) => textOf(range, 'cidrIpv6')),
    ...objectsOf(permission, 'groups', 'items').map((group) =>
      firstOf(textOf(group, 'groupId'), textOf(group, 'groupName')),
    ),
    ...objectsOf(permission, 'prefixListIds', 'items').map((list) => textOf(list, 'prefixListId')),
    textOf(permission, 'cidrIp'),
    textOf(permission, 'sourceSecurityGroupName'),
  ].filter((peer) => peer !== '');
}

/** Of a rule in an answer. */
function rulePeer(rule: JsonObject): string {
  return firstOf(
    textOf(rule, 'cidrIpv4'),
    textOf(rule, 'cidrIpv6'),
    textOf(rule, 'referencedGroupInfo', 'groupId'),
    textOf(rule, 'prefixListId'),
    textOf(rule, 'securityGroupRuleId'),
  );
}

/** ModifySecurityGroupRules is logged as the XML it was, with capital letters; one rule stands alone, several in a list. */
function modifiedRules(request: JsonObject): NetworkFacts {
  const call = objectAt(request['ModifySecurityGroupRulesRequest']);
  const rules = objectsOf(call, 'SecurityGroupRule').map((item) => {
    const rule = objectAt(item['SecurityGroupRule']);
    return groupRule(
      // a rule keeps its direction, which neither the request nor the answer says
      { effect: 'changed', direction: '' },
      {
        protocol: protocolName(textOf(rule, 'IpProtocol')),
        ports: portRange(textOf(rule, 'IpProtocol'), textOf(rule, 'FromPort'), textOf(rule, 'ToPort')),
        peer: firstOf(
          textOf(rule, 'CidrIpv4'),
          textOf(rule, 'CidrIpv6'),
          textOf(rule, 'ReferencedGroupId'),
          textOf(rule, 'PrefixListId'),
          textOf(item, 'SecurityGroupRuleId'),
        ),
      },
    );
  });
  return { target: textOf(call, 'GroupId'), rules, detail: '' };
}

interface RuleParts {
  readonly protocol: string;
  readonly ports: string;
  readonly peer: string;
}

function groupRule(kind: Pick<NetworkRule, 'effect' | 'direction'>, parts: RuleParts): NetworkRule {
  return rule({ ...kind, verdict: 'allow', ...parts });
}

function rule(parts: Omit<NetworkRule, 'is_world'>): NetworkRule {
  const { effect, direction, verdict, peer } = parts;
  return {
    ...parts,
    is_world: effect !== 'removed' && direction !== 'out' && verdict === 'allow' && WORLD.has(peer),
  };
}

function portsOf(permission: JsonObject): Pick<RuleParts, 'protocol' | 'ports'> {
  const protocol = textOf(permission, 'ipProtocol');
  return {
    protocol: protocolName(protocol),
    ports: portRange(protocol, textOf(permission, 'fromPort'), textOf(permission, 'toPort')),
  };
}

function protocolName(protocol: string): string {
  return PROTOCOLS[protocol] ?? protocol;
}

function portRange(protocol: string, from: string, to: string): string {
  if (WITHOUT_PORTS.has(protocolName(protocol))) return protocolName(protocol) === 'all' ? 'all' : '';
  if (from === '' && to === '') return protocol === '' ? '' : 'all';
  if (from === '-1' || (from === '0' && to === '65535')) return 'all';
  return from === to || to === '' ? from : `${from}-${to}`;
}

// ---------------------------------------------------------------- network ACLs

function networkAcl(action: string, request: JsonObject, response: JsonObject): NetworkFacts {
  const target = firstOf(
    textOf(request, 'networkAclId'),
    textOf(response, 'networkAcl', 'networkAclId'),
    textOf(request, 'associationId'),
  );
  const number = textOf(request, 'ruleNumber');
  if (!action.endsWith('Entry')) {
    const detail = [textOf(request, 'vpcId'), textOf(request, 'associationId')].filter(
      (part) => part !== '' && part !== target,
    );
    return { target, rules: [], detail: detail.join(', ') };
  }
  const direction = booleanAt(request['egress']) === true ? 'out' : 'in';
  const detail = number === '' ? '' : `#${number}`;
  if (action === 'DeleteNetworkAclEntry')
    return { target, rules: [], detail: [detail, direction].filter(Boolean).join(' ') };
  const protocol = textOf(request, 'aclProtocol');
  return {
    target,
    rules: [
      rule({
        effect: action === 'ReplaceNetworkAclEntry' ? 'changed' : 'added',
        direction,
        verdict: textOf(request, 'ruleAction') === 'deny' ? 'deny' : 'allow',
        protocol: protocolName(protocol),
        ports: portRange(protocol, textOf(request, 'portRange', 'from'), textOf(request, 'portRange', 'to')),
        peer: firstOf(textOf(request, 'cidrBlock'), textOf(request, 'ipv6CidrBlock')),
      }),
    ],
    detail,
  };
}

// ---------------------------------------------------------------- addresses, routes, gateways

function address(request: JsonObject, response: JsonObject): NetworkFacts {
  // the IPv6 calls are logged as the XML they were
  const [call = request] = [
    ...objectsOf(request, 'AssignIpv6AddressesRequest'),
    ...objectsOf(request, 'UnassignIpv6AddressesRequest'),
  ];
  const privateAddresses = objectsOf(request, 'privateIpAddressesSet', 'items').map((item) =>
    textOf(item, 'privateIpAddress'),
  );
  const count = textOf(request, 'secondaryPrivateIpAddressCount');
  const target = firstOf(
    textOf(request, 'publicIp'),
    textOf(response, 'publicIp'),
    privateAddresses.join(', '),
    addressesOf(call['Ipv6Addresses']),
    textOf(request, 'allocationId'),
    textOf(request, 'associationId'),
    count === '' ? '' : `+${count}`,
    textOf(call, 'NetworkInterfaceId'),
  );
  const holder = firstOf(
    textOf(request, 'instanceId'),
    textOf(request, 'networkInterfaceId'),
    textOf(call, 'NetworkInterfaceId'),
  );
  return { target, rules: [], detail: holder === target ? '' : holder };
}

function addressesOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => addressesOf(item)).join(', ');
  return firstOf(textOf(value, 'content'), typeof value === 'string' ? value : '');
}

function route(request: JsonObject, response: JsonObject): NetworkFacts {
  const target = firstOf(
    textOf(request, 'routeTableId'),
    textOf(response, 'routeTable', 'routeTableId'),
    textOf(request, 'associationId'),
  );
  const destination = firstOf(
    textOf(request, 'destinationCidrBlock'),
    textOf(request, 'destinationIpv6CidrBlock'),
    textOf(request, 'destinationPrefixListId'),
  );
  const via = firstOf(
    ...[
      'gatewayId',
      'natGatewayId',
      'instanceId',
      'networkInterfaceId',
      'vpcPeeringConnectionId',
      'transitGatewayId',
      'egressOnlyInternetGatewayId',
      'localGatewayId',
      'vpcEndpointId',
    ].map((key) => textOf(request, key)),
  );
  const path = [destination, via].filter(Boolean).join(' → ');
  return { target, rules: [], detail: firstOf(path, textOf(request, 'subnetId'), textOf(request, 'vpcId')) };
}

function gateway(request: JsonObject, response: JsonObject): NetworkFacts {
  const nat = firstOf(
    textOf(request, 'DeleteNatGatewayRequest', 'NatGatewayId'),
    textOf(response, 'CreateNatGatewayResponse', 'natGateway', 'natGatewayId'),
  );
  return {
    target: firstOf(
      textOf(request, 'internetGatewayId'),
      textOf(response, 'internetGateway', 'internetGatewayId'),
      nat,
      textOf(request, 'customerGatewayId'),
      textOf(response, 'customerGateway', 'customerGatewayId'),
    ),
    rules: [],
    detail: firstOf(
      textOf(request, 'vpcId'),
      textOf(request, 'CreateNatGatewayRequest', 'SubnetId'),
      textOf(request, 'ipAddress'),
    ),
  };
}
