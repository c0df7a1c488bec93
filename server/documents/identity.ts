/** Who made a call: `user.*`, `service.name` and `aws.cloudtrail.user_identity.*` as Elastic writes them, and our own `cloudtrail.actor`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt } from '../cloudtrail/record';
import type { Actor } from './actor';
import { actorOf } from './actor';
import type { Principal } from './principal';
import { principalOf, serviceNameOf } from './principal';
import { rememberByObject } from './remembered';
import type { User } from './user';
import { userOf } from './user';
import type { UserIdentityFields } from './user_identity';
import { userIdentityOf } from './user_identity';

/** What the record's userIdentity gives the document; empty parts are undefined. */
export interface Identity {
  readonly principal: Principal;
  readonly user: User | undefined;
  readonly service: { readonly name: string } | undefined;
  readonly actor: Actor | undefined;
  readonly userIdentity: UserIdentityFields;
}

/** Reads userIdentity; a missing one, or one of another shape, gives no actor and no user. */
export function identityOf(record: JsonObject): Identity {
  // a sign-in at IAM Identity Center names the user elsewhere
  if (record['eventName'] === 'UserAuthentication') return readIdentity(record);
  return remembered(objectAt(record['userIdentity']));
}

const remembered = rememberByObject((userIdentity: JsonObject) => readIdentity({ userIdentity }));

function readIdentity(record: JsonObject): Identity {
  const principal = principalOf(record);
  const service = serviceNameOf(principal);
  return {
    principal,
    user: userOf(record, principal),
    service: service === undefined ? undefined : { name: service },
    actor: actorOf(principal),
    userIdentity: userIdentityOf(record),
  };
}
