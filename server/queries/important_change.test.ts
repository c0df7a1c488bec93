/** Tests what is read from changes of trails, keys, policies and buckets (pain 43). */
import { expect, test } from 'vitest';
import {
  GIVING_ACTIONS,
  GRAVE_ACTIONS,
  IMPORTANT_ACTIONS,
  IMPORTANT_KINDS,
  POLICY_ACTIONS,
} from '../../common/event_kinds';
import { importantChangeKind, importantFacts } from './important_change';

/** `service action`. */
const facts = (call: string, request: object, response: object = {}) => {
  const [service = '', action = ''] = call.split(' ');
  return importantFacts(
    `${service}.amazonaws.com`,
    action,
    request as Record<string, unknown>,
    response as Record<string, unknown>,
  );
};
const NOTHING_ELSE = { daysLeft: null, allows: [] };
const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const ADMINISTRATOR = 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess';

test('the same name of another service is another change, or none', () => {
  expect(importantChangeKind('iam.amazonaws.com', 'DeletePolicy')).toBe('policy');
  expect(importantChangeKind('organizations.amazonaws.com', 'DeletePolicy')).toBe('organization');
  expect(importantChangeKind('iot.amazonaws.com', 'DeletePolicy')).toBeUndefined();
});

test('accounts’ public access, boundaries, assignments and the organization are changes that matter', () => {
  expect(importantChangeKind('s3.amazonaws.com', 'DeleteAccountPublicAccessBlock')).toBe('bucket');
  expect(importantChangeKind('iam.amazonaws.com', 'DeleteRolePermissionsBoundary')).toBe('policy');
  expect(importantChangeKind('sso.amazonaws.com', 'CreateAccountAssignment')).toBe('policy');
  expect(facts('organizations AttachPolicy', { policyId: 'p-1', targetId: '111122223333' })).toMatchObject({
    target: '111122223333',
    detail: 'p-1',
    isGrave: false,
  });
  expect(facts('organizations LeaveOrganization', {}).isGrave).toBe(true);
});

test('what is grave whatever its parameters is a change that matters', () => {
  for (const [provider, actions] of Object.entries(GRAVE_ACTIONS)) {
    const important = IMPORTANT_KINDS.flatMap((kind) => IMPORTANT_ACTIONS[kind][provider] ?? []);
    for (const action of actions) expect(important).toContain(action);
  }
});

test('what carries a policy is grave by that alone, so that nothing is counted twice', () => {
  for (const [provider, actions] of Object.entries(POLICY_ACTIONS)) {
    const others = [...(GRAVE_ACTIONS[provider] ?? []), ...(GIVING_ACTIONS[provider] ?? [])];
    expect(actions.filter((action) => others.includes(action))).toEqual([]);
    for (const action of actions) expect(importantChangeKind(provider, action)).toBeDefined();
  }
});

