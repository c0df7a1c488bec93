/** Kinds of events that panels are about, as filter clauses and lists of names: the server counts by them, the browser leads to their events. */

import { anyOf } from './any_of';
import { PARTITION_NAMES } from './partition';

/** Elasticsearch's query language; the server's types for it are not for the browser. */
type Clause = Record<string, object>;

export const MFA_USED = 'aws.cloudtrail.console_login.additional_eventdata.mfa_used';
export const MFA_AUTHENTICATED = 'aws.cloudtrail.user_identity.session_context.mfa_authenticated';
const INVOKED_BY = 'aws.cloudtrail.user_identity.invoked_by';

export const FAILED: Clause = { term: { 'event.outcome': 'failure' } };
export const SUCCEEDED: Clause = { term: { 'event.outcome': 'success' } };
export const SIGN_IN: Clause = { term: { 'event.action': 'ConsoleLogin' } };
export const FAILED_SIGN_IN: Clause = { bool: { filter: [SIGN_IN, FAILED] } };

/** CIS AWS Foundations 4.1: AWS refused the call for want of a right. */
export const DENIED: Clause = {
  bool: {
    should: [
      { prefix: { 'aws.cloudtrail.error_code': 'AccessDenied' } },
      // also `Client.UnauthorizedOperation`, EC2's own form
      { wildcard: { 'aws.cloudtrail.error_code': '*UnauthorizedOperation' } },
    ],
    minimum_should_match: 1,
  },
};

/**
 * Events whose record says `used` about multi-factor authentication: a sign-in by what it says of itself, any other
 * call by its session. Calls with a long-term access key have no session and say nothing: they are in neither set.
 */
export function withMfa(used: boolean): Clause {
  return {
    bool: {
      should: [
        { term: { [MFA_USED]: used } },
        {
          bool: {
            filter: [{ term: { [MFA_AUTHENTICATED]: String(used) } }],
            must_not: [{ exists: { field: MFA_USED } }],
          },
        },
      ],
      minimum_should_match: 1,
    },
  };
}

/** Where the record is silent. */
export const MFA_NOT_SAID: Clause = { bool: { must_not: [withMfa(true), withMfa(false)] } };

/** Those that name a thing in what was asked or answered, in whichever form their namespace keeps; of an ARN its last part does. */
export function naming(name: string): Clause {
  return {
    bool: {
      should: ['request_parameters', 'response_elements'].flatMap((part) => [
        { term: { [`aws.cloudtrail.flattened.${part}`]: name } },
        { match_phrase: { [`aws.cloudtrail.${part}.text`]: name } },
      ]),
      minimum_should_match: 1,
    },
  };
}

/** With a point on the map. */
export const WITH_PLACE: Clause = { exists: { field: 'source.geo.location' } };
/** Calls that AWS made itself: their "address" is a service's name. */
export const FROM_AWS_SERVICE: Clause = {
  bool: { filter: [{ term: { 'cloudtrail.source_type': 'aws_service' } }], must_not: [WITH_PLACE] },
};
export const WITHOUT_PLACE: Clause = { bool: { must_not: [WITH_PLACE, FROM_AWS_SERVICE] } };

/** All with root's identity, whoever made the call. */
export const AS_ROOT: Clause = { term: { 'aws.cloudtrail.user_identity.type': 'Root' } };

/** CIS AWS Foundations 4.3: calls that AWS made on root's behalf are left out, those from the console's own pages are not. */
export const BY_ROOT: Clause = {
  bool: {
    filter: [
      AS_ROOT,
      {
        bool: {
          should: [
            { bool: { must_not: [{ exists: { field: INVOKED_BY } }] } },
            { term: { [INVOKED_BY]: 'signin.amazonaws.com' } },
          ],
          minimum_should_match: 1,
        },
      },
    ],
    must_not: [{ term: { 'aws.cloudtrail.event_type': 'AwsServiceEvent' } }],
  },
};

