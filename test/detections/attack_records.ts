/**
 * For each rule of the catalogue: records of what it is for, and records that are nearly that. Real records where the
 * fixtures have one (`real`), made by hand where not (`made`).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type RawRecord = Readonly<Record<string, unknown>>;

export interface DetectionCase {
  readonly attack: readonly RawRecord[];
  /** Where the attack's records come from. */
  readonly from: string;
  readonly nearMiss: readonly RawRecord[];
  /** What the near miss is, in words. */
  readonly because: string;
}

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const ACCOUNT = '111122223333';
const BOB = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEBOB',
  userName: 'bob',
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/bob`,
};
const ROOT = { type: 'Root', principalId: ACCOUNT, accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };
const SSO = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:ana@example.com',
  accountId: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Admin_0/ana@example.com`,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      userName: 'AWSReservedSSO_Admin_0',
      arn: `arn:aws:iam::${ACCOUNT}:role/x`,
    },
  },
};
/** Of the United States, Germany, and no known country in the bundled database; the last is private. */
const [HOME, ABROAD, UNKNOWN, PRIVATE] = ['8.8.8.8', '85.214.132.117', '192.88.99.1', '10.1.2.3'];

/** The first record of a fixture's file that fits. */
function real(file: string, fits: Readonly<Record<string, unknown>>): RawRecord {
  const { Records } = JSON.parse(readFileSync(`${FIXTURES}${file}`, 'utf8')) as { Records: RawRecord[] };
  const found = Records.find((record) => Object.entries(fits).every(([key, value]) => record[key] === value));
  if (!found) throw new Error(`${file} has no record with ${JSON.stringify(fits)}`);
  return found;
}

/** `ec2 RunInstances` and what else is to be in the record. */
function made(call: string, parts: RawRecord = {}): RawRecord {
  const [service = '', eventName = ''] = call.split(' ');
  return {
    eventVersion: '1.08',
    userIdentity: BOB,
    eventTime: '2025-03-01T10:00:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: HOME,
    userAgent: 'aws-cli/2.15.0',
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    recipientAccountId: ACCOUNT,
    ...parts,
  };
}
function asked(call: string, requestParameters: RawRecord, parts: RawRecord = {}): RawRecord {
  return made(call, { requestParameters, ...parts });
}
function signIn(outcome: 'Success' | 'Failure', parts: RawRecord = {}): RawRecord {
  return made('signin ConsoleLogin', {
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: outcome },
    additionalEventData: { MFAUsed: 'No', MobileVersion: 'No' },
    ...(outcome === 'Failure' && { errorMessage: 'Failed authentication' }),
    ...parts,
  });
}
function times(count: number, record: RawRecord): readonly RawRecord[] {
  return Array.from({ length: count }, () => record);
}
const REFUSED = { errorCode: 'AccessDenied', errorMessage: 'is not authorized' };
const MADE = 'made';

/** A call that only reads beside those that change: the usual near miss. */
function calls(
  attack: readonly RawRecord[],
  from: string,
  nearMiss: string,
  because = 'only reads',
): DetectionCase {
  return { attack, from, nearMiss: [made(nearMiss)], because };
}

const openedBy = (cidr: RawRecord) => ({
  groupId: 'sg-1',
  ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ...cidr }] },
});
const ipv4 = (cidrIp: string) => openedBy({ ipRanges: { items: [{ cidrIp }] } });
const ruleOf = (range: RawRecord) => ({
  ModifySecurityGroupRulesRequest: {
    GroupId: 'sg-1',
    SecurityGroupRule: { SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: { IpProtocol: 'tcp', ...range } },
  },
});
const aclEntry = (change: RawRecord) => ({
  networkAclId: 'acl-1',
  ruleNumber: 100,
  egress: false,
  ruleAction: 'allow',
  aclProtocol: '-1',
  cidrBlock: '0.0.0.0/0',
  ...change,
});
const policy = (name: string, partition = 'aws') => ({
  userName: 'bob',
  policyArn: `arn:${partition}:iam::aws:policy/${name}`,
});
const instances = (id: string) => ({ instancesSet: { items: [{ instanceId: id }] } });

