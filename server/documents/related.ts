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
    hostsOf(record, known),
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

function hostsOf(record: JsonObject, known: Known): string {
  const hosts: unknown[] = [];
  addHostNames(hosts, record, known);
  addInstances(hosts, record, known.resources);
  return hosts.length === 0 ? '' : member('hosts', distinctTexts(hosts));
}

function addHostNames(hosts: unknown[], record: JsonObject, { source: { source }, serverName }: Known): void {
  if (serverName !== undefined && !isOfAws(serverName)) hosts.push(serverName);
  const address = source?.address;
  const isHost = source?.ip === undefined && address?.includes('.') === true && !address.includes(' ');
  if (isHost && !isOfAws(address)) hosts.push(address);
  const name = objectAt(record['requestParameters'])['computerName'];
  if (name !== undefined) hosts.push(name);
}

function isOfAws(host: string | undefined): boolean {
  return host?.endsWith(AWS_HOST) ?? false;
}

function addInstances(
  hosts: unknown[],
  record: JsonObject,
  resources: readonly Resource[] | undefined,
): void {
  for (const { arn } of resources ?? []) addInstance(hosts, arn?.split(INSTANCE_ARN)[1]);
  addNamedInstances(hosts, record['requestParameters']);
  addNamedInstances(hosts, record['responseElements']);
}

/** Where calls of EC2 and Systems Manager name instances. */
function addNamedInstances(hosts: unknown[], part: unknown): void {
  if (!isObject(part)) return;
  addInstance(hosts, part['instanceId']);
  addInstance(hosts, part['target']);
  addInstance(hosts, part['resourceId']);
  const listed = part['instanceIds'];
  if (Array.isArray(listed)) for (const id of listed) addInstance(hosts, id);
  const items = objectAt(part['instancesSet'])['items'];
  if (Array.isArray(items)) for (const item of items) addInstance(hosts, objectAt(item)['instanceId']);
}

function addInstance(hosts: unknown[], id: unknown): void {
  if (typeof id === 'string' && id.length >= SHORTEST_INSTANCE_ID && id.startsWith(INSTANCE_ID_PREFIX))
    hosts.push(id);
}
