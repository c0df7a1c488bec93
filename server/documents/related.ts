/** ECS `related.*`: every user, address and host that an event names, in one place each, to pivot by. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, objectAt, textAt } from '../cloudtrail/record';
import type { IamTargets } from './iam_targets';
import { distinctTexts, somePresent } from './present';
import type { Principal } from './principal';
import type { Resource } from './resources';
import type { Source } from './source_address';
import { ipOf } from './source_address';
import type { User } from './user';

const AWS_HOST = '.amazonaws.com';
const INSTANCE_ARN = ':instance/';
const INSTANCE_ID_PREFIX = 'i-';
const SHORTEST_INSTANCE_ID = 10;

/** What of the document is already known. */
export interface Known {
  readonly principal: Principal;
  readonly user: User | undefined;
  readonly targets: IamTargets;
  readonly source: Source | undefined;
  readonly serverName: string | undefined;
  readonly resources: readonly Resource[] | undefined;
}

/** Undefined where an event names none. */
export function relatedOf(record: JsonObject, known: Known): JsonObject | undefined {
  const eventDetails = objectAt(record['serviceEventDetails']);
  return somePresent({
    user: distinctTexts(usersOf(known)),
    ip: distinctTexts([known.source?.ip, ipOf(eventDetails['sourceIpAddress'])]),
    hosts: distinctTexts([...hostNames(record, known), ...instanceIds(record, known.resources)]),
  });
}

function usersOf({ principal, user, targets }: Known): readonly (string | undefined)[] {
  const { sessionName, onBehalfOf } = principal;
  const at = sessionName?.indexOf('@') ?? -1;
  return [
    targets.user?.name,
    targets.changes?.name,
    targets.user?.id,
    sessionName,
    at < 0 ? undefined : sessionName?.slice(0, at),
    user?.id,
    user?.name,
    onBehalfOf,
  ];
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
  const ofResources = (resources ?? []).map(({ arn }) => arn?.split(INSTANCE_ARN)[1]);
  const ofCall = [record['requestParameters'], record['responseElements']].flatMap(namedInstances);
  return [...ofResources, ...ofCall].filter(isInstanceId);
}

/** Where calls of EC2 and Systems Manager name instances. */
function namedInstances(part: unknown): readonly unknown[] {
  if (!isObject(part)) return [];
  const { instanceId, target, resourceId, instanceIds: listed, instancesSet } = part;
  return [
    instanceId,
    target,
    resourceId,
    ...listAt(listed),
    ...listAt(objectAt(instancesSet)['items']).map((item) => objectAt(item)['instanceId']),
  ];
}

function listAt(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isInstanceId(value: unknown): value is string {
  const text = textAt(value);
  return text !== undefined && text.length >= SHORTEST_INSTANCE_ID && text.startsWith(INSTANCE_ID_PREFIX);
}
