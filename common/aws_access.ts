/** What a source needs in AWS, for exactly what was entered: the least policy, the trust policy, and both as CloudFormation and Terraform. Pure, and small enough for the browser. */
import { buildArn } from './partition';

export interface AccessRequest {
  readonly bucket: string;
  /** What stands before `AWSLogs/` in the keys: empty, or ending in `/`. */
  readonly prefix: string;
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  /** The key that the bucket's objects are encrypted with; only where that is a KMS key. */
  readonly kmsKeyArn?: string;
  /** The queue that tells of new objects; only where one is used. */
  readonly queueArn?: string;
  readonly identity: AccessIdentity;
}

/**
 * Who the policy is for: a user with an access key, a role that is assumed, or whatever Kibana itself runs as.
 * `assumedBy`: ARN of the identity that assumes the role; absent while nobody knows it.
 */
export type AccessIdentity =
  | { readonly type: 'access_key' | 'server' }
  | {
      readonly type: 'role';
      readonly externalId: string;
      readonly assumedBy?: string;
      readonly roleArn?: string;
    };

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

export interface AwsAccess {
  readonly policy: PolicyDocument;
  /** Of the role; absent where no role is assumed. */
  readonly trustPolicy: PolicyDocument | undefined;
  /** What the identity that assumes the role needs where it lives in another account than the role. */
  readonly assumePolicy: PolicyDocument | undefined;
  /** A template in JSON. */
  readonly cloudFormation: string;
  /** In Terraform's own language. */
  readonly terraform: string;
}

/** Stands in the trust policy until the identity is known: IAM refuses it, so nobody trusts the wrong one by mistake. */
export const UNKNOWN_PRINCIPAL = 'ARN-OF-THE-IDENTITY-THAT-ASSUMES-THIS-ROLE';
const MAX_IAM_NAME = 64;
const RESOURCE = 'cloudtrail_for_kibana';

/** All texts that the wizard shows beside what was entered. */
export function awsAccess(request: AccessRequest): AwsAccess {
  const policy = readPolicy(request);
  const { identity } = request;
  const trustPolicy = identity.type === 'role' ? trustPolicyOf(identity) : undefined;
  const name = `cloudtrail-for-kibana-${request.bucket}`.slice(0, MAX_IAM_NAME);
  return {
    policy,
    trustPolicy,
    assumePolicy: identity.type === 'role' ? assumePolicyOf(identity.roleArn) : undefined,
    cloudFormation: JSON.stringify(cloudFormationOf(name, identity.type, policy, trustPolicy), undefined, 2),
    terraform: terraformOf(name, identity.type, policy, trustPolicy),
  };
}

function readPolicy({ bucket, prefix, partition, kmsKeyArn, queueArn }: AccessRequest): PolicyDocument {
  const bucketArn = buildArn({ partition, service: 's3', resource: bucket });
  const below = `${literal(prefix)}AWSLogs/*`;
  return document([
    {
      Sid: 'ListCloudTrailFolders',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucketArn,
      Condition: { StringLike: { 's3:prefix': below } },
    },
    {
      Sid: 'ReadCloudTrailFiles',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `${bucketArn}/${below}`,
    },
    ...(kmsKeyArn === undefined
      ? []
      : [{ Sid: 'DecryptCloudTrailFiles', Effect: 'Allow', Action: 'kms:Decrypt', Resource: kmsKeyArn }]),
    ...(queueArn === undefined
      ? []
      : [
          {
            Sid: 'HearOfNewFiles',
            Effect: 'Allow',
            Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
            Resource: queueArn,
          },
        ]),
  ]);
}

function trustPolicyOf({ externalId, assumedBy }: Extract<AccessIdentity, { type: 'role' }>): PolicyDocument {
  return document([
    {
      Effect: 'Allow',
      Principal: { AWS: assumedBy === undefined ? UNKNOWN_PRINCIPAL : principalOf(assumedBy) },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    },
  ]);
}

function assumePolicyOf(roleArn: string | undefined): PolicyDocument | undefined {
  if (roleArn === undefined) return undefined;
  return document([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn }]);
}

/** The role behind a session: a trust policy that names the session ends with it. A role's path is not in the session's ARN. */
function principalOf(arn: string): string {
  const [, partition, account, role] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (partition === undefined || account === undefined || role === undefined) return arn;
  return buildArn({ partition, service: 'iam', account, resource: `role/${role}` });
}

function document(statements: PolicyDocument['Statement']): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** IAM reads `*`, `?` and `${` in its own way: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function literal(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}

function cloudFormationOf(
  name: string,
  type: AccessIdentity['type'],
  policy: PolicyDocument,
  trustPolicy: PolicyDocument | undefined,
): object {
  const inline = [{ PolicyName: 'read-cloudtrail', PolicyDocument: policy }];
  const head = { AWSTemplateFormatVersion: '2010-09-09', Description: 'CloudTrail for Kibana: read access' };
  switch (type) {
    case 'access_key':
      return {
        ...head,
        Resources: { Reader: { Type: 'AWS::IAM::User', Properties: { UserName: name, Policies: inline } } },
        Outputs: { UserName: { Value: { Ref: 'Reader' } } },
      };
    case 'role':
      return {
        ...head,
        Resources: {
          Reader: {
            Type: 'AWS::IAM::Role',
            Properties: { RoleName: name, AssumeRolePolicyDocument: trustPolicy, Policies: inline },
          },
        },
        Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Reader', 'Arn'] } } },
      };
    case 'server':
      return {
        ...head,
        Resources: {
          Reader: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { ManagedPolicyName: name, PolicyDocument: policy },
          },
        },
        Outputs: { PolicyArn: { Value: { Ref: 'Reader' } } },
      };
  }
}

function terraformOf(
  name: string,
  type: AccessIdentity['type'],
  policy: PolicyDocument,
  trustPolicy: PolicyDocument | undefined,
): string {
  switch (type) {
    case 'access_key':
      return [
        block('aws_iam_user', { name: quoted(name) }),
        block('aws_iam_user_policy', {
          name: quoted('read-cloudtrail'),
          user: `aws_iam_user.${RESOURCE}.name`,
          policy: encoded(policy),
        }),
      ].join('\n');
    case 'role':
      return [
        block('aws_iam_role', {
          name: quoted(name),
          assume_role_policy: encoded(trustPolicy),
        }),
        block('aws_iam_role_policy', {
          name: quoted('read-cloudtrail'),
          role: `aws_iam_role.${RESOURCE}.id`,
          policy: encoded(policy),
        }),
        `output "role_arn" {\n  value = aws_iam_role.${RESOURCE}.arn\n}\n`,
      ].join('\n');
    case 'server':
      return block('aws_iam_policy', { name: quoted(name), policy: encoded(policy) });
  }
}

function block(type: string, values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([key, value]) => `  ${key} = ${value}\n`);
  return `resource "${type}" "${RESOURCE}" {\n${lines.join('')}}\n`;
}

/** JSON is an expression of Terraform's language, but for `${` and `%{`, which begin a template in any string. */
function encoded(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2).replace(/([$%])\{/g, '$1$1{');
  return `jsonencode(${json.replace(/\n/g, '\n  ')})`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