/** By detection id. The rule on gaps looks at no record: the test makes its documents. */
export const DETECTION_CASES: Readonly<Record<string, DetectionCase>> = {
  access_from_outside_home_countries: {
    attack: [made('ec2 DescribeInstances', { sourceIPAddress: ABROAD })],
    from: MADE,
    nearMiss: [
      made('ec2 DescribeInstances'),
      made('ec2 DescribeInstances', { sourceIPAddress: PRIVATE }),
      made('cloudtrail DescribeTrails', { sourceIPAddress: 'AWS Internal' }),
      made('s3 GetBucketAcl', { sourceIPAddress: 'cloudtrail.amazonaws.com' }),
    ],
    because: 'from home; from a private address; by AWS itself',
  },
  public_address_without_country: {
    attack: [made('ec2 DescribeInstances', { sourceIPAddress: UNKNOWN })],
    from: MADE,
    nearMiss: [HOME, PRIVATE, '100.64.1.1', 'fd00::1', '127.0.0.1', 'AWS Internal'].map((sourceIPAddress) =>
      made('ec2 DescribeInstances', { sourceIPAddress }),
    ),
    because: 'of a known country; private, shared or loopback; no address',
  },
  sign_in_from_new_country: {
    attack: [signIn('Success', { sourceIPAddress: ABROAD })],
    from: MADE,
    nearMiss: [signIn('Failure', { sourceIPAddress: ABROAD })],
    because: 'the sign-in failed',
  },
  unauthorized_api_calls: {
    attack: [
      ...times(5, made('ec2 DescribeInstances', { errorCode: 'Client.UnauthorizedOperation' })),
      ...times(5, made('iam ListUsers', REFUSED)),
    ],
    from: MADE,
    nearMiss: [
      ...times(9, made('iam ListUsers', REFUSED)),
      made('s3 HeadBucket', REFUSED),
      made('s3 PutObject', { ...REFUSED, sourceIPAddress: 'delivery.logs.amazonaws.com' }),
      made('ec2 RunInstances', { errorCode: 'Client.InstanceLimitExceeded' }),
    ],
    because: 'nine calls, and some that are refused to everybody',
  },
  console_sign_in_without_mfa: {
    attack: [
      real('stratus-red-team/aws.initial-access.console-login-without-mfa.json', {
        eventName: 'ConsoleLogin',
      }),
    ],
    from: 'stratus-red-team',
    nearMiss: [
      signIn('Success', { additionalEventData: { MFAUsed: 'Yes' } }),
      signIn('Failure'),
      signIn('Success', { userIdentity: SSO }),
    ],
    because: 'with MFA; failed; through an identity provider',
  },
  root_use: {
    attack: [made('iam CreateAccessKey', { userIdentity: ROOT }), signIn('Success', { userIdentity: ROOT })],
    from: MADE,
    nearMiss: [
      made('s3 PutObject', { userIdentity: { ...ROOT, invokedBy: 'cloudtrail.amazonaws.com' } }),
      made('kms RotateKey', { userIdentity: ROOT, eventType: 'AwsServiceEvent' }),
      made('iam CreateAccessKey'),
    ],
    because: 'done by a service; an event of AWS; a user',
  },
  iam_policy_changes: calls(
    [
      real('panther-analysis/aws_iam_compromised_key_quarantine.json', { eventName: 'PutUserPolicy' }),
      real('traildiscover/CreatePolicyVersion.json', {}),
    ],
    'panther-analysis, traildiscover',
    'iam GetUserPolicy',
  ),
  cloudtrail_changes: calls(
    [real('stratus-red-team/aws.defense-evasion.cloudtrail-stop.json', { eventName: 'StopLogging' })],
    'stratus-red-team',
    'cloudtrail GetTrailStatus',
  ),
  console_sign_in_failures: {
    attack: times(3, signIn('Failure', { sourceIPAddress: '203.0.113.9' })),
    from: MADE,
    nearMiss: [
      ...times(2, signIn('Failure', { sourceIPAddress: '203.0.113.10' })),
      signIn('Success', { sourceIPAddress: '203.0.113.10' }),
    ],
    because: 'two failures, then it succeeded',
  },
  kms_key_disabled_or_deleted: calls(
    [real('panther-analysis/aws_kms_cmk_loss.json', { eventName: 'ScheduleKeyDeletion' })],
    'panther-analysis',
    'kms CancelKeyDeletion',
    'takes the deletion back',
  ),
  s3_bucket_policy_changes: calls(
    [
      real('traildiscover/PutBucketPolicy.json', {}),
      asked('s3 PutBucketPublicAccessBlock', { bucketName: 'b' }),
    ],
    'traildiscover, made',
    's3 GetBucketPolicy',
  ),
  aws_config_changes: calls(
    [real('traildiscover/StopConfigurationRecorder.json', {})],
    'traildiscover',
    'config StartConfigurationRecorder',
    'starts it',
  ),
  security_group_changes: calls(
    [
      real('panther-analysis/aws_ec2_manual_security_group_changes.json', {
        eventName: 'AuthorizeSecurityGroupIngress',
      }),
      made('ec2 ModifySecurityGroupRules'),
      made('ec2 RevokeSecurityGroupIngress'),
    ],
    'panther-analysis, made',
    'ec2 DescribeSecurityGroups',
  ),
  network_acl_changes: calls(
    [
      real('traildiscover/DeleteNetworkAclEntry.json', {}),
      made('ec2 ReplaceNetworkAclEntry'),
      made('ec2 ReplaceNetworkAclAssociation'),
    ],
    'traildiscover, made',
    'ec2 DescribeNetworkAcls',
  ),
  network_gateway_changes: calls(
    [real('panther-analysis/aws_ec2_gateway_modified.json', { eventName: 'AttachInternetGateway' })],
    'panther-analysis',
    'ec2 CreateNatGateway',
    'a NAT gateway lets nobody in',
  ),
  route_table_changes: calls(
    [
      real('panther-analysis/aws_ec2_route_table_modified.json', { eventName: 'CreateRoute' }),
      made('ec2 ReplaceRoute'),
    ],
    'panther-analysis, made',
    'ec2 DescribeRouteTables',
  ),
  vpc_changes: calls(
    [
      real('panther-analysis/aws_ec2_vpc_modified.json', { eventName: 'CreateVpc' }),
      made('ec2 AcceptVpcPeeringConnection'),
    ],
    'panther-analysis, made',
    'ec2 DescribeVpcs',
  ),
  organizations_changes: calls(
    [made('organizations DetachPolicy')],
    MADE,
    'iam CreatePolicy',
    'a policy of IAM, not of the organization',
  ),
  security_hub_disabled: calls(
    [made('securityhub DisableSecurityHub')],
    MADE,
    'guardduty DeleteMembers',
    'the same call of another service',
  ),
  instance_state_changes: {
    attack: [
      real('stratus-red-team/aws.execution.ec2-user-data.json', { eventName: 'StopInstances' }),
      asked('ec2 RebootInstances', instances('i-0aaaaaaaaaaaaaaa1')),
    ],
    from: 'stratus-red-team, made',
    nearMiss: [
      asked('ec2 StopInstances', instances('i-0aaaaaaaaaaaaaaa1'), {
        errorCode: 'Client.UnauthorizedOperation',
      }),
      made('ec2 DescribeInstances'),
    ],
    because: 'refused; only reads',
  },
  large_instance_launched: {
    attack: ['p4d.24xlarge', 'g5.xlarge', 'm5.metal', 'r6i.16xlarge'].map((instanceType) =>
      asked('ec2 RunInstances', { instanceType }),
    ),
    from: MADE,
    nearMiss: ['t3.micro', 'm5.2xlarge', 'c7i.4xlarge'].map((instanceType) =>
      asked('ec2 RunInstances', { instanceType }),
    ),
    because: 'of a usual size',
  },
  addresses_associated: calls(
    [made('ec2 AssociateAddress'), made('ec2 UnassignPrivateIpAddresses')],
    MADE,
    'ec2 AllocateAddress',
    'an address that is on nothing yet',
  ),
  instance_user_data_changed: {
    attack: [
      real('stratus-red-team/aws.execution.ec2-user-data.json', { eventName: 'ModifyInstanceAttribute' }),
    ],
    from: 'stratus-red-team',
    nearMiss: [
      asked('ec2 ModifyInstanceAttribute', { instanceId: 'i-1', disableApiTermination: { value: false } }),
    ],
    because: 'another attribute',
  },
  command_run_on_instances: calls(
    [real('traildiscover/SendCommand.json', {}), made('ssm StartSession')],
    'traildiscover, made',
    'ssm GetCommandInvocation',
  ),
  lambda_code_or_policy_changed: calls(
    [
      real('panther-analysis/aws_overwrite_lambda_code.json', { eventName: 'UpdateFunctionCode20150331v2' }),
      real('stratus-red-team/aws.persistence.lambda-backdoor-function.json', {
        eventName: 'AddPermission20150331v2',
      }),
    ],
    'panther-analysis, stratus-red-team',
    'lambda UpdateFunctionConfiguration20150331v2',
    'its settings, not its code',
  ),
  region_enabled: calls(
    [real('panther-analysis/aws_cloudtrail_region_enabled.json', {})],
    'panther-analysis',
    'account GetRegionOptStatus',
  ),
  access_key_created: {
    attack: [real('panther-analysis/aws_iam_user_key_created.json', { eventName: 'CreateAccessKey' })],
    from: 'panther-analysis',
    nearMiss: [asked('iam CreateAccessKey', { userName: 'eve' }, REFUSED), made('iam ListAccessKeys')],
    because: 'refused; only reads',
  },
  console_password_changed: {
    attack: [
      real('stratus-red-team/aws.persistence.iam-create-user-login-profile.json', {
        eventName: 'CreateLoginProfile',
      }),
    ],
    from: 'stratus-red-team',
    nearMiss: [asked('iam UpdateLoginProfile', { userName: 'eve' }, REFUSED), made('iam ChangePassword')],
    because: 'refused; one’s own password',
  },
  mfa_device_deactivated: calls(
    [real('traildiscover/DeactivateMFADevice.json', {})],
    'traildiscover',
    'iam EnableMFADevice',
    'switches it on',
  ),
  administrator_access_attached: {
    attack: [
      real('panther-analysis/aws_iam_attach_admin_user_policy.json', { eventName: 'AttachUserPolicy' }),
      asked('iam AttachRolePolicy', policy('AdministratorAccess', 'aws-us-gov')),
    ],
    from: 'panther-analysis, made',
    nearMiss: [
      asked('iam AttachUserPolicy', policy('ReadOnlyAccess')),
      asked('iam AttachUserPolicy', policy('AdministratorAccess-Amplify')),
      asked('iam DetachUserPolicy', policy('AdministratorAccess')),
    ],
    because: 'another policy; taken away',
  },
  role_trust_policy_changed: {
    attack: [
      real('stratus-red-team/aws.persistence.iam-backdoor-role.json', {
        eventName: 'UpdateAssumeRolePolicy',
      }),
    ],
    from: 'stratus-red-team',
    nearMiss: [made('iam UpdateAssumeRolePolicy', REFUSED), made('iam UpdateRole')],
    because: 'refused; other settings of the role',
  },
  identity_created: calls(
    [real('traildiscover/IAM-CreateUser.json', {}), real('traildiscover/CreateRole.json', {})],
    'traildiscover',
    'iam GetUser',
  ),
  identity_provider_changed: calls(
    [real('traildiscover/UpdateSAMLProvider.json', {}), made('iam CreateSAMLProvider')],
    'traildiscover, made',
    'iam ListSAMLProviders',
  ),
  organization_left_or_account_closed: calls(
    [
      real('stratus-red-team/aws.defense-evasion.organizations-leave.json', {
        eventName: 'LeaveOrganization',
      }),
      made('organizations CloseAccount'),
    ],
    'stratus-red-team, made',
    'organizations DescribeOrganization',
  ),
  security_group_opened_to_world: {
    attack: [
      asked('ec2 AuthorizeSecurityGroupIngress', ipv4('0.0.0.0/0')),
      asked('ec2 AuthorizeSecurityGroupIngress', { groupId: 'sg-1', ipPermissions: {}, cidrIp: '0.0.0.0/0' }),
      asked('ec2 AuthorizeSecurityGroupIngress', openedBy({ ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } })),
      asked('ec2 ModifySecurityGroupRules', ruleOf({ CidrIpv4: '0.0.0.0/0' })),
      asked('ec2 ModifySecurityGroupRules', ruleOf({ CidrIpv6: '::/0' })),
    ],
    from: MADE,
    nearMiss: [
      asked('ec2 AuthorizeSecurityGroupIngress', ipv4('10.0.0.0/8')),
      asked('ec2 AuthorizeSecurityGroupEgress', ipv4('0.0.0.0/0')),
      asked('ec2 AuthorizeSecurityGroupIngress', ipv4('0.0.0.0/0'), {
        errorCode: 'Client.UnauthorizedOperation',
      }),
      asked('ec2 ModifySecurityGroupRules', ruleOf({ CidrIpv4: '10.0.0.0/0' })),
      asked('ec2 ModifySecurityGroupRules', ruleOf({ CidrIpv6: 'fd00::/8' })),
    ],
    because: 'one network; outbound; refused',
  },
  network_acl_allows_all: {
    attack: [
      asked('ec2 CreateNetworkAclEntry', aclEntry({})),
      asked('ec2 ReplaceNetworkAclEntry', aclEntry({ cidrBlock: undefined, ipv6CidrBlock: '::/0' })),
    ],
    from: MADE,
    nearMiss: [
      { egress: true },
      { ruleAction: 'deny' },
      { aclProtocol: '6' },
      { cidrBlock: '10.0.0.0/8' },
    ].map((change) => asked('ec2 CreateNetworkAclEntry', aclEntry(change))),
    because: 'outbound; denied; one protocol; one network',
  },
  guardduty_changed: calls(
    [made('guardduty DeleteDetector'), real('traildiscover/GuardDuty-CreateIPSet.json', {})],
    'made, traildiscover',
    'guardduty GetDetector',
  ),
  flow_logs_deleted: calls(
    [real('stratus-red-team/aws.defense-evasion.vpc-remove-flow-logs.json', { eventName: 'DeleteFlowLogs' })],
    'stratus-red-team',
    'ec2 CreateFlowLogs',
    'makes one',
  ),
  logs_or_alarms_deleted: calls(
    [real('traildiscover/DeleteAlarms.json', {}), made('logs DeleteLogGroup')],
    'traildiscover, made',
    'logs CreateLogGroup',
    'makes one',
  ),
  snapshot_or_image_shared: {
    attack: [
      real('stratus-red-team/aws.exfiltration.ec2-share-ebs-snapshot.json', {
        eventName: 'ModifySnapshotAttribute',
      }),
      real('stratus-red-team/aws.exfiltration.ec2-share-ami.json', { eventName: 'ModifyImageAttribute' }),
      asked('rds ModifyDBSnapshotAttribute', { attributeName: 'restore', valuesToAdd: ['193672423079'] }),
    ],
    from: 'stratus-red-team, made',
    nearMiss: [
      asked('ec2 ModifySnapshotAttribute', {
        snapshotId: 'snap-1',
        createVolumePermission: { remove: { items: [{ userId: '193672423079' }] } },
      }),
      asked('rds ModifyDBSnapshotAttribute', { attributeName: 'restore', valuesToRemove: ['all'] }),
    ],
    because: 'taken back',
  },
  bucket_made_public: {
    attack: [
      asked('s3 PutBucketAcl', { bucketName: 'b', 'x-amz-acl': ['public-read'] }),
      asked('s3 PutObjectAcl', { bucketName: 'b', 'x-amz-acl': 'public-read-write' }),
    ],
    from: MADE,
    nearMiss: [
      asked('s3 PutBucketAcl', { bucketName: 'public-read', 'x-amz-acl': ['private'] }),
      asked('s3 PutObject', { bucketName: 'b', 'x-amz-acl': 'public-read' }),
    ],
    because: 'a private ACL on a bucket of that name; an upload',
  },
  bucket_protection_removed: {
    attack: [
      asked('s3 PutBucketVersioning', { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } }),
      asked('s3 DeleteBucket', { bucketName: 'b' }),
      asked('s3 DeleteBucketEncryption', { bucketName: 'b' }),
    ],
    from: MADE,
    nearMiss: [
      asked('s3 PutBucketVersioning', {
        bucketName: 'Suspended',
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    ],
    because: 'versioning switched on, on a bucket of that name',
  },
  ebs_default_encryption_disabled: calls(
    [made('ec2 DisableEbsEncryptionByDefault')],
    MADE,
    'ec2 EnableEbsEncryptionByDefault',
    'switches it on',
  ),
  secrets_read_in_bulk: {
    attack: times(20, asked('secretsmanager GetSecretValue', { secretId: 's' })),
    from: MADE,
    nearMiss: [
      ...times(19, asked('secretsmanager GetSecretValue', { secretId: 's' })),
      asked('secretsmanager GetSecretValue', { secretId: 's' }, REFUSED),
    ],
    because: 'nineteen, and one that was refused',
  },
  database_exposed_or_deleted: {
    attack: [
      asked('rds ModifyDBInstance', { dBInstanceIdentifier: 'd', masterUserPassword: '****' }),
      asked('rds ModifyDBInstance', { dBInstanceIdentifier: 'd', publiclyAccessible: true }),
      asked('rds DeleteDBCluster', { dBClusterIdentifier: 'd' }),
    ],
    from: MADE,
    nearMiss: [
      asked('rds ModifyDBInstance', { dBInstanceIdentifier: 'd', publiclyAccessible: false }),
      asked('rds ModifyDBInstance', { dBInstanceIdentifier: 'd', allocatedStorage: 100 }),
    ],
    because: 'made private; made larger',
  },
};
