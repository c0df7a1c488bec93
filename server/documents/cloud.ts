/** Whose account, where, and which service of AWS: ECS `cloud.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';

const SERVICE_SUFFIX = '.amazonaws.com';

/** The account is the caller's, else the one that CloudTrail delivered to, else that of the object's key. */
export function cloudOf(record: JsonObject, keyAccountId: string): JsonObject {
  const provider = textAt(record['eventSource']);
  const caller = textAt(objectAt(record['userIdentity'])['accountId']);
  return {
    provider: 'aws',
    region: textAt(record['awsRegion']),
    account: { id: caller ?? textAt(record['recipientAccountId']) ?? keyAccountId },
    service: provider?.endsWith(SERVICE_SUFFIX)
      ? { name: provider.slice(0, -SERVICE_SUFFIX.length) }
      : undefined,
  };
}