test('all rights given to a user are grave, in each partition (pain 43)', () => {
  expect(facts('iam AttachUserPolicy', { userName: 'bob', policyArn: ADMINISTRATOR })).toEqual({
    target: 'bob',
    detail: 'AdministratorAccess',
    isGrave: true,
    ...NOTHING_ELSE,
  });
  expect(facts('iam DetachUserPolicy', { userName: 'bob', policyArn: ADMINISTRATOR }).isGrave).toBe(false);
  expect(
    facts('iam AttachRolePolicy', { roleName: 'r', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  ).toEqual({ target: 'r', detail: 'ReadOnlyAccess', isGrave: false, ...NOTHING_ELSE });
});

test('a policy that allows all on all is grave, in whichever form it is written', () => {
  const all = { Effect: 'Allow', Action: '*', Resource: ['*'] };
  const put = (document: string) =>
    facts('iam PutRolePolicy', { roleName: 'r', policyName: 'p', policyDocument: document });
  expect(put(policy(all))).toMatchObject({ target: 'r', detail: 'p', allows: ['everything'], isGrave: true });
  expect(put(JSON.stringify({ Statement: all })).isGrave).toBe(true);
  expect(put(policy({ ...all, Effect: 'Deny' })).isGrave).toBe(false);
  expect(put(policy({ ...all, Action: 's3:*' })).isGrave).toBe(false);
  expect(put('{"Statement": [nonsense').isGrave).toBe(false);
  expect(put('null').isGrave).toBe(false);
});

test('a stopped trail is grave, a started one is not', () => {
  const trail = { name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main' };
  expect(facts('cloudtrail StopLogging', trail)).toEqual({
    target: 'main',
    detail: '',
    isGrave: true,
    ...NOTHING_ELSE,
  });
  expect(facts('cloudtrail StartLogging', trail).isGrave).toBe(false);
});

test('an access key is told with its user, also where that is the caller', () => {
  expect(facts('iam UpdateAccessKey', { userName: 'bob', accessKeyId: 'AKIA1', status: 'Inactive' })).toEqual(
    {
      target: 'bob',
      detail: 'AKIA1, Inactive',
      isGrave: false,
      ...NOTHING_ELSE,
    },
  );
  expect(
    facts(
      'iam CreateAccessKey',
      {},
      { accessKey: { userName: 'bob', accessKeyId: 'AKIA1', status: 'Active' } },
    ),
  ).toMatchObject({ target: 'bob', detail: 'AKIA1' });
});

test('a bucket made public, or no longer kept in versions', () => {
  expect(facts('s3 PutBucketAcl', { bucketName: 'b', 'x-amz-acl': 'public-read' })).toEqual({
    target: 'b',
    detail: 'public-read',
    isGrave: true,
    ...NOTHING_ELSE,
  });
  expect(
    facts('s3 PutBucketVersioning', { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } })
      .detail,
  ).toBe('Suspended');
});

test('an ACL that lets everybody in is grave, as a header, in a list, or in its grants', () => {
  const acl = (request: object) => facts('s3 PutBucketAcl', { bucketName: 'b', ...request });
  expect(acl({ acl: [''], 'x-amz-acl': ['public-read'] })).toMatchObject({
    detail: 'public-read',
    isGrave: true,
  });
  expect(acl({ acl: [''], 'x-amz-acl': ['private'] }).isGrave).toBe(false);
  const grants = (...Grant: readonly object[]) => ({ AccessControlPolicy: { AccessControlList: { Grant } } });
  const owner = { Grantee: { ID: 'a', 'xsi:type': 'CanonicalUser' }, Permission: 'FULL_CONTROL' };
  const group = (name: string) => ({ Grantee: { URI: `http://acs.amazonaws.com/groups/${name}` } });
  expect(acl(grants(owner, group('global/AllUsers'))).isGrave).toBe(true);
  expect(acl(grants(owner, group('s3/LogDelivery'))).isGrave).toBe(false);
});

test('a bucket policy, an object in its record, is grave where it allows everybody', () => {
  const put = (...statements: readonly object[]) =>
    facts('s3 PutBucketPolicy', {
      bucketName: 'b',
      bucketPolicy: { Version: '2012-10-17', Statement: statements },
      policy: [''],
    });
  const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
  expect(put({ ...read, Principal: '*' })).toMatchObject({
    target: 'b',
    allows: ['everybody'],
    isGrave: true,
  });
  expect(put({ ...read, Principal: { AWS: '*' } }).isGrave).toBe(true);
  expect(put({ ...read, Principal: { AWS: ['*'] } }).isGrave).toBe(true);
  expect(put({ ...read, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }).isGrave).toBe(false);
  expect(put({ ...read, Principal: { Service: 'cloudtrail.amazonaws.com' } }).isGrave).toBe(false);
  // what is denied to everybody is no danger: so TLS is asked for
  expect(put({ ...read, Effect: 'Deny', Principal: '*' }).isGrave).toBe(false);
});

test('a condition counts where it limits who or from where', () => {
  const trust = (Condition: object) =>
    facts('iam UpdateAssumeRolePolicy', {
      roleName: 'r',
      policyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*', Condition }),
    }).isGrave;
  expect(trust({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })).toBe(false);
  expect(trust({ IpAddress: { 'AWS:SourceIp': ['192.0.2.0/24'] } })).toBe(false);
  expect(trust({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-1/*'] } })).toBe(false);
  // no secret, or none at all
  expect(trust({ StringEquals: { 'sts:ExternalId': '12345' } })).toBe(true);
  expect(trust({ Bool: { 'aws:SecureTransport': 'true' } })).toBe(true);
  expect(trust({ IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '0.0.0.0/0'] } })).toBe(true);
  // true of who has no organization
  expect(trust({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } })).toBe(true);
  expect(trust({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } })).toBe(true);
});

test('a role and a key that everybody may use are grave from their making on', () => {
  const everybody = { Effect: 'Allow', Principal: { AWS: '*' }, Action: '*', Resource: '*' };
  const role = { roleName: 'r', assumeRolePolicyDocument: policy({ ...everybody, Resource: undefined }) };
  expect(facts('iam CreateRole', role)).toMatchObject({ allows: ['everybody'], isGrave: true });
  expect(facts('kms PutKeyPolicy', { keyId: 'k', policy: policy(everybody) })).toMatchObject({
    allows: ['everything', 'everybody'],
    isGrave: true,
  });
});

test('all rights given through Identity Center are grave', () => {
  const attach = {
    permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
    managedPolicyArn: ADMINISTRATOR,
  };
  expect(facts('sso AttachManagedPolicyToPermissionSet', attach)).toMatchObject({
    target: 'ps-1',
    detail: 'AdministratorAccess',
    isGrave: true,
  });
});

test('a key that is to be deleted says in how many days', () => {
  expect(facts('kms ScheduleKeyDeletion', { keyId: 'k', pendingWindowInDays: 7 })).toMatchObject({
    detail: '',
    daysLeft: 7,
    isGrave: true,
  });
});
