import { describe, expect, it } from 'vitest';
import type { AccessIdentity, AccessRequest } from './aws_access';
import { awsAccess, UNKNOWN_PRINCIPAL } from './aws_access';

const REQUEST: AccessRequest = {
  bucket: 'trail',
  prefix: 'logs/',
  partition: 'aws',
  identity: { type: 'access_key' },
};
const ROLE: AccessIdentity = { type: 'role', externalId: 'ours-1' };

function actions(request: AccessRequest): unknown[] {
  return awsAccess(request).policy.Statement.flatMap(({ Action }) => Action);
}

describe('the policy for a source', () => {
  it('allows to list and read the folders of the trail and nothing else', () => {
    expect(awsAccess(REQUEST).policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ListCloudTrailFolders',
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::trail',
          Condition: { StringLike: { 's3:prefix': 'logs/AWSLogs/*' } },
        },
        {
          Sid: 'ReadCloudTrailFiles',
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::trail/logs/AWSLogs/*',
        },
      ],
    });
  });

  it('asks for kms:Decrypt only where a key is named, and for SQS only where a queue is', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:111122223333:key/abc';
    const queueArn = 'arn:aws:sqs:eu-central-1:111122223333:trail';
    expect(actions(REQUEST)).toEqual(['s3:ListBucket', 's3:GetObject']);
    expect(actions({ ...REQUEST, kmsKeyArn })).toContain('kms:Decrypt');
    expect(actions({ ...REQUEST, kmsKeyArn }).join()).not.toContain('sqs');
    expect(actions({ ...REQUEST, queueArn })).toEqual([
      's3:ListBucket',
      's3:GetObject',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
    ]);
    expect(JSON.stringify(awsAccess({ ...REQUEST, kmsKeyArn, queueArn }).policy)).not.toContain('"*"');
  });

  it.each(['aws-us-gov', 'aws-cn'])('is written for the partition %s (pain 31)', (partition) => {
    const text = JSON.stringify(awsAccess({ ...REQUEST, partition }));
    expect(text).toContain(`arn:${partition}:s3:::trail`);
    expect(text).not.toContain('arn:aws:');
  });

  it('takes the characters that IAM reads as wildcards and variables for what they are', () => {
    const { policy } = awsAccess({ ...REQUEST, prefix: 'a*b?c${d}/' });
    expect(policy.Statement[1]?.['Resource']).toBe('arn:aws:s3:::trail/a${*}b${?}c${$}{d}/AWSLogs/*');
  });
});

describe('the trust policy', () => {
  it('is there for a role only, and asks for the external id', () => {
    expect(awsAccess(REQUEST).trustPolicy).toBeUndefined();
    const { trustPolicy } = awsAccess({
      ...REQUEST,
      identity: { ...ROLE, assumedBy: 'arn:aws:iam::111122223333:user/kibana' },
    });
    expect(trustPolicy?.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/kibana' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'ours-1' } },
      },
    ]);
  });

  it('trusts the role behind a session, and nobody while the identity is unknown', () => {
    const principal = (assumedBy?: string) =>
      awsAccess({ ...REQUEST, identity: { ...ROLE, assumedBy } }).trustPolicy?.Statement[0]?.['Principal'];
    expect(principal('arn:aws-cn:sts::111122223333:assumed-role/kibana/i-0abc')).toEqual({
      AWS: 'arn:aws-cn:iam::111122223333:role/kibana',
    });
    expect(principal()).toEqual({ AWS: UNKNOWN_PRINCIPAL });
  });

  it('comes with what the assuming identity needs, once the role is known', () => {
    const roleArn = 'arn:aws:iam::444455556666:role/trail-reader';
    expect(awsAccess({ ...REQUEST, identity: ROLE }).assumePolicy).toBeUndefined();
    expect(awsAccess({ ...REQUEST, identity: { ...ROLE, roleArn } }).assumePolicy?.Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn },
    ]);
  });
});

describe('CloudFormation and Terraform', () => {
  const identities: readonly AccessIdentity[] = [{ type: 'access_key' }, ROLE, { type: 'server' }];

  it.each(identities)('carry the same policies for $type', (identity) => {
    const access = awsAccess({ ...REQUEST, identity });
    const template = access.cloudFormation;
    const compact = (text: string) => text.replace(/\s+/g, '');
    expect(() => JSON.parse(template) as unknown).not.toThrow();
    for (const policy of [access.policy, access.trustPolicy]) {
      if (policy === undefined) continue;
      expect(compact(template)).toContain(JSON.stringify(policy));
      expect(compact(access.terraform)).toContain(`jsonencode(${JSON.stringify(policy)})`);
    }
  });

  it('make a user, a role or a policy to attach', () => {
    const types = identities.map((identity) => {
      const { cloudFormation, terraform } = awsAccess({ ...REQUEST, identity });
      const { Resources } = JSON.parse(cloudFormation) as { Resources: { Reader: { Type: string } } };
      return [Resources.Reader.Type, /resource "(\w+)"/.exec(terraform)?.[1]];
    });
    expect(types).toEqual([
      ['AWS::IAM::User', 'aws_iam_user'],
      ['AWS::IAM::Role', 'aws_iam_role'],
      ['AWS::IAM::ManagedPolicy', 'aws_iam_policy'],
    ]);
  });

  it('keep what Terraform would take for a template, and names that IAM takes', () => {
    const bucket = 'b'.repeat(63);
    const { terraform } = awsAccess({ ...REQUEST, bucket, prefix: 'a${b}%{c}/' });
    expect(terraform).toContain('a$${$}{b}%%{c}/AWSLogs/*');
    const name = /name = "([^"]+)"/.exec(terraform)?.[1] ?? '';
    expect(name.length).toBe(64);
  });
});
