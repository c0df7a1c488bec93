/** Fields of a record that keep their value under the names of Elastic's integration: `aws.cloudtrail.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { booleanAt, objectAt, textAt } from '../cloudtrail/record';
import { distinctTexts, somePresent } from './present';

/** One field for each line; undefined where the record does not say it. */
export function recordFields(record: JsonObject): JsonObject {
  return {
    event_version: textAt(record['eventVersion']),
    event_category: textAt(record['eventCategory']),
    event_type: textAt(record['eventType']),
    request_id: textAt(record['requestID']),
    api_version: textAt(record['apiVersion']),
    management_event: textAt(record['managementEvent']),
    read_only: booleanAt(record['readOnly']),
    recipient_account_id: textAt(record['recipientAccountId']),
    shared_event_id: textAt(record['sharedEventID']) ?? textAt(record['sharedEventId']),
    vpc_endpoint_id: textAt(record['vpcEndpointId']),
    vpc_endpoint_account_id: textAt(record['vpcEndpointAccountId']),
    error_code: textAt(record['errorCode']),
    error_message: textAt(record['errorMessage']),
    session_credential_from_console: textAt(record['sessionCredentialFromConsole']),
    addendum: addendumOf(record),
  };
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