/** People, roles and root: every actor but AWS's own services. */
export const BY_SOMEBODY: Clause = {
  bool: {
    filter: [{ exists: { field: 'cloudtrail.actor.id' } }],
    must_not: [{ term: { 'cloudtrail.actor.type': 'AWSService' } }],
  },
};

export type NetworkChangeKind = 'security_group' | 'network_acl' | 'address' | 'route' | 'gateway';
/** EC2's event names by what they change. */
export const NETWORK_ACTIONS: Readonly<Record<NetworkChangeKind, readonly string[]>> = {
  security_group: [
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'ModifySecurityGroupRules',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
  ],
  network_acl: [
    'CreateNetworkAcl',
    'CreateNetworkAclEntry',
    'DeleteNetworkAcl',
    'DeleteNetworkAclEntry',
    'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation',
  ],
  address: [
    'AllocateAddress',
    'AssociateAddress',
    'DisassociateAddress',
    'ReleaseAddress',
    'AssignPrivateIpAddresses',
    'UnassignPrivateIpAddresses',
    'AssignIpv6Addresses',
    'UnassignIpv6Addresses',
  ],
  route: [
    'CreateRoute',
    'ReplaceRoute',
    'DeleteRoute',
    'CreateRouteTable',
    'DeleteRouteTable',
    'AssociateRouteTable',
    'ReplaceRouteTableAssociation',
    'DisassociateRouteTable',
  ],
  gateway: [
    'CreateInternetGateway',
    'AttachInternetGateway',
    'DetachInternetGateway',
    'DeleteInternetGateway',
    'CreateNatGateway',
    'DeleteNatGateway',
    'CreateCustomerGateway',
    'DeleteCustomerGateway',
  ],
};

/** Names of calls by service. */
type Actions = Readonly<Record<string, readonly string[]>>;

export type ImportantChangeKind = 'trail' | 'key' | 'policy' | 'bucket' | 'identity' | 'organization';
/**
 * Actions by what they change, by service. After CIS AWS Foundations 4.4, 4.5, 4.7 to 4.9, 4.15 and what rules beyond it
 * look at. KMS's `CreateGrant` is not among them: AWS's services make it all day for who uses an encrypted volume.
 */
