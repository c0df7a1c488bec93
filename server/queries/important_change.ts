/** Calls that change who may do what, or what is recorded of it: what they were about. Pure. */
import { IMPORTANT_ACTIONS, IMPORTANT_KINDS, type ImportantChangeKind } from '../../common/event_kinds';
import type { JsonObject } from '../cloudtrail/record';
import { firstOf, textOf } from './object_path';

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
