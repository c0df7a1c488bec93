/** ECS `related.*`: every user, address and host that an event names, in one place each, to pivot by. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, objectAt } from '../cloudtrail/record';
import type { IamTargets } from './iam_targets';
import type { Identity } from './identity';
import { member, objectOf } from './json_members';
import { distinctTexts } from './present';
import type { Resource } from './resources';
import type { SourceFields } from './source_address';
import { ipOf } from './source_address';

const AWS_HOST = '.amazonaws.com';
const INSTANCE_ARN = ':instance/';
const INSTANCE_ID_PREFIX = 'i-';
const SHORTEST_INSTANCE_ID = 10;

/** What of the document is already known. */
export interface Known {
  readonly identity: Identity;
  readonly targets: IamTargets;
  readonly source: SourceFields;
  readonly serverName: string | undefined;
  readonly resources: readonly Resource[] | undefined;
  readonly entities: readonly string[] | undefined;
}

/** Its JSON; undefined where an event names none. */
export function relatedJson(record: JsonObject, known: Known): string | undefined {
  return objectOf(
    usersOf(known),
    addressesOf(record, known),
    member('hosts', distinctTexts([...hostNames(record, known), ...instanceIds(record, known.resources)])),
    member('entity', known.entities),
  );
}

function usersOf({ identity: { names, json }, targets: { user, changes } }: Known): string {
  if (user === undefined && changes === undefined) return json.relatedUsers;
  return member('user', distinctTexts([user?.name, changes?.name, user?.id, ...(names ?? [])]));
}

function addressesOf(record: JsonObject, { source: { source, json } }: Known): string {
  const ofEvent = ipOf(objectAt(record['serviceEventDetails'])['sourceIpAddress']);
  return ofEvent === undefined ? json.relatedIp : member('ip', distinctTexts([source?.ip, ofEvent]));
}

function hostNames(record: JsonObject, { source: { source }, serverName }: Known): readonly unknown[] {
  const address = source?.address;
  const isHost = source?.ip === undefined && address?.includes('.') === true && !address.includes(' ');
  return [
    isOfAws(serverName) ? undefined : serverName,
    isHost && !isOfAws(address) ? address : undefined,
    objectAt(record['requestParameters'])['computerName'],
  ];
}

function isOfAws(host: string | undefined): boolean {
  return host?.endsWith(AWS_HOST) ?? false;
}

function instanceIds(record: JsonObject, resources: readonly Resource[] | undefined): readonly string[] {
  const ids: unknown[] = [];
  for (const { arn } of resources ?? []) ids.push(arn?.split(INSTANCE_ARN)[1]);
  addNamedInstances(ids, record['requestParameters']);
  addNamedInstances(ids, record['responseElements']);
  return ids.filter(isInstanceId);
}

/** Where calls of EC2 and Systems Manager name instances. */
function addNamedInstances(ids: unknown[], part: unknown): void {
  if (!isObject(part)) return;
  ids.push(part['instanceId'], part['target'], part['resourceId']);
  const listed = part['instanceIds'];
  if (Array.isArray(listed)) for (const id of listed) ids.push(id);
  const items = objectAt(part['instancesSet'])['items'];
  if (Array.isArray(items)) for (const item of items) ids.push(objectAt(item)['instanceId']);
}

function isInstanceId(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length >= SHORTEST_INSTANCE_ID && value.startsWith(INSTANCE_ID_PREFIX)
  );
}