export const IMPORTANT_ACTIONS: Readonly<Record<ImportantChangeKind, Actions>> = {
  trail: {
    'cloudtrail.amazonaws.com': [
      'CreateTrail',
      'UpdateTrail',
      'DeleteTrail',
      'StartLogging',
      'StopLogging',
      'PutEventSelectors',
      'PutInsightSelectors',
      'DeleteEventDataStore',
    ],
    'config.amazonaws.com': [
      'StopConfigurationRecorder',
      'DeleteConfigurationRecorder',
      'PutConfigurationRecorder',
      'DeleteDeliveryChannel',
      'PutDeliveryChannel',
    ],
    'guardduty.amazonaws.com': ['DeleteDetector', 'UpdateDetector', 'CreateIPSet', 'StopMonitoringMembers'],
    'securityhub.amazonaws.com': ['DisableSecurityHub', 'BatchDisableStandards'],
    'ec2.amazonaws.com': ['DeleteFlowLogs'],
    'logs.amazonaws.com': ['DeleteLogGroup', 'DeleteLogStream'],
    'monitoring.amazonaws.com': ['DeleteAlarms', 'DisableAlarmActions'],
  },
  key: {
    'iam.amazonaws.com': ['CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey'],
    'kms.amazonaws.com': [
      'CreateKey',
      'DisableKey',
      'ScheduleKeyDeletion',
      'CancelKeyDeletion',
      'PutKeyPolicy',
    ],
  },
  policy: {
    'iam.amazonaws.com': [
      'CreatePolicy',
      'DeletePolicy',
      'CreatePolicyVersion',
      'DeletePolicyVersion',
      'SetDefaultPolicyVersion',
      'AttachUserPolicy',
      'AttachRolePolicy',
      'AttachGroupPolicy',
      'DetachUserPolicy',
      'DetachRolePolicy',
      'DetachGroupPolicy',
      'PutUserPolicy',
      'PutRolePolicy',
      'PutGroupPolicy',
      'DeleteUserPolicy',
      'DeleteRolePolicy',
      'DeleteGroupPolicy',
      'PutUserPermissionsBoundary',
      'PutRolePermissionsBoundary',
      'DeleteUserPermissionsBoundary',
      'DeleteRolePermissionsBoundary',
      'UpdateAssumeRolePolicy',
      'AddUserToGroup',
      'AddRoleToInstanceProfile',
    ],
    // IAM Identity Center
    'sso.amazonaws.com': [
      'CreateAccountAssignment',
      'DeleteAccountAssignment',
      'CreatePermissionSet',
      'DeletePermissionSet',
      'AttachManagedPolicyToPermissionSet',
      'DetachManagedPolicyFromPermissionSet',
      'AttachCustomerManagedPolicyReferenceToPermissionSet',
      'DetachCustomerManagedPolicyReferenceFromPermissionSet',
      'PutInlinePolicyToPermissionSet',
      'DeleteInlinePolicyFromPermissionSet',
      'PutPermissionsBoundaryToPermissionSet',
      'DeletePermissionsBoundaryFromPermissionSet',
    ],
  },
  bucket: {
    's3.amazonaws.com': [
      'DeleteBucket',
      'PutBucketAcl',
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketCors',
      'DeleteBucketCors',
      'PutBucketLifecycle',
      'DeleteBucketLifecycle',
      'PutBucketReplication',
      'DeleteBucketReplication',
      'PutBucketVersioning',
      'DeleteBucketEncryption',
      'PutBucketPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'PutAccountPublicAccessBlock',
      'DeleteAccountPublicAccessBlock',
    ],
  },
  identity: {
    'iam.amazonaws.com': [
      'CreateUser',
      'DeleteUser',
      'CreateRole',
      'DeleteRole',
      'CreateLoginProfile',
      'UpdateLoginProfile',
      'DeactivateMFADevice',
      'DeleteVirtualMFADevice',
      'CreateSAMLProvider',
      'UpdateSAMLProvider',
      'DeleteSAMLProvider',
      'CreateOpenIDConnectProvider',
    ],
  },
  organization: {
    'organizations.amazonaws.com': [
      'AcceptHandshake',
      'AttachPolicy',
      'CancelHandshake',
      'CreateAccount',
      'CreateOrganization',
      'CreateOrganizationalUnit',
      'CreatePolicy',
      'DeclineHandshake',
      'DeleteOrganization',
      'DeleteOrganizationalUnit',
      'DeletePolicy',
      'DetachPolicy',
      'DisablePolicyType',
      'EnablePolicyType',
      'InviteAccountToOrganization',
      'LeaveOrganization',
      'MoveAccount',
      'RemoveAccountFromOrganization',
      'UpdateOrganizationalUnit',
      'UpdatePolicy',
    ],
  },
};

