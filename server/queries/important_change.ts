/** Calls that change who may do what, or what is recorded of it: what they were about. Pure. */
import type { ImportantChangeKind } from '../../common/panels';
import type { JsonObject } from '../cloudtrail/record';
import { firstOf, textOf } from './object_path';

/** Actions by what they change, by service. After CIS AWS Foundations 4.4, 4.5, 4.7 to 4.9 and what rules beyond it look at. */
export const IMPORTANT_ACTIONS: Readonly<
  Record<ImportantChangeKind, Readonly<Record<string, readonly string[]>>>
> = {
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
      'UpdateAssumeRolePolicy',
      'AddUserToGroup',
      'AddRoleToInstanceProfile',
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
};
export const IMPORTANT_KINDS = Object.keys(IMPORTANT_ACTIONS) as readonly ImportantChangeKind[];

/** Take evidence or protection away, whatever their parameters. */
const GRAVE = new Set([
  'DeleteTrail',
  'StopLogging',
  'DeleteEventDataStore',
  'StopConfigurationRecorder',
  'DeleteConfigurationRecorder',
  'DeleteDeliveryChannel',
  'DeleteDetector',
  'StopMonitoringMembers',
  'DisableSecurityHub',
  'DeleteFlowLogs',
  'DisableKey',
  'ScheduleKeyDeletion',
  'DeleteBucketPublicAccessBlock',
  'DeactivateMFADevice',
  'DeleteVirtualMFADevice',
]);
const ALL_RIGHTS = /:policy\/AdministratorAccess$/;
const PUBLIC_ACL = /^public-read(-write)?$/;

export interface ImportantFacts {
  readonly target: string;
  readonly detail: string;
  readonly isGrave: boolean;
}

/** Undefined for an event that is none of `IMPORTANT_ACTIONS`. */
export function importantChangeKind(provider: string, action: string): ImportantChangeKind | undefined {
  return IMPORTANT_KINDS.find((kind) => IMPORTANT_ACTIONS[kind][provider]?.includes(action));
}

/** Reads requestParameters and responseElements, in their flattened form or read back from their text. Never throws. */
export function importantFacts(action: string, request: JsonObject, response: JsonObject): ImportantFacts {
  const said = (key: string) => textOf(request, key);
  const target = shortName(
    firstOf(
      said('userName'),
      said('roleName'),
      said('groupName'),
      said('instanceProfileName'),
      said('bucketName'),
      textOf(response, 'accessKey', 'userName'),
      said('trailName'),
      said('name'),
      said('keyId'),
      textOf(response, 'keyMetadata', 'keyId'),
      said('policyArn'),
      said('policyName'),
      said('detectorId'),
      said('configurationRecorderName'),
      textOf(request, 'configurationRecorder', 'name'),
      said('deliveryChannelName'),
      said('logGroupName'),
      said('serialNumber'),
      said('sAMLProviderArn'),
      said('url'),
    ),
  );
  const policy = firstOf(said('policyArn'), said('policyName'));
  const document = firstOf(said('policyDocument'), said('bucketPolicy'), said('policy'));
  const details = [
    shortName(policy),
    said('accessKeyId'),
    textOf(response, 'accessKey', 'accessKeyId'),
    said('status'),
    textOf(request, 'VersioningConfiguration', 'Status'),
    said('x-amz-acl'),
    said('versionId'),
    said('pendingWindowInDays') && `${said('pendingWindowInDays')} d`,
    allowsAll(document) ? 'Allow * on *' : '',
  ].filter((part) => part !== '' && part !== target);
  return {
    target,
    detail: [...new Set(details)].join(', '),
    isGrave:
      GRAVE.has(action) ||
      (action.startsWith('Attach') && ALL_RIGHTS.test(policy)) ||
      (/^(Put|Create).*Policy/.test(action) && allowsAll(document)) ||
      PUBLIC_ACL.test(said('x-amz-acl')),
  };
}

/** The last part of an ARN's resource; anything else as it is. */
function shortName(text: string): string {
  return text.startsWith('arn:') ? (text.split(/[/:]/).at(-1) ?? text) : text;
}

/** Whether an identity's policy, as JSON text, allows every action on every resource. */
function allowsAll(document: string): boolean {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    return false;
  }
  const found = (parsed as { readonly Statement?: unknown } | null)?.Statement;
  const statements = Array.isArray(found) ? found : [found];
  return statements.some((statement: unknown) => {
    const { Effect, Action, Resource } = (statement ?? {}) as Readonly<Record<string, unknown>>;
    return Effect === 'Allow' && holdsStar(Action) && holdsStar(Resource);
  });
}

function holdsStar(value: unknown): boolean {
  return value === '*' || (Array.isArray(value) && value.includes('*'));
}
