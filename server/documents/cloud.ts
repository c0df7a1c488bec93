/** Whose account, where, and which service of AWS: ECS `cloud.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import { memberOf, objectOf, textMember } from './json_members';

const SERVICE_SUFFIX = '.amazonaws.com';
const WRITE = { region: textMember('region'), id: textMember('id'), name: textMember('name') };

/** The account is the caller's, else the one that CloudTrail delivered to, else that of the object's key. */
export function cloudJson(record: JsonObject, keyAccountId: string, isPlain: boolean): string {
  const provider = textAt(record['eventSource']);
  const caller = textAt(objectAt(record['userIdentity'])['accountId']);
  const account = caller ?? textAt(record['recipientAccountId']) ?? keyAccountId;
  const service = provider?.endsWith(SERVICE_SUFFIX) ? provider.slice(0, -SERVICE_SUFFIX.length) : undefined;
  return (
    '{"provider":"aws"' +
    WRITE.region(textAt(record['awsRegion']), isPlain) +
    memberOf('account', objectOf(WRITE.id(account, isPlain))) +
    memberOf('service', objectOf(WRITE.name(service, isPlain))) +
    '}'
  );
}