/** Take evidence or protection away, whatever their parameters. */
export const GRAVE_ACTIONS: Actions = {
  'cloudtrail.amazonaws.com': ['DeleteTrail', 'StopLogging', 'DeleteEventDataStore'],
  'config.amazonaws.com': [
    'StopConfigurationRecorder',
    'DeleteConfigurationRecorder',
    'DeleteDeliveryChannel',
  ],
  'guardduty.amazonaws.com': ['DeleteDetector', 'StopMonitoringMembers'],
  'securityhub.amazonaws.com': ['DisableSecurityHub'],
  'ec2.amazonaws.com': ['DeleteFlowLogs'],
  'kms.amazonaws.com': ['DisableKey', 'ScheduleKeyDeletion'],
  's3.amazonaws.com': ['DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock'],
  'iam.amazonaws.com': [
    'DeactivateMFADevice',
    'DeleteVirtualMFADevice',
    'DeleteUserPermissionsBoundary',
    'DeleteRolePermissionsBoundary',
  ],
  'sso.amazonaws.com': ['DeletePermissionsBoundaryFromPermissionSet'],
  'organizations.amazonaws.com': ['DeleteOrganization', 'DisablePolicyType', 'LeaveOrganization'],
};
/** Carry the text of a policy in their request. */
export const POLICY_ACTIONS: Actions = {
  'iam.amazonaws.com': [
    'CreatePolicy',
    'CreatePolicyVersion',
    'CreateRole',
    'PutUserPolicy',
    'PutRolePolicy',
    'PutGroupPolicy',
    'UpdateAssumeRolePolicy',
  ],
  'kms.amazonaws.com': ['CreateKey', 'PutKeyPolicy'],
  's3.amazonaws.com': ['PutBucketPolicy'],
  'sso.amazonaws.com': ['PutInlinePolicyToPermissionSet'],
};
/** Give a managed policy to somebody; the parameter that names it is one of `POLICY_GIVEN`. */
export const GIVING_ACTIONS: Actions = {
  'iam.amazonaws.com': ['AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy'],
  'sso.amazonaws.com': ['AttachManagedPolicyToPermissionSet'],
};
export const POLICY_GIVEN = ['policyArn', 'managedPolicyArn'] as const;
/** AWS's own policy of all rights, in each partition. */
export const ALL_RIGHTS_POLICIES: readonly string[] = PARTITION_NAMES.map(
  (partition) => `arn:${partition}:iam::aws:policy/AdministratorAccess`,
);
/** Canned ACLs, and the groups that a list of grants names, which let everybody in, or everybody with some AWS account. */
export const PUBLIC_ACLS: readonly string[] = ['public-read', 'public-read-write', 'authenticated-read'];
export const PUBLIC_GRANTEES: readonly string[] = [
  'http://acs.amazonaws.com/groups/global/AllUsers',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
];
export const NETWORK_KINDS = Object.keys(NETWORK_ACTIONS) as readonly NetworkChangeKind[];
export const IMPORTANT_KINDS = Object.keys(IMPORTANT_ACTIONS) as readonly ImportantChangeKind[];

export const INSTANCE_ACTIONS = [
  'RunInstances',
  'StartInstances',
  'StopInstances',
  'RebootInstances',
  'TerminateInstances',
] as const;
export type InstanceAction = (typeof INSTANCE_ACTIONS)[number];

export const INSTANCE_CHANGES: Clause = {
  bool: {
    filter: [
      { term: { 'event.provider': 'ec2.amazonaws.com' } },
      { terms: { 'event.action': [...INSTANCE_ACTIONS] } },
    ],
  },
};

/** Changes of the network: of one kind, or of any. */
export function networkChangesOf(...kinds: readonly NetworkChangeKind[]): Clause {
  return {
    bool: {
      filter: [
        { term: { 'event.provider': 'ec2.amazonaws.com' } },
        { terms: { 'event.action': kinds.flatMap((kind) => NETWORK_ACTIONS[kind]) } },
      ],
    },
  };
}

/** Changes that matter, of one kind or of any. The provider counts, too: other services have a `DeletePolicy` of their own. */
export function importantChangesOf(...kinds: readonly ImportantChangeKind[]): Clause {
  return anyOf(...kinds.flatMap((kind) => callsOf(IMPORTANT_ACTIONS[kind])));
}

const REQUEST_WORDS = 'aws.cloudtrail.request_parameters.text';
const REQUEST = 'aws.cloudtrail.flattened.request_parameters';
const MODIFIED_RULE = `${REQUEST}.ModifySecurityGroupRulesRequest.SecurityGroupRule.SecurityGroupRule`;

