/** Tests what is read from changes of the network, in real records and in forms that those lack. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { networkFacts } from './network_rules';

interface Recorded {
  readonly eventName: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
}
const FIXTURES = join(fileURLToPath(new URL('.', import.meta.url)), '../../test/fixtures');

/** The first record of that name in a sample. */
function recorded(file: string, eventName: string): ReturnType<typeof networkFacts> {
  const { Records } = JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as { Records: Recorded[] };
  const found = Records.find((record) => record.eventName === eventName);
  if (!found) throw new Error(`${file} has no ${eventName}`);
  return networkFacts(eventName, found.requestParameters, found.responseElements ?? {});
}
const inLines = ({ rules }: ReturnType<typeof networkFacts>) =>
  rules.map(
    ({ effect, direction, verdict, protocol, ports, peer, is_world }) =>
      `${effect} ${direction || '?'} ${verdict} ${protocol}/${ports} ${peer}${is_world ? ' WORLD' : ''}`,
  );
const facts = (action: string, request: object, response: object = {}) =>
  networkFacts(action, request as Record<string, unknown>, response as Record<string, unknown>);

const INVICTUS = 'invictus-ir/218007301253_CloudTrail_us-east-1_20230710T1215Z_';

describe('real records', () => {
  test('a port opened to all, with a description', () => {
    const change = recorded(`${INVICTUS}YMDRJwtmC82bUwAo.json`, 'AuthorizeSecurityGroupIngress');
    expect(change.target).toBe('sg-04cfb7a4712d75b00');
    expect(inLines(change)).toEqual(['added in allow tcp/443 0.0.0.0/0 WORLD']);
  });

  test('a rule in the old form, taken away again, lets nobody in', () => {
    const change = recorded(`${INVICTUS}P0WZuP2zvLW2RcUo.json`, 'RevokeSecurityGroupIngress');
    expect(inLines(change)).toEqual(['removed in allow tcp/22 0.0.0.0/0']);
  });

  test('the way out to the world is not open to the world', () => {
    const change = recorded(`${INVICTUS}P0WZuP2zvLW2RcUo.json`, 'AuthorizeSecurityGroupEgress');
    expect(inLines(change)).toEqual(['added out allow all/all 0.0.0.0/0', 'added out allow all/all ::/0']);
  });

  test('an entry of a network ACL on the way out', () => {
    const change = recorded('panther-analysis/aws_ec2_network_acl_modified.json', 'CreateNetworkAclEntry');
    expect(change).toMatchObject({ target: 'acl-1', detail: '#500' });
    expect(inLines(change)).toEqual(['added out allow all/all 0.0.0.0/0']);
  });

  test('an entry that is deleted has a number and a direction only', () => {
    const change = recorded('traildiscover/DeleteNetworkAclEntry.json', 'DeleteNetworkAclEntry');
    expect(change).toEqual({ target: 'acl-5fb85d36', rules: [], detail: '#100 in' });
  });

  test('a new group has its id from the answer', () => {
    const change = recorded(`${INVICTUS}YMDRJwtmC82bUwAo.json`, 'CreateSecurityGroup');
    expect(change).toEqual({
      target: 'sg-04cfb7a4712d75b00',
      rules: [],
      detail: 'stratus-red-team-open-sg-sg, vpc-0e568b18707c87afa',
    });
  });

  test('a new address', () => {
    const change = recorded(
      'invictus-ir/218007301253_CloudTrail_us-east-1_20230710T1200Z_iLj9fb7yyUG9X4Bf.json',
      'AllocateAddress',
    );
    expect(change.target).toBe('3.225.16.109');
  });

  test('a route to the internet, and a gateway of either kind', () => {
    const hour = 'invictus-ir/218007301253_CloudTrail_us-east-1_20230710T1200Z_';
    expect(recorded(`${hour}iLj9fb7yyUG9X4Bf.json`, 'CreateRoute')).toEqual({
      target: 'rtb-0c7c2f4aff3677054',
      rules: [],
      detail: '0.0.0.0/0 → igw-02a84e4222d62e16b',
    });
    expect(recorded(`${hour}x9kHmzMa7cx6l9wM.json`, 'AttachInternetGateway')).toMatchObject({
      target: 'igw-02a84e4222d62e16b',
      detail: 'vpc-06fe1a64761a0f720',
    });
    expect(recorded(`${hour}x9kHmzMa7cx6l9wM.json`, 'CreateNatGateway')).toMatchObject({
      target: 'nat-03575abbac42080d9',
      detail: 'subnet-01ed430875cff578d',
    });
  });
});

const XML_RULE = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
const modified = (...items: readonly object[]) =>
  facts('ModifySecurityGroupRules', {
    ModifySecurityGroupRulesRequest: {
      GroupId: 'sg-1',
      SecurityGroupRule: items.length === 1 ? items[0] : items,
    },
  });

