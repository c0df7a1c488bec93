import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { RecordSplitter } from '../cloudtrail/record_splitter';
import type { Entities } from './entities';
import { entitiesOf } from './entities';
import { entityKindOf, instanceIdOf } from './entity_kinds';
import { DEFAULT_DOCUMENT_OPTIONS } from './document_options';
import { principalOf } from './principal';
import { toDocument } from './to_document';

const FIXTURES = join(__dirname, '../../test/fixtures');
const ANA = 'arn:aws:iam::111122223333:user/ana';
const ROLE = 'arn:aws:iam::111122223333:role/deploy';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/deploy/ci';
const SERVICE_ROLE = 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS';
const BY_ANA = { type: 'IAMUser', arn: ANA, userName: 'ana', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
const BY_ROLE = {
  type: 'AssumedRole',
  arn: SESSION,
  sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE, userName: 'deploy' } },
};

function of(record: JsonObject): Entities {
  return entitiesOf(record, principalOf(record));
}
function targetOf(eventName: string, parts: JsonObject): readonly string[] {
  return of({ eventName, ...parts }).target?.entity.id ?? [];
}
const entity = (...id: readonly string[]) => ({ entity: { id } });

describe('the acting entity', () => {
  it('is the user, or the role whose session it is', () => {
    expect(of({ userIdentity: BY_ANA })).toMatchObject({ actor: entity(ANA), user: { id: [ANA] } });
    expect(of({ userIdentity: BY_ROLE })).toMatchObject({ actor: entity(SESSION), user: { id: [ROLE] } });
    const root = { type: 'Root', arn: 'arn:aws:iam::111122223333:root' };
    expect(of({ userIdentity: root }).user).toEqual({ id: [root.arn] });
  });

  it('goes by its ARN where the type says nothing', () => {
    const federated = 'arn:aws:sts::111122223333:federated-user/bo';
    expect(of({ userIdentity: { type: 'FederatedUser', arn: federated } }).user).toEqual({ id: [federated] });
    const machine = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0';
    expect(of({ userIdentity: { type: 'Unknown', arn: machine } }).host).toEqual(entity(machine));
    const person = { type: 'IdentityCenterUser', onBehalfOf: { userId: '9067-aa' } };
    expect(of({ userIdentity: person })).toMatchObject({
      actor: entity('9067-aa'),
      entity: { id: ['9067-aa'] },
    });
  });

  it('is the service for a service and for its role', () => {
    const identity = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs',
      sessionContext: { sessionIssuer: { arn: SERVICE_ROLE } },
    };
    const { service, user } = of({ userIdentity: identity });
    expect(service).toEqual({ id: [identity.arn] });
    expect(user).toBeUndefined();
  });

  it('is who assumes the role in AssumeRole', () => {
    const eventName = 'AssumeRole';
    const invokedBy = 'ec2.amazonaws.com';
    expect(of({ eventName, userIdentity: { type: 'AWSService', invokedBy } }).service).toEqual({
      id: [invokedBy],
    });
    expect(of({ eventName, userIdentity: BY_ROLE }).actor).toEqual(entity(ROLE));
    expect(of({ eventName, userIdentity: BY_ANA }).actor).toEqual(entity(ANA));
  });

  it('is nobody where the record names nobody', () => {
    for (const userIdentity of [undefined, null, 'text', [], {}, { type: 'AWSService', invokedBy: 'x' }])
      expect(Object.values(of({ userIdentity })).filter((part) => part !== undefined)).toEqual([]);
  });
});

