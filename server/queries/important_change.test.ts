/** Tests what is read from changes of trails, keys, policies and buckets (pain 43). */
import { expect, test } from 'vitest';
import { importantChangeKind, importantFacts } from './important_change';

const facts = (action: string, request: object, response: object = {}) =>
  importantFacts(action, request as Record<string, unknown>, response as Record<string, unknown>);
const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const ADMINISTRATOR = 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess';

test('the same name of another service is another change, or none', () => {
  expect(importantChangeKind('iam.amazonaws.com', 'DeletePolicy')).toBe('policy');
  expect(importantChangeKind('organizations.amazonaws.com', 'DeletePolicy')).toBeUndefined();
});

test('all rights given to a user are grave, in each partition (pain 43)', () => {
  expect(facts('AttachUserPolicy', { userName: 'bob', policyArn: ADMINISTRATOR })).toEqual({
    target: 'bob',
    detail: 'AdministratorAccess',
    isGrave: true,
  });
  expect(facts('DetachUserPolicy', { userName: 'bob', policyArn: ADMINISTRATOR }).isGrave).toBe(false);
  expect(
    facts('AttachRolePolicy', { roleName: 'r', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  ).toEqual({ target: 'r', detail: 'ReadOnlyAccess', isGrave: false });
});

test('a policy that allows all on all is grave, in whichever form it is written', () => {
  const all = { Effect: 'Allow', Action: '*', Resource: ['*'] };
  const put = (document: string) =>
    facts('PutRolePolicy', { roleName: 'r', policyName: 'p', policyDocument: document });
  expect(put(policy(all))).toEqual({ target: 'r', detail: 'p, Allow * on *', isGrave: true });
  expect(put(JSON.stringify({ Statement: all })).isGrave).toBe(true);
  expect(put(policy({ ...all, Effect: 'Deny' })).isGrave).toBe(false);
  expect(put(policy({ ...all, Action: 's3:*' })).isGrave).toBe(false);
  expect(put('{"Statement": [nonsense').isGrave).toBe(false);
  expect(put('null').isGrave).toBe(false);
});

test('a stopped trail is grave, a started one is not', () => {
  const trail = { name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main' };
  expect(facts('StopLogging', trail)).toEqual({ target: 'main', detail: '', isGrave: true });
  expect(facts('StartLogging', trail).isGrave).toBe(false);
});

test('an access key is told with its user, also where that is the caller', () => {
  expect(facts('UpdateAccessKey', { userName: 'bob', accessKeyId: 'AKIA1', status: 'Inactive' })).toEqual({
    target: 'bob',
    detail: 'AKIA1, Inactive',
    isGrave: false,
  });
  expect(
    facts('CreateAccessKey', {}, { accessKey: { userName: 'bob', accessKeyId: 'AKIA1', status: 'Active' } }),
  ).toMatchObject({ target: 'bob', detail: 'AKIA1' });
});

test('a bucket made public, or no longer kept in versions', () => {
  expect(facts('PutBucketAcl', { bucketName: 'b', 'x-amz-acl': 'public-read' })).toEqual({
    target: 'b',
    detail: 'public-read',
    isGrave: true,
  });
  expect(
    facts('PutBucketVersioning', { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } })
      .detail,
  ).toBe('Suspended');
});
