/** Who acted on what, as Elastic's integration tells it under its tag `actor_target_mapping`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import type { EntityKind } from './entity_kinds';
import { entityKindOf, instanceIdOf } from './entity_kinds';
import { mentionedIn, targetsOf } from './entity_places';
import { somePresent } from './present';
import type { Principal } from './principal';

interface Ids {
  readonly id: readonly string[];
}
interface OfEntity {
  readonly entity: Ids;
}

/** Parts of the document, to stand beside what else there is in `user`, `service` and `related`. */
export interface Entities {
  /** `actor` and `target`: the names that Elastic used first, for entities of all kinds. */
  readonly actor?: OfEntity;
  readonly target?: OfEntity;
  /** For `user.entity` and `user.target.entity`. */
  readonly user?: Ids;
  readonly userTarget?: Ids;
  /** For `service.entity` and `service.target`. */
  readonly service?: Ids;
  readonly serviceTarget?: OfEntity;
  readonly host?: JsonObject;
  readonly entity?: JsonObject;
  /** `related.entity`: actor, targets and whatever else the record names, sorted. */
  readonly related?: readonly string[];
}

/** Of a namespace that does not keep them. */
export const NO_ENTITIES: Entities = {};

/** Parts that would be empty are undefined. Never throws. */
export function entitiesOf(record: JsonObject, principal: Principal): Entities {
  const action = textAt(record['eventName']);
  const actorId = actorIdOf(principal, action);
  const actors = actorId === undefined ? NONE : { ...NONE, ...actorByKind(actorId, principal) };
  const targets = targetsOf(record, action);
  const byKind = targetsByKind(targets);
  const targetHostIds = new Set(byKind.host.flatMap((host) => instanceIdOf(host) ?? []));
  return {
    actor: ofEntity(actorId === undefined ? [] : [actorId]),
    target: ofEntity([...targets].sort()),
    user: ids(actors.user),
    userTarget: ids(byKind.user),
    service: ids(actors.service),
    serviceTarget: ofEntity(byKind.service),
    host: somePresent({
      entity: ids(actors.host),
      target: somePresent({ entity: ids(byKind.host), id: ids([...targetHostIds])?.id }),
    }),
    entity: somePresent({ id: ids(actors.other)?.id, target: ids(byKind.other) }),
    related: relatedTo(record, principal, targets),
  };
}

type IdsByKind = Readonly<Record<EntityKind, readonly string[]>>;
const NONE: IdsByKind = { user: [], host: [], service: [], other: [] };

/** A service has no ARN: the only thing known of it is who it assumes a role for. */
function actorIdOf(principal: Principal, action: string | undefined): string | undefined {
  const { type, arn, issuerArn, invokedBy, onBehalfOf } = principal;
  if (action === 'AssumeRole' && type === 'AWSService') return invokedBy;
  if (action === 'AssumeRole' && type === 'AssumedRole') return issuerArn;
  return arn ?? onBehalfOf;
}

const USER_TYPES: ReadonlySet<string | undefined> = new Set(['IAMUser', 'Root', 'AssumedRole']);

function actorByKind(id: string, { type, isService, issuerArn }: Principal): Partial<IdsByKind> {
  if (isService) return { service: [id] };
  // all sessions of a role are one
  if (USER_TYPES.has(type)) return { user: [type === 'AssumedRole' ? (issuerArn ?? id) : id] };
  return { [entityKindOf(id)]: [id] };
}

function targetsByKind(targets: ReadonlySet<string>): IdsByKind {
  const byKind: Record<EntityKind, string[]> = { user: [], host: [], service: [], other: [] };
  for (const target of [...targets].sort()) byKind[entityKindOf(target)].push(target);
  return byKind;
}

function relatedTo(
  record: JsonObject,
  { arn, userName, issuerArn, issuerName }: Principal,
  targets: ReadonlySet<string>,
): readonly string[] | undefined {
  const related = new Set([...targets, ...mentionedIn(record)]);
  const accessKey = textAt(objectAt(record['userIdentity'])['accessKeyId']);
  for (const id of [accessKey, arn, userName, issuerArn, issuerName]) if (id !== undefined) related.add(id);
  return related.size === 0 ? undefined : [...related].sort();
}

function ids(id: readonly string[]): Ids | undefined {
  return id.length === 0 ? undefined : { id };
}

function ofEntity(id: readonly string[]): OfEntity | undefined {
  return id.length === 0 ? undefined : { entity: { id } };
}
