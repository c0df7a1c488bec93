/** Whose account, where, and which service of AWS: ECS `cloud.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import type { TextMember } from './json_members';
import { memberOf, objectOf } from './json_members';

const SERVICE_SUFFIX = '.amazonaws.com';

/** The account is the caller's, else the one that CloudTrail delivered to, else that of the object's key. */
export function cloudJson(record: JsonObject, keyAccountId: string, textMember: TextMember): string {
  const provider = textAt(record['eventSource']);
  const caller = textAt(objectAt(record['userIdentity'])['accountId']);
  const account = caller ?? textAt(record['recipientAccountId']) ?? keyAccountId;
  const service = provider?.endsWith(SERVICE_SUFFIX)
    ? objectOf(textMember('name', provider.slice(0, -SERVICE_SUFFIX.length)))
    : undefined;
  const region = textMember('region', textAt(record['awsRegion']));
  return `{"provider":"aws"${region}${memberOf('account', objectOf(textMember('id', account)))}${memberOf('service', service)}}`;
}
