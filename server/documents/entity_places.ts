/** Where a record names entities: what a call is about, and all else that it mentions. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, textAt } from '../cloudtrail/record';

interface Targets {
  readonly calls: readonly string[];
  /** Paths in the record; lists on the way are gone through. */
  readonly at: readonly string[];
  /** Where none of them says anything, or says all. */
  readonly orElse?: readonly string[];
}

const RESOURCES = ['resources.ARN', 'resources.arn'];
const ACCOUNT = ['recipientAccountId'];
const ALL = '*';

/** As Elastic's integration has it. RunInstances, StartInstances, StopInstances and TerminateInstances have none there. */
const TARGETS: readonly Targets[] = [
  {
    calls: [
      ...['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
      ...[
        'RevokeSecurityGroupIngress',
        'ModifySecurityGroupRules',
        'CreateSecurityGroup',
        'DeleteSecurityGroup',
      ],
    ],
    at: [
      ...['requestParameters.groupId', 'requestParameters.ModifySecurityGroupRulesRequest.GroupId'],
      ...['responseElements.groupId', 'responseElements.securityGroupRuleSet.items.securityGroupRuleId'],
    ],
  },
  {
    calls: ['CreateNetworkAcl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl', 'ReplaceNetworkAclEntry'],
    at: ['requestParameters.networkAclId', 'responseElements.networkAcl.networkAclId'],
  },
  {
    calls: ['DeleteNetworkAclEntry'],
    at: ['requestParameters.networkAclId', 'requestParameters.ruleNumber'],
  },
  { calls: ['GetPasswordData'], at: ['requestParameters.instanceId'] },
  {
    calls: [
      ...['DescribeImageAttribute', 'ModifyImageAttribute', 'ResetImageAttribute'],
      ...['DescribeSnapshotAttribute', 'ModifySnapshotAttribute', 'ResetSnapshotAttribute'],
    ],
    at: ['requestParameters.imageId', 'requestParameters.snapshotId'],
  },
  { calls: ['DeleteFlowLogs'], at: ['requestParameters.DeleteFlowLogsRequest.FlowLogId.content'] },
  { calls: ['DeleteTrail', 'StartLogging', 'StopLogging', 'UpdateTrail'], at: ['requestParameters.name'] },
  {
    calls: [
      ...['AddUserToGroup', 'AttachGroupPolicy', 'CreateGroup', 'DeleteGroup', 'DeleteGroupPolicy'],
      ...['DetachGroupPolicy', 'PutGroupPolicy', 'RemoveUserFromGroup', 'UpdateGroup'],
    ],
    at: ['requestParameters.groupName', 'requestParameters.userName', 'requestParameters.policyArn'],
  },
  {
    calls: [
      ...[
        'AttachRolePolicy',
        'CreateRole',
        'DeleteRole',
        'DeleteRolePolicy',
        'DetachRolePolicy',
        'PutRolePolicy',
      ],
      ...['UpdateAssumeRolePolicy', 'UpdateRole'],
    ],
    at: ['requestParameters.roleName', 'requestParameters.policyArn'],
  },
  {
    calls: [
      ...['AttachUserPolicy', 'CreateLoginProfile', 'CreateUser', 'DeleteLoginProfile', 'DeleteUser'],
      ...['DeleteUserPolicy', 'DetachUserPolicy', 'PutUserPolicy', 'UpdateLoginProfile', 'UpdateUser'],
    ],
    at: ['requestParameters.policyArn', 'requestParameters.userName'],
  },
  {
    calls: [
      ...['CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion', 'GetPolicy', 'GetPolicyVersion'],
      ...['SetDefaultPolicyVersion'],
    ],
    at: ['requestParameters.policyArn'],
  },
  {
    calls: ['CreateAccessKey', 'DeleteAccessKey', 'UpdateAccessKey'],
    at: [
      ...['requestParameters.accessKeyId', 'requestParameters.userName'],
      'responseElements.accessKey.accessKeyId',
    ],
  },
  {
    calls: ['CreateVirtualMFADevice', 'DeactivateMFADevice', 'DeleteVirtualMFADevice', 'EnableMFADevice'],
    at: ['requestParameters.serialNumber', 'responseElements.virtualMFADevice.serialNumber'],
  },
  {
    calls: [
      ...['CancelKeyDeletion', 'DisableKey', 'EnableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'],
      ...[
        'CopyObject',
        'DeleteObject',
        'DeleteObjects',
        'GetObject',
        'HeadObject',
        'ListObjects',
        'PutObject',
      ],
      ...['CreateBucket', 'DeleteBucket', 'DeleteBucketPolicy', 'GetBucketAcl', 'HeadBucket', 'PutBucketAcl'],
      ...['PutBucketEncryption', 'PutBucketLifecycle', 'PutBucketLogging', 'PutBucketPolicy'],
      ...['PutBucketPublicAccessBlock', 'PutBucketReplication', 'PutBucketVersioning'],
      ...['DeleteParameter', 'DeleteParameters', 'GetParameter', 'GetParameters', 'GetParametersByPath'],
      'PutParameter',
    ],
    at: RESOURCES,
  },
  {
    calls: [
      ...['CreateDBCluster', 'CreateDBInstance', 'CreateDBSnapshot', 'DeleteDBCluster', 'DeleteDBInstance'],
      ...['DeleteDBSnapshot', 'ModifyDBCluster', 'ModifyDBInstance', 'RestoreDBInstanceFromDBSnapshot'],
      ...['RestoreDBInstanceFromS3', 'StartDBCluster', 'StartDBInstance', 'StopDBCluster', 'StopDBInstance'],
    ],
    at: [
      ...[
        'responseElements.dBInstanceArn',
        'responseElements.dBClusterArn',
        'responseElements.dBSnapshotArn',
      ],
    ],
  },
  {
    calls: [
      ...[
        'DeleteSecret',
        'DescribeSecret',
        'GetSecretValue',
        'PutSecretValue',
        'RestoreSecret',
        'RotateSecret',
      ],
      'UpdateSecret',
    ],
    at: ['requestParameters.secretId'],
  },
  { calls: ['StartSession'], at: ['requestParameters.target'] },
  { calls: ['ResumeSession', 'TerminateSession'], at: ['requestParameters.sessionId'] },
  { calls: ['SendCommand'], at: ['requestParameters.instanceIds'], orElse: ACCOUNT },
  {
    calls: [
      ...['ConsoleLogin', 'GetCallerIdentity', 'GetAccountAuthorizationDetails', 'GetAccountSummary'],
      ...['DescribeDBInstances', 'DescribeInstances', 'DescribeLoadBalancers', 'DescribeNetworkAcls'],
      ...['DescribeNetworkInterfaces', 'DescribeRegions', 'DescribeSecurityGroups', 'DescribeTrails'],
      ...['DescribeVolumes', 'DescribeVpcs', 'ListBuckets', 'ListFunctions', 'ListGroups', 'ListRoles'],
      ...['ListTables', 'ListUsers'],
    ],
    at: ACCOUNT,
  },
  {
    calls: ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot'],
    at: ['requestParameters.roleArn', 'requestParameters.targetPrincipal'],
  },
];

/** Ids that a call may mention, in its parameters or its answer, whichever call it is. */
const MENTIONED = [
  ...['bucketName', 'functionName', 'groupId', 'groupName', 'imageId', 'instanceId', 'keyId', 'networkAclId'],
  ...[
    'networkInterfaceId',
    'policyArn',
    'roleArn',
    'roleName',
    'secretId',
    'snapshotId',
    'subnetId',
    'userName',
  ],
  ...['volumeId', 'vpcId', 'instanceIds', 'groupSet.items.groupId', 'instancesSet.items.instanceId'],
  ...['instancesSet.items.imageId', 'instancesSet.items.subnetId', 'instancesSet.items.vpcId'],
  ...['instancesSet.items.groupSet.items.groupId', 'networkInterfaceSet.items.networkInterfaceId'],
  ...['instancesSet.items.networkInterfaceSet.items.networkInterfaceId', 'vpc.vpcId', 'subnet.subnetId'],
  ...['networkInterface.networkInterfaceId', 'networkAcl.networkAclId', 'functionArn', 'keyMetadata.arn'],
  ...['accessKey.accessKeyId', 'group.arn', 'policy.arn', 'role.arn', 'user.arn', 'assumedRoleUser.arn'],
];

type Path = readonly string[];
const asPaths = (places: readonly string[]): readonly Path[] => places.map((place) => place.split('.'));

const PATHS_BY_CALL = new Map(
  TARGETS.flatMap(({ calls, at, orElse = [] }) => {
    const paths = { at: asPaths(at), orElse: asPaths(orElse) };
    return calls.map((call) => [call, paths] as const);
  }),
);
const MENTIONED_PATHS = asPaths([
  ...RESOURCES,
  ...MENTIONED.flatMap((place) => [`requestParameters.${place}`, `responseElements.${place}`]),
]);

/** What the call is about, each once; none for calls that the table does not know. */
export function targetsOf(record: JsonObject, action: string | undefined): ReadonlySet<string> {
  const paths = action === undefined ? undefined : PATHS_BY_CALL.get(action);
  const targets = textsAt(record, paths?.at ?? []);
  targets.delete(ALL);
  return targets.size > 0 ? targets : textsAt(record, paths?.orElse ?? []);
}

/** Every entity that the record names outside userIdentity, each once. */
export function mentionedIn(record: JsonObject): ReadonlySet<string> {
  return textsAt(record, MENTIONED_PATHS);
}

function textsAt(record: JsonObject, paths: readonly Path[]): Set<string> {
  const texts = new Set<string>();
  for (const path of paths) addTexts(texts, record, path, 0);
  return texts;
}

function addTexts(texts: Set<string>, value: unknown, path: Path, step: number): void {
  if (Array.isArray(value)) {
    // lists within lists name nothing, and may lie deeper than the stack
    for (const item of value) if (!Array.isArray(item)) addTexts(texts, item, path, step);
    return;
  }
  const name = path[step];
  if (name !== undefined) {
    if (isObject(value)) addTexts(texts, value[name], path, step + 1);
    return;
  }
  const text = textAt(value);
  if (text !== undefined) texts.add(text);
}
