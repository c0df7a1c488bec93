/** ECS `user.*` of the caller, as Elastic's integration writes it: its rules depend on a role's name in `user.name`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import type { Entities } from './entities';
import type { IamTargets } from './iam_targets';
import { somePresent } from './present';
import type { Principal } from './principal';

export interface User {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
}

/** Undefined for a service of AWS, and where the record names nobody. */
export function userOf(record: JsonObject, principal: Principal): User | undefined {
  if (principal.isService) return undefined;
  const name = nameOf(record, principal);
  const { principalId, onBehalfOf, type, sessionName } = principal;
  return somePresent({
    id: principalId ?? (type === 'IdentityCenterUser' ? onBehalfOf : undefined),
    name,
    email: [sessionName, name].find((candidate) => candidate?.includes('@')),
  });
}

function nameOf(record: JsonObject, { type, issuerName, userName }: Principal): string | undefined {
  // a sign-in at IAM Identity Center names the user here only
  if (record['eventName'] === 'UserAuthentication') {
    const signedIn = textAt(objectAt(record['additionalEventData'])['UserName']);
    if (signedIn !== undefined) return signedIn;
  }
  const isOfSession = type === 'AssumedRole' || type === 'FederatedUser';
  return (isOfSession ? issuerName : undefined) ?? userName;
}

/** `user` of the document: the caller, and the user that the call is about. */
export function userFields(
  user: User | undefined,
  targets: IamTargets,
  entities: Entities,
): JsonObject | undefined {
  return somePresent({
    id: user?.id,
    name: user?.name,
    email: user?.email,
    entity: entities.user,
    target: somePresent({
      name: targets.user?.name,
      id: targets.user?.id,
      entity: entities.userTarget,
    }),
    changes: targets.changes,
  });
}