describe('ModifySecurityGroupRules, what the console sends, without the direction', () => {
  test('one rule stands alone', () => {
    const change = modified({
      tag: 1,
      SecurityGroupRuleId: 'sgr-1',
      SecurityGroupRule: { ...XML_RULE, CidrIpv4: '0.0.0.0/0' },
    });
    expect(change.target).toBe('sg-1');
    expect(inLines(change)).toEqual(['changed ? allow tcp/22 0.0.0.0/0 WORLD']);
  });

  test('several stand in a list; IPv6, groups and prefix lists, too', () => {
    const change = modified(
      { SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: { ...XML_RULE, CidrIpv6: '::/0' } },
      { SecurityGroupRuleId: 'sgr-2', SecurityGroupRule: { ...XML_RULE, ReferencedGroupId: 'sg-9' } },
      { SecurityGroupRuleId: 'sgr-3', SecurityGroupRule: { IpProtocol: -1, PrefixListId: 'pl-7' } },
      { SecurityGroupRuleId: 'sgr-4', SecurityGroupRule: { Description: 'only the text' } },
    );
    expect(inLines(change)).toEqual([
      'changed ? allow tcp/22 ::/0 WORLD',
      'changed ? allow tcp/22 sg-9',
      'changed ? allow all/all pl-7',
      'changed ? allow / sgr-4',
    ]);
  });
});

describe('network ACLs', () => {
  const entry = { networkAclId: 'acl-1', ruleNumber: 90, egress: false, ruleAction: 'allow' };

  test('a replaced entry, by number of its protocol and range of ports', () => {
    const change = facts('ReplaceNetworkAclEntry', {
      ...entry,
      aclProtocol: '6',
      portRange: { from: 1024, to: 65535 },
      cidrBlock: '0.0.0.0/0',
    });
    expect(change.detail).toBe('#90');
    expect(inLines(change)).toEqual(['changed in allow tcp/1024-65535 0.0.0.0/0 WORLD']);
  });

  test('IPv6, a protocol without a name of its own, and ICMP without ports', () => {
    const of = (parts: object) => inLines(facts('CreateNetworkAclEntry', { ...entry, ...parts }));
    expect(of({ aclProtocol: '-1', ipv6CidrBlock: '::/0' })).toEqual(['added in allow all/all ::/0 WORLD']);
    expect(of({ aclProtocol: '50', cidrBlock: '10.0.0.0/8' })).toEqual(['added in allow 50/all 10.0.0.0/8']);
    expect(of({ aclProtocol: '58', ipv6CidrBlock: 'fd00::/8' })).toEqual(['added in allow icmpv6/ fd00::/8']);
  });

  test('what is denied is not open', () => {
    const change = facts('CreateNetworkAclEntry', {
      ...entry,
      ruleAction: 'deny',
      aclProtocol: '17',
      portRange: { from: 53, to: 53 },
      cidrBlock: '0.0.0.0/0',
    });
    expect(inLines(change)).toEqual(['added in deny udp/53 0.0.0.0/0']);
  });
});

describe('security groups', () => {
  test('each peer of each permission is a rule', () => {
    const change = facts('AuthorizeSecurityGroupIngress', {
      groupId: 'sg-1',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 0,
            toPort: 65535,
            ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '0.0.0.0/0' }] },
            groups: { items: [{ groupId: 'sg-2', userId: '111122223333' }] },
          },
          { ipProtocol: 'icmp', fromPort: -1, toPort: -1, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } },
        ],
      },
    });
    expect(inLines(change)).toEqual([
      'added in allow tcp/all 10.0.0.0/8',
      'added in allow tcp/all 0.0.0.0/0 WORLD',
      'added in allow tcp/all sg-2',
      'added in allow icmp/ ::/0 WORLD',
    ]);
  });

  test('rules that are revoked by their ids are told by the answer, or by their ids alone', () => {
    const request = { groupId: 'sg-1', securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-1' }] } };
    const revokedSecurityGroupRuleSet = {
      items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIpv4: '0.0.0.0/0', isEgress: false }],
    };
    expect(inLines(facts('RevokeSecurityGroupIngress', request, { revokedSecurityGroupRuleSet }))).toEqual([
      'removed in allow tcp/22 0.0.0.0/0',
    ]);
    expect(inLines(facts('RevokeSecurityGroupIngress', request))).toEqual(['removed in allow / sgr-1']);
  });
});

test('addresses of interfaces, of both versions of IP', () => {
  expect(
    facts('AssignPrivateIpAddresses', {
      networkInterfaceId: 'eni-1',
      privateIpAddressesSet: { items: [{ privateIpAddress: '10.0.0.7' }] },
    }),
  ).toEqual({ target: '10.0.0.7', rules: [], detail: 'eni-1' });
  expect(
    facts('AssignIpv6Addresses', {
      AssignIpv6AddressesRequest: {
        NetworkInterfaceId: 'eni-1',
        Ipv6Addresses: { tag: 1, content: '2001:db8::7' },
      },
    }),
  ).toEqual({ target: '2001:db8::7', rules: [], detail: 'eni-1' });
});

test.each([{}, { ipPermissions: 'x' }, { ipPermissions: { items: [1, null, 'x'] } }])(
  'a record of another form is read as far as it goes: %j',
  (request) => {
    expect(facts('AuthorizeSecurityGroupIngress', request).rules).toEqual([]);
    expect(facts('ModifySecurityGroupRules', request).rules).toEqual([]);
    expect(facts('AssignIpv6Addresses', request).rules).toEqual([]);
    expect(facts('NoSuchAction', request)).toEqual({ target: '', rules: [], detail: '' });
  },
);
