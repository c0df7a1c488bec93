/** What CloudTrail says that ECS has no name for, under the names of Elastic's integration: `aws.cloudtrail.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { booleanAt, objectAt, textAt } from '../cloudtrail/record';
import { consoleLoginOf } from './console_login';
import type { FreeFormFields } from './free_form_fields';
import { member, objectOf, textMember } from './json_members';
import { distinctTexts, somePresent } from './present';
import type { Resource } from './resources';

/** Parts that are read elsewhere. */
export interface ReadParts {
  readonly resources: readonly Resource[] | undefined;
  /** Members; empty where there are none. */
  readonly userIdentity: string;
  readonly tlsDetails: string;
  readonly freeForms: FreeFormFields;
  /** As `needsNoEscape` says of the record. */
  readonly isPlain: boolean;
}

/** Their JSON; undefined where the record says none of them. */
export function cloudtrailJson(record: JsonObject, parts: ReadParts): string | undefined {
  const { freeForms, isPlain } = parts;
  return objectOf(
    // nearly always there
    WRITE.event_version(textAt(record['eventVersion']), isPlain),
    plainMembers(record, isPlain),
    member('addendum', addendumOf(record)),
    member('resources', parts.resources),
    parts.userIdentity,
    member('console_login', consoleLoginOf(record)),
    parts.tlsDetails,
    stringForms(freeForms.strings, isPlain),
    member('flattened', somePresent(freeForms.flattened)),
  );
}

/** One by one: as an object for JSON.stringify, with some twenty fields that are mostly absent, it takes twice as long. */
function plainMembers(record: JsonObject, isPlain: boolean): string {
  return (
    WRITE.event_category(textAt(record['eventCategory']), isPlain) +
    WRITE.event_type(textAt(record['eventType']), isPlain) +
    WRITE.request_id(textAt(record['requestID']), isPlain) +
    WRITE.api_version(textAt(record['apiVersion']), isPlain) +
    WRITE.management_event(textAt(record['managementEvent']), isPlain) +
    member('read_only', booleanAt(record['readOnly'])) +
    WRITE.recipient_account_id(textAt(record['recipientAccountId']), isPlain) +
    WRITE.shared_event_id(textAt(record['sharedEventID']) ?? textAt(record['sharedEventId']), isPlain) +
    WRITE.vpc_endpoint_id(textAt(record['vpcEndpointId']), isPlain) +
    WRITE.vpc_endpoint_account_id(textAt(record['vpcEndpointAccountId']), isPlain) +
    WRITE.error_code(textAt(record['errorCode']), isPlain) +
    WRITE.error_message(textAt(record['errorMessage']), isPlain) +
    WRITE.session_credential_from_console(textAt(record['sessionCredentialFromConsole']), isPlain)
  );
}

/** Each under its own name. */
const WRITE = {
  event_version: textMember('event_version'),
  event_category: textMember('event_category'),
  event_type: textMember('event_type'),
  request_id: textMember('request_id'),
  api_version: textMember('api_version'),
  management_event: textMember('management_event'),
  recipient_account_id: textMember('recipient_account_id'),
  shared_event_id: textMember('shared_event_id'),
  vpc_endpoint_id: textMember('vpc_endpoint_id'),
  vpc_endpoint_account_id: textMember('vpc_endpoint_account_id'),
  error_code: textMember('error_code'),
  error_message: textMember('error_message'),
  session_credential_from_console: textMember('session_credential_from_console'),
  request_parameters: textMember('request_parameters'),
  response_elements: textMember('response_elements'),
  additional_eventdata: textMember('additional_eventdata'),
  service_event_details: textMember('service_event_details'),
};

function stringForms(strings: FreeFormFields['strings'], isPlain: boolean): string {
  return (
    WRITE.request_parameters(strings.request_parameters, isPlain) +
    WRITE.response_elements(strings.response_elements, isPlain) +
    WRITE.additional_eventdata(strings.additional_eventdata, isPlain) +
    WRITE.service_event_details(strings.service_event_details, isPlain)
  );
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
