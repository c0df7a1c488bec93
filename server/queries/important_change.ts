/** Calls that change who may do what, or what is recorded of it: what they were about. Pure. */
import {
  ALL_RIGHTS_POLICIES,
  GIVING_ACTIONS,
  GRAVE_ACTIONS,
  IMPORTANT_ACTIONS,
  IMPORTANT_KINDS,
  POLICY_ACTIONS,
  POLICY_GIVEN,
  PUBLIC_ACLS,
  PUBLIC_GRANTEES,
  type ImportantChangeKind,
} from '../../common/event_kinds';
import type { PolicyAllows } from '../../common/panels';
import type { JsonObject } from '../cloudtrail/record';
import { firstOf, objectsOf, textOf } from './object_path';
import { policyAllows } from './policy_allows';

export interface ImportantFacts {
  readonly target: string;
  readonly detail: string;
  /** Until a key is deleted. */
  readonly daysLeft: number | null;
  readonly allows: readonly PolicyAllows[];
  readonly isGrave: boolean;
}

/** Undefined for an event that is none of `IMPORTANT_ACTIONS`. */
export function importantChangeKind(provider: string, action: string): ImportantChangeKind | undefined {
  return IMPORTANT_KINDS.find((kind) => IMPORTANT_ACTIONS[kind][provider]?.includes(action));
}

/** Reads requestParameters and responseElements, in their flattened form or read back from their text. Never throws. */
export function importantFacts(
  provider: string,
  action: string,
  request: JsonObject,
  response: JsonObject,
): ImportantFacts {
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
      // of an organization and of Identity Center
      said('targetId'),
      said('accountId'),
      said('accountName'),
      said('policyId'),
      said('permissionSetArn'),
      said('organizationalUnitId'),
      said('rootId'),
      said('handshakeId'),
      textOf(request, 'target', 'id'),
    ),
  );
  const details = [
    ...[
      'policyArn',
      'policyName',
      'managedPolicyArn',
      'policyId',
      'permissionsBoundary',
      'permissionSetArn',
    ].map((key) => shortName(said(key))),
    said('principalId'),
    said('accessKeyId'),
    textOf(response, 'accessKey', 'accessKeyId'),
    said('status'),
    textOf(request, 'VersioningConfiguration', 'Status'),
    said('x-amz-acl'),
    said('versionId'),
  ].filter((part) => part !== '' && part !== target);
  const days = said('pendingWindowInDays');
  const isOneOf = (actions: Readonly<Record<string, readonly string[]>>) =>
    actions[provider]?.includes(action) === true;
  const allows = isOneOf(POLICY_ACTIONS) ? policyAllows(request) : [];
  return {
    target,
    detail: [...new Set(details)].join(', '),
    daysLeft: days === '' ? null : Number(days),
    allows,
    isGrave:
      allows.length > 0 ||
      isOneOf(GRAVE_ACTIONS) ||
      (isOneOf(GIVING_ACTIONS) && POLICY_GIVEN.some((key) => ALL_RIGHTS_POLICIES.includes(said(key)))) ||
      (action === 'PutBucketAcl' && isPublicAcl(request)),
  };
}

function isPublicAcl(request: JsonObject): boolean {
  const grants = objectsOf(request, 'AccessControlPolicy', 'AccessControlList', 'Grant');
  return (
    PUBLIC_ACLS.includes(textOf(request, 'x-amz-acl')) ||
    grants.some((grant) => PUBLIC_GRANTEES.includes(textOf(grant, 'Grantee', 'URI')))
  );
}

/** The last part of an ARN's resource; anything else as it is. */
function shortName(text: string): string {
  return text.startsWith('arn:') ? (text.split(/[/:]/).at(-1) ?? text) : text;
}