function action(...names: readonly string[]): Clause {
  return { terms: { 'event.action': [...names] } };
}
/** One clause a service. */
function callsOf(actions: Actions): Clause[] {
  return Object.entries(actions).map(([provider, names]) => ({
    bool: { filter: [{ term: { 'event.provider': provider } }, action(...names)] },
  }));
}
/**
 * A leaf of the flattened form is one of `values`, or `key=value` stands in the text where only that is kept: as a phrase
 * of its words, since a wildcard would read every text there is.
 */
function asks(path: string, key: string, ...values: readonly string[]): Clause {
  return anyOf(
    { terms: { [path]: [...values] } },
    {
      bool: {
        filter: [anyOf(...values.map((value) => ({ match_phrase: { [REQUEST_WORDS]: `${key}=${value}` } })))],
        must_not: [{ exists: { field: REQUEST } }],
      },
    },
  );
}

/** The same as `is_open_to_world` of a row, as Elasticsearch finds it; a test holds the two together. */
export const OPENED_TO_WORLD: Clause = {
  bool: {
    filter: [
      SUCCEEDED,
      anyOf(
        {
          bool: {
            filter: [
              action('AuthorizeSecurityGroupIngress'),
              anyOf(
                asks(`${REQUEST}.ipPermissions.items.ipRanges.items.cidrIp`, 'cidrIp', '0.0.0.0/0'),
                asks(`${REQUEST}.ipPermissions.items.ipv6Ranges.items.cidrIpv6`, 'cidrIpv6', '::/0'),
                { term: { [`${REQUEST}.cidrIp`]: '0.0.0.0/0' } },
              ),
            ],
          },
        },
        {
          bool: {
            filter: [
              action('ModifySecurityGroupRules'),
              anyOf(
                asks(`${MODIFIED_RULE}.CidrIpv4`, 'CidrIpv4', '0.0.0.0/0'),
                asks(`${MODIFIED_RULE}.CidrIpv6`, 'CidrIpv6', '::/0'),
              ),
            ],
          },
        },
        {
          bool: {
            filter: [
              action('CreateNetworkAclEntry', 'ReplaceNetworkAclEntry'),
              asks(`${REQUEST}.egress`, 'egress', 'false'),
              asks(`${REQUEST}.ruleAction`, 'ruleAction', 'allow'),
              anyOf(
                asks(`${REQUEST}.cidrBlock`, 'cidrBlock', '0.0.0.0/0'),
                asks(`${REQUEST}.ipv6CidrBlock`, 'ipv6CidrBlock', '::/0'),
              ),
            ],
          },
        },
      ),
    ],
  },
};

/** Policies that were set. */
export const POLICIES_SET: Clause = { bool: { filter: [SUCCEEDED, anyOf(...callsOf(POLICY_ACTIONS))] } };

/**
 * The same as a row's `is_grave`, as Elasticsearch finds it; a test holds the two together. What the text of a policy
 * allows is not in it: neither form of the request is indexed so that the statements could be told apart.
 */
export const GRAVE_CHANGES: Clause = {
  bool: {
    filter: [
      SUCCEEDED,
      anyOf(
        ...callsOf(GRAVE_ACTIONS),
        {
          bool: {
            filter: [
              anyOf(...callsOf(GIVING_ACTIONS)),
              anyOf(...POLICY_GIVEN.map((key) => asks(`${REQUEST}.${key}`, key, ...ALL_RIGHTS_POLICIES))),
            ],
          },
        },
        {
          bool: {
            filter: [
              ...callsOf({ 's3.amazonaws.com': ['PutBucketAcl'] }),
              anyOf(
                asks(`${REQUEST}.x-amz-acl`, 'x-amz-acl', ...PUBLIC_ACLS),
                asks(
                  `${REQUEST}.AccessControlPolicy.AccessControlList.Grant.Grantee.URI`,
                  'URI',
                  ...PUBLIC_GRANTEES,
                ),
              ),
            ],
          },
        },
      ),
    ],
  },
};
