/** What CloudTrail says that ECS has no name for, under the names of Elastic's integration: `aws.cloudtrail.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { booleanAt, objectAt, textAt } from '../cloudtrail/record';
import { consoleLoginOf } from './console_login';
import type { FreeFormFields } from './free_form_fields';
import type { TextMember } from './json_members';
import { member, memberOf, membersOf, objectOf } from './json_members';
import { distinctTexts, somePresent } from './present';
import { rememberedJson } from './remembered';
import type { Resource } from './resources';

/** Parts that are read elsewhere. */
export interface ReadParts {
  readonly resources: readonly Resource[] | undefined;
  readonly userIdentity: JsonObject | undefined;
  readonly tlsDetails: JsonObject | undefined;
  readonly freeForms: FreeFormFields;
  readonly textMember: TextMember;
}

/** Their JSON; undefined where the record says none of them. */
export function cloudtrailJson(record: JsonObject, parts: ReadParts): string | undefined {
  const { userIdentity, tlsDetails, freeForms } = parts;
  return objectOf(
    ...plainMembers(record, parts.textMember),
    member('addendum', addendumOf(record)),
    member('resources', parts.resources),
    memberOf('user_identity', userIdentity && rememberedJson(userIdentity)),
    member('console_login', consoleLoginOf(record)),
    memberOf('tls_details', tlsDetails && rememberedJson(tlsDetails)),
    membersOf(JSON.stringify(freeForms.strings)),
    member('flattened', somePresent(freeForms.flattened)),
  );
}

/** One by one: as an object for JSON.stringify, with some twenty fields that are mostly absent, it takes twice as long. */
function plainMembers(record: JsonObject, textMember: TextMember): readonly string[] {
  return [
    textMember('event_version', textAt(record['eventVersion'])),
    textMember('event_category', textAt(record['eventCategory'])),
    textMember('event_type', textAt(record['eventType'])),
    textMember('request_id', textAt(record['requestID'])),
    textMember('api_version', textAt(record['apiVersion'])),
    textMember('management_event', textAt(record['managementEvent'])),
    member('read_only', booleanAt(record['readOnly'])),
    textMember('recipient_account_id', textAt(record['recipientAccountId'])),
    textMember('shared_event_id', textAt(record['sharedEventID']) ?? textAt(record['sharedEventId'])),
    textMember('vpc_endpoint_id', textAt(record['vpcEndpointId'])),
    textMember('vpc_endpoint_account_id', textAt(record['vpcEndpointAccountId'])),
    textMember('error_code', textAt(record['errorCode'])),
    textMember('error_message', textAt(record['errorMessage'])),
    textMember('session_credential_from_console', textAt(record['sessionCredentialFromConsole'])),
  ];
}

/** Why CloudTrail delivered an event late or once more, and which one it corrects. */
function addendumOf(record: JsonObject): JsonObject | undefined {
  const addendum = objectAt(record['addendum']);
  const updated = addendum['updatedFields'];
  return somePresent({
    reason: textAt(addendum['reason']),
    updated_fields: Array.isArray(updated) ? distinctTexts(updated) : textAt(updated),
    original_request_id: textAt(addendum['originalRequestID']),
    original_event_id: textAt(addendum['originalEventID']),
  });
}
