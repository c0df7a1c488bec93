import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import type { GeoLookup } from '../geo/geo_lookup';
import { iamTargetsOf } from './iam_targets';
import { identityOf } from './identity';
import { relatedJson } from './related';
import { resourcesOf } from './resources';
import { sourceOf } from './source_address';
import { tlsOf } from './tls';

const geo: GeoLookup = { lookup: () => undefined, available: false, attributions: [] };

function of(record: JsonObject): JsonObject | undefined {
  const json = relatedJson(record, {
    identity: identityOf(record),
    targets: iamTargetsOf(record),
    source: sourceOf(record, geo),
    serverName: tlsOf(record).serverName,
    resources: resourcesOf(record),
    entities: undefined,
  });
  return json === undefined ? undefined : (JSON.parse(json) as JsonObject);
}

describe('relatedJson', () => {
  it('lists the caller and whom the call is about, each once', () => {
    expect(
      of({
        userIdentity: { type: 'IAMUser', principalId: 'AIDAALICE', userName: 'alice' },
        requestParameters: { userName: 'alice', newUserName: 'alicia' },
        responseElements: { user: { userId: 'AIDAALICE' } },
      }),
    ).toEqual({ user: ['alice', 'alicia', 'AIDAALICE'] });
  });

  it('lists the session of a role, and the name before the @ of one that is an e-mail address', () => {
    expect(
      of({
        userIdentity: {
          type: 'AssumedRole',
          principalId: 'AROAX:alice@example.org',
          arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice@example.org',
          sessionContext: { sessionIssuer: { userName: 'Admin' } },
        },
      }),
    ).toEqual({ user: ['alice@example.org', 'alice', 'AROAX:alice@example.org', 'Admin'] });
  });

  it('lists the person in IAM Identity Center', () => {
    expect(of({ userIdentity: { type: 'IAMUser', userName: 'a', onBehalfOf: { userId: 'u-1' } } })).toEqual({
      user: ['a', 'u-1'],
    });
  });

  it('lists addresses: the caller’s, and the one that a service tells of', () => {
    expect(
      of({ sourceIPAddress: '192.0.2.1', serviceEventDetails: { sourceIpAddress: '2001:db8::1' } }),
    ).toEqual({
      ip: ['192.0.2.1', '2001:db8::1'],
    });
    for (const sourceIpAddress of ['ec2.amazonaws.com', '10.0.0.1:443', {}, 'fe80::1%eth0'])
      expect(of({ serviceEventDetails: { sourceIpAddress } })).toBeUndefined();
  });

  it('lists hosts that are not of AWS', () => {
    const hosts = (record: JsonObject) => of(record)?.['hosts'];
    expect(hosts({ tlsDetails: { clientProvidedHostHeader: 'bucket.example.org' } })).toEqual([
      'bucket.example.org',
    ]);
    expect(
      hosts({ tlsDetails: { clientProvidedHostHeader: 'sts.eu-west-1.amazonaws.com' } }),
    ).toBeUndefined();
    expect(hosts({ sourceIPAddress: 'build.example.org' })).toEqual(['build.example.org']);
    for (const sourceIPAddress of ['AWS Internal', 'ec2.amazonaws.com', '192.0.2.1', 'localhost', 'a b.c'])
      expect([sourceIPAddress, hosts({ sourceIPAddress })]).toEqual([sourceIPAddress, undefined]);
    expect(hosts({ requestParameters: { computerName: 'ip-10-0-0-1' } })).toEqual(['ip-10-0-0-1']);
  });

  it('lists instances from wherever a call names them', () => {
    const id = (n: number) => `i-000000000000000${n}`;
    expect(
      of({
        resources: [{ ARN: `arn:aws:ec2:us-east-1:1:instance/${id(1)}` }, { ARN: 'arn:aws:s3:::b' }],
        requestParameters: {
          instanceId: id(2),
          target: id(3),
          resourceId: id(4),
          instanceIds: [id(5), id(2)],
          instancesSet: { items: [{ instanceId: id(6) }] },
        },
        responseElements: { instancesSet: { items: [{ instanceId: id(7) }, null, 'x'] } },
      }),
    ).toEqual({ hosts: [1, 2, 3, 4, 5, 6, 7].map(id) });
  });

  it('takes nothing else for an instance', () => {
    for (const instanceId of [
      'i-1',
      'mi-0123456789abcdef0',
      'x'.repeat(20),
      7,
      null,
      ['i-0123456789abcdef0'],
    ])
      expect(of({ requestParameters: { instanceId } })).toBeUndefined();
    expect(
      of({ requestParameters: 'i-0123456789abcdef0', responseElements: ['i-0123456789abcdef0'] }),
    ).toBeUndefined();
    expect(
      of({ requestParameters: { instanceIds: 'i-0123456789abcdef0', instancesSet: [] } }),
    ).toBeUndefined();
  });
});