describe('what a call is about', () => {
  it.each([
    ['RevokeSecurityGroupIngress', { requestParameters: { groupId: 'sg-1' } }, ['sg-1']],
    [
      'AuthorizeSecurityGroupIngress',
      {
        requestParameters: { groupId: 'sg-1' },
        responseElements: { securityGroupRuleSet: { items: [{ securityGroupRuleId: 'sgr-2' }, {}, 'x'] } },
      },
      ['sg-1', 'sgr-2'],
    ],
    [
      'DeleteNetworkAclEntry',
      { requestParameters: { networkAclId: 'acl-1', ruleNumber: 100 } },
      ['100', 'acl-1'],
    ],
    ['ModifySnapshotAttribute', { requestParameters: { snapshotId: 'snap-1' } }, ['snap-1']],
    [
      'DeleteFlowLogs',
      { requestParameters: { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-1', tag: 1 } } } },
      ['fl-1'],
    ],
    ['StopLogging', { requestParameters: { name: 'trail' } }, ['trail']],
    [
      'AttachUserPolicy',
      { requestParameters: { policyArn: 'arn:aws:iam::aws:policy/A', userName: 'bo' } },
      ['arn:aws:iam::aws:policy/A', 'bo'],
    ],
    [
      'CreateAccessKey',
      { requestParameters: { userName: 'bo' }, responseElements: { accessKey: { accessKeyId: 'AKIA1' } } },
      ['AKIA1', 'bo'],
    ],
    [
      'PutObject',
      { resources: [{ ARN: 'arn:aws:s3:::b/k' }, { arn: 'arn:aws:s3:::b' }] },
      ['arn:aws:s3:::b', 'arn:aws:s3:::b/k'],
    ],
    [
      'DeleteDBInstance',
      { responseElements: { dBInstanceArn: 'arn:aws:rds:eu-west-1:1:db:x' } },
      ['arn:aws:rds:eu-west-1:1:db:x'],
    ],
    ['GetSecretValue', { requestParameters: { secretId: 'secret' } }, ['secret']],
    [
      'SendCommand',
      { requestParameters: { instanceIds: ['i-1', 'i-2'] }, recipientAccountId: '1' },
      ['i-1', 'i-2'],
    ],
    ['SendCommand', { requestParameters: { instanceIds: ['*'] }, recipientAccountId: '1' }, ['1']],
    ['ConsoleLogin', { recipientAccountId: '1' }, ['1']],
    ['AssumeRole', { requestParameters: { roleArn: ROLE } }, [ROLE]],
    ['TerminateInstances', { requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } } }, []],
    ['toString', { recipientAccountId: '1' }, []],
  ])('is found in %s', (eventName, parts, targets) => {
    expect(targetOf(eventName, parts)).toEqual(targets);
  });

  it('goes to the field of its kind', () => {
    const attach = {
      eventName: 'AttachRolePolicy',
      requestParameters: { roleName: 'deploy', policyArn: `${ROLE}x` },
    };
    expect(of(attach).entity).toEqual({ target: { id: ['deploy'] } });
    expect(of(attach).userTarget).toEqual({ id: [`${ROLE}x`] });
    const arn = 'arn:aws:ec2:eu-west-1:1:instance/i-0a';
    const session = of({ eventName: 'SendCommand', requestParameters: { instanceIds: ['i-0b', arn] } });
    expect(session.host).toEqual({ target: { entity: { id: [arn, 'i-0b'] }, id: ['i-0a', 'i-0b'] } });
    expect(of({ eventName: 'PutObject', resources: [{ ARN: 'arn:aws:s3:::b' }] }).serviceTarget).toEqual(
      entity('arn:aws:s3:::b'),
    );
    expect(of({ eventName: 'AssumeRole', requestParameters: { roleArn: ROLE } }).userTarget).toEqual({
      id: [ROLE],
    });
  });

  it('survives lists within lists deeper than the stack', () => {
    const groupId: unknown = JSON.parse(`${'['.repeat(100_000)}"sg-1"${']'.repeat(100_000)}`);
    expect(targetOf('DeleteSecurityGroup', { requestParameters: { groupId } })).toEqual([]);
  });
});

