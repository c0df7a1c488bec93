/** ECS `event.category` and `event.type` of a call, by its name alone, as Elastic's integration gives them. */

import { member } from './json_members';

/** What Elastic's rules match on: more categories would do no harm, another type would. */
export interface EventClass {
  /** Absent for most calls. */
  readonly category: readonly string[] | undefined;
  readonly type: readonly string[];
  /** The same as members of `event`, written once for all calls of the class. */
  readonly json: string;
}

// prettier-ignore
const CLASSES: readonly (readonly [category: string, types: readonly string[], names: string])[] = [
  ['iam', ['group', 'change'], 'AddUserToGroup AttachGroupPolicy DeleteGroupPolicy DetachGroupPolicy PutGroupPolicy RemoveUserFromGroup UpdateGroup'],
  ['iam', ['group', 'creation'], 'CreateGroup'],
  ['iam', ['group', 'deletion'], 'DeleteGroup'],
  ['iam', ['group', 'info'], 'GetGroup GetGroupPolicy ListAttachedGroupPolicies ListGroupPolicies ListGroups'],
  ['iam', ['user', 'change'], 'AttachUserPolicy ChangePassword CreateAccessKey CreateVirtualMFADevice DeactivateMFADevice DeleteAccessKey DeleteSSHPublicKey DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice DetachUserPolicy EnableMFADevice PutUserPermissionsBoundary PutUserPolicy TagUser UntagUser UpdateAccessKey UpdateLoginProfile UpdateSSHPublicKey UpdateUser'],
  ['iam', ['user', 'creation'], 'CreateUser'],
  ['iam', ['user', 'deletion'], 'DeleteUser'],
  ['iam', ['user', 'info'], 'GetUser GetUserPolicy ListAttachedUserPolicies ListGroupsForUser ListUserPolicies ListUsers ListUserTags'],
  ['iam', ['admin', 'creation'], 'CreateKeyPair'],
  ['iam', ['admin', 'change'], 'SetDefaultPolicyVersion SetSecurityTokenServicePreferences UpdateAccountPasswordPolicy UpdateRole'],
  ['iam', ['info'], 'ListRoles GetPolicy ListAttachedRolePolicies'],
  ['iam', ['creation'], 'CreatePolicy'],
  ['iam', ['change'], 'AttachRolePolicy'],
  ['authentication', ['info'], 'AssumeRole ConsoleLogin GetCallerIdentity'],
  ['file', ['creation'], 'CreateBucket CreateDocument'],
  ['file', ['deletion'], 'DeleteBucket DeleteObject'],
  ['file', ['change'], 'PutObject'],
  ['file', ['info'], 'ListBuckets ListObjects HeadObject GetObject'],
  ['host', ['info'], 'DescribeInstances DescribeVolumes ListInstanceAssociations'],
  ['network', ['info'], 'DescribeSecurityGroups DescribeNetworkInterfaces DescribeVpcs DescribeNetworkAcls DescribeLoadBalancers'],
  ['network', ['access'], 'AuthorizeSecurityGroupIngress'],
  ['configuration', ['info'], 'DescribeTrails'],
  ['configuration', ['creation'], 'CreateTopic'],
  ['configuration', ['change'], 'Subscribe'],
  ['configuration', ['deletion'], 'DeleteTrail'],
  ['database', ['info'], 'ListTables DescribeDBInstances'],
  ['package', ['info'], 'ListFunctions'],
  ['api', ['info'], 'DescribeRegions Publish Converse'],
  ['process', ['start'], 'SendCommand'],
  ['session', ['start'], 'StartSession CreateControlChannel OpenControlChannel CreateDataChannel OpenDataChannel'],
  ['session', ['end'], 'TerminateSession'],
];

const BY_NAME: ReadonlyMap<string, EventClass> = new Map(
  CLASSES.flatMap(([category, type, names]) =>
    names.split(' ').map((name) => [name, eventClass([category], type)] as const),
  ),
);
const ANY_OTHER = eventClass(undefined, ['info']);

function eventClass(category: readonly string[] | undefined, type: readonly string[]): EventClass {
  return { category, type, json: member('category', category) + member('type', type) };
}

/** The class of the call of that name; `info` without a category for what is not in the table. The service is not looked at. */
export function classOf(eventName: string | undefined): EventClass {
  return BY_NAME.get(eventName ?? '') ?? ANY_OTHER;
}
