import { describe, expect, it } from 'vitest';
import { classOf } from './categories';

const of = (name: string | undefined) => {
  const { json, ...eventClass } = classOf(name);
  expect(JSON.parse(`{"":0${json}}`)).toEqual({ '': 0, ...eventClass });
  return eventClass;
};

describe('classOf', () => {
  it('gives most calls the type info and no category', () => {
    for (const name of [
      'RunInstances',
      'StopInstances',
      'StopLogging',
      'CreateNetworkAclEntry',
      'x',
      '',
      undefined,
    ])
      expect(of(name)).toEqual({ category: undefined, type: ['info'] });
  });

  it('gives the calls of the table their own', () => {
    const rows = [
      ['AddUserToGroup', 'iam', ['group', 'change']],
      ['CreateGroup', 'iam', ['group', 'creation']],
      ['DeleteGroup', 'iam', ['group', 'deletion']],
      ['ListGroups', 'iam', ['group', 'info']],
      ['CreateAccessKey', 'iam', ['user', 'change']],
      ['CreateUser', 'iam', ['user', 'creation']],
      ['DeleteUser', 'iam', ['user', 'deletion']],
      ['ListUserTags', 'iam', ['user', 'info']],
      ['CreateKeyPair', 'iam', ['admin', 'creation']],
      ['UpdateRole', 'iam', ['admin', 'change']],
      ['ListRoles', 'iam', ['info']],
      ['CreatePolicy', 'iam', ['creation']],
      ['AttachRolePolicy', 'iam', ['change']],
      ['ConsoleLogin', 'authentication', ['info']],
      ['CreateBucket', 'file', ['creation']],
      ['DeleteObject', 'file', ['deletion']],
      ['PutObject', 'file', ['change']],
      ['GetObject', 'file', ['info']],
      ['DescribeInstances', 'host', ['info']],
      ['DescribeVpcs', 'network', ['info']],
      ['AuthorizeSecurityGroupIngress', 'network', ['access']],
      ['DescribeTrails', 'configuration', ['info']],
      ['CreateTopic', 'configuration', ['creation']],
      ['Subscribe', 'configuration', ['change']],
      ['DeleteTrail', 'configuration', ['deletion']],
      ['ListTables', 'database', ['info']],
      ['ListFunctions', 'package', ['info']],
      ['Publish', 'api', ['info']],
      ['SendCommand', 'process', ['start']],
      ['OpenDataChannel', 'session', ['start']],
      ['TerminateSession', 'session', ['end']],
    ] as const;
    for (const [name, category, type] of rows)
      expect([name, of(name)]).toEqual([name, { category: [category], type }]);
  });

  it('keeps info as the type of the calls that rules of Elastic ask "info where" of', () => {
    const names = [
      ...['PutBucketPolicy', 'PutBucketLifecycle', 'PutBucketLogging', 'PutBucketReplication'],
      ...['PutBucketVersioning', 'ModifySnapshotAttribute', 'ModifyDBSnapshotAttribute', 'ModifyDBInstance'],
      ...['CreateTrustAnchor', 'AddPermission20150331v2', 'ConsoleLogin', 'GetSigninToken'],
    ];
    for (const name of names) expect([name, of(name).type]).toEqual([name, ['info']]);
  });

  it('gives the calls whose category rules of Elastic ask for that category', () => {
    for (const name of [
      ...['AttachUserPolicy', 'AttachGroupPolicy', 'AttachRolePolicy'],
      ...['CreateVirtualMFADevice', 'EnableMFADevice'],
    ])
      expect([name, of(name).category]).toEqual([name, ['iam']]);
    expect(of('PutObject').category).toEqual(['file']);
  });

  it('is not misled by names that every object has', () => {
    expect(of('toString')).toEqual({ category: undefined, type: ['info'] });
    expect(of('__proto__')).toEqual({ category: undefined, type: ['info'] });
  });
});
