/** ECS `related.*`: every user, address and host that an event names, in one place each, to pivot by. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, objectAt } from '../cloudtrail/record';
import type { IamTargets } from './iam_targets';
import type { Identity } from './identity';
import { member, memberOf, objectOf } from './json_members';
import { distinctTexts } from './present';
import { rememberedJson } from './remembered';
import type { Resource } from './resources';
import type { Source } from './source_address';
import { ipOf } from './source_address';

const AWS_HOST = '.amazonaws.com';
const INSTANCE_ARN = ':instance/';
const INSTANCE_ID_PREFIX = 'i-';
const SHORTEST_INSTANCE_ID = 10;

/** What of the document is already known. */
export interface Known {
  readonly identity: Identity;
  readonly targets: IamTargets;
  readonly source: Source | undefined;
  readonly serverName: string | undefined;
  readonly resources: readonly Resource[] | undefined;
  readonly entities: readonly string[] | undefined;
}

/** Its JSON; undefined where an event names none. */
export function relatedJson(record: JsonObject, known: Known): string | undefined {
  const users = usersOf(known);
  return objectOf(
    memberOf('user', users && rememberedJson(users)),
    member('ip', addressesOf(record, known)),
    member('hosts', distinctTexts([...hostNames(record, known), ...instanceIds(record, known.resources)])),
    member('entity', known.entities),
  );
}

/** The same object for the same caller, most often. */
function usersOf({ identity: { names }, targets: { user, changes } }: Known): readonly string[] | undefined {
  if (user === undefined && changes === undefined) return names;
  return distinctTexts([user?.name, changes?.name, user?.id, ...(names ?? [])]);
}

function addressesOf(record: JsonObject, { source }: Known): readonly string[] | undefined {
  const ofEvent = ipOf(objectAt(record['serviceEventDetails'])['sourceIpAddress']);
  if (ofEvent === undefined) return source?.ip === undefined ? undefined : [source.ip];
  return distinctTexts([source?.ip, ofEvent]);
}

function hostNames(record: JsonObject, { source, serverName }: Known): readonly unknown[] {
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