describe('related entities', () => {
  it('are the actor, the targets and what else the call names, sorted and each once', () => {
    const record = {
      eventName: 'AttachRolePolicy',
      userIdentity: BY_ANA,
      requestParameters: { roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/A' },
      resources: [{ ARN: ROLE }],
    };
    expect(of(record).related).toEqual(
      ['AKIAIOSFODNN7EXAMPLE', 'ana', ANA, ROLE, 'arn:aws:iam::aws:policy/A', 'deploy'].sort(),
    );
  });

  it('hold the instances, images, subnets and groups of a call that has no target', () => {
    const items = [
      {
        instanceId: 'i-0123456789',
        imageId: 'ami-1',
        subnetId: 'subnet-1',
        groupSet: { items: [{ groupId: 'sg-1' }] },
      },
    ];
    const record = {
      eventName: 'RunInstances',
      userIdentity: BY_ROLE,
      responseElements: { instancesSet: { items } },
    };
    expect(of(record).related).toEqual(
      ['ami-1', ROLE, SESSION, 'deploy', 'i-0123456789', 'sg-1', 'subnet-1'].sort(),
    );
  });
});

describe('the kind of an entity', () => {
  it.each([
    [ANA, 'user'],
    [ROLE, 'user'],
    [SESSION, 'user'],
    [SERVICE_ROLE, 'service'],
    ['arn:aws-cn:iam::1:mfa/ana', 'user'],
    ['arn:aws:iam::1:instance-profile/web', 'user'],
    ['arn:aws:iam::aws:policy/A', 'other'],
    ['arn:aws:ec2:eu-west-1:1:instance/i-1', 'host'],
    ['arn:aws:ec2:eu-west-1:1:security-group/sg-1', 'service'],
    ['arn:aws-us-gov:kms:us-gov-west-1:1:key/a-b', 'service'],
    ['arn:aws:lambda:eu-west-1:1:function:f:1', 'service'],
    ['arn:aws:s3:::bucket/user/x', 'service'],
    ['arn:aws:rds:eu-west-1:1:db:x', 'other'],
    ['arn:', 'other'],
    ['AKIAIOSFODNN7EXAMPLE', 'user'],
    ['AKIASHORT', 'other'],
    ['i-0123456789abcdef0', 'host'],
    ['sgr-1', 'service'],
    ['vpce-1', 'service'],
    ['ami-1', 'other'],
    ['iam-user', 'other'],
    ['-', 'other'],
    ['', 'other'],
  ])('of %s is %s', (id, kind) => {
    expect(entityKindOf(id)).toBe(kind);
  });

  it('tells a host’s bare id', () => {
    expect(instanceIdOf('arn:aws:ec2:eu-west-1:1:instance/i-0a1b')).toBe('i-0a1b');
    expect(instanceIdOf('i-0a1b')).toBe('i-0a1b');
    expect(instanceIdOf('arn:aws:ec2:eu-west-1:1:instance/other')).toBeUndefined();
  });
});

describe('the entity fields of a document', () => {
  const record = {
    ...{ eventName: 'SendCommand', eventTime: '2024-01-31T10:00:00Z', userIdentity: BY_ANA },
    requestParameters: { instanceIds: ['i-0123456789'], userName: 'bo' },
  };
  const documentOf = (hasEntityFields: boolean) =>
    JSON.parse(
      JSON.stringify(
        toDocument(Buffer.from(JSON.stringify(record)), 0, {
          origin: {
            ...{ bucket: 'b', bucketArn: 'arn:aws:s3:::b', key: 'k', accountId: '1', namespace: 'default' },
            ...{ keyTime: undefined, isBackfill: false },
          },
          geo: { lookup: () => undefined, available: false, attributions: [] },
          now: Date.UTC(2024, 1, 1),
          options: { ...DEFAULT_DOCUMENT_OPTIONS, hasEntityFields },
        }).source,
      ),
    ) as JsonObject;

  it('are beside the others, where the namespace keeps them', () => {
    expect(documentOf(true)).toMatchObject({
      tags: ['forwarded', 'aws-cloudtrail', 'actor_target_mapping'],
      actor: entity(ANA),
      target: entity('i-0123456789'),
      user: { name: 'ana', entity: { id: [ANA] }, target: { name: 'bo' } },
      host: { target: { entity: { id: ['i-0123456789'] }, id: ['i-0123456789'] } },
      related: { user: ['bo', 'ana'], entity: ['AKIAIOSFODNN7EXAMPLE', 'ana', ANA, 'bo', 'i-0123456789'] },
    });
  });

  it('are not there where it does not', () => {
    const document = documentOf(false);
    expect(document).toMatchObject({
      tags: ['forwarded', 'aws-cloudtrail'],
      user: { target: { name: 'bo' } },
    });
    expect(JSON.stringify(document)).not.toContain('"entity"');
    for (const name of ['actor', 'target', 'host', 'entity', 'service'])
      expect(document).not.toHaveProperty(name);
  });
});

it('finds targets in the fixtures, of every kind', () => {
  const counts = new Map<string, number>();
  const count = (name: string, part: unknown) => part && counts.set(name, (counts.get(name) ?? 0) + 1);
  const files = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.json'),
  );
  for (const path of files) {
    const splitter = new RecordSplitter({ maxRecordBytes: 2 ** 24 });
    for (const { bytes } of splitter.push(readFileSync(join(FIXTURES, path)))) {
      const entities = of(JSON.parse(String(bytes)) as JsonObject);
      count('actor', entities.actor);
      count('user target', entities.userTarget);
      count('host target', entities.host?.['target']);
      count('service target', entities.serviceTarget);
      count('other target', entities.entity?.['target']);
      count('related', entities.related);
    }
  }
  expect([...counts.keys()].sort()).toEqual(
    ['actor', 'host target', 'other target', 'related', 'service target', 'user target'].sort(),
  );
  expect(Math.min(...counts.values())).toBeGreaterThan(20);
  expect(Math.max(...counts.values())).toBeGreaterThan(3000);
});
