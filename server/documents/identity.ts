/** Who made a call: `user.*`, `service.name` and `aws.cloudtrail.user_identity.*` as Elastic writes them, and our own `cloudtrail.actor`. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';
import type { Actor } from './actor';
import { actorOf } from './actor';
import { member } from './json_members';
import { distinctTexts } from './present';
import type { Principal } from './principal';
import { principalOf, serviceNameOf } from './principal';
import { rememberByValue } from './remembered';
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
  /** Under which the caller is found, for `related.user`. */
  readonly names: readonly string[] | undefined;
  /** The same as members of the document, written once for all events of a caller. */
  readonly json: {
    readonly user: string;
    readonly service: string;
    readonly actor: string;
    readonly userIdentity: string;
    /** `related.user`, where the call is about no other. */
    readonly relatedUsers: string;
  };
}

/** Reads userIdentity; a missing one, or one of another shape, gives no actor and no user. */
export function identityOf(record: JsonObject): Identity {
  // a sign-in at IAM Identity Center names the user elsewhere
  if (record['eventName'] === 'UserAuthentication') return readIdentity(record);
  return remembered(objectAt(record['userIdentity']));
}

/** Sessions: their events come side by side. More of them find hardly another, and all are looked at by each collection of garbage. */
const REMEMBERED = 500;
const remembered = rememberByValue(
  ({ principalId, accessKeyId, invokedBy }) =>
    textAt(accessKeyId) ?? textAt(principalId) ?? textAt(invokedBy) ?? '',
  (userIdentity) => readIdentity({ userIdentity }),
  REMEMBERED,
);

function readIdentity(record: JsonObject): Identity {
  const principal = principalOf(record);
  const service = serviceNameOf(principal);
  const user = userOf(record, principal);
  const { sessionName, onBehalfOf } = principal;
  const at = sessionName?.indexOf('@') ?? -1;
  const ofSession = at < 0 ? undefined : sessionName?.slice(0, at);
  const fields = {
    principal,
    user,
    service: service === undefined ? undefined : { name: service },
    actor: actorOf(principal),
    userIdentity: userIdentityOf(record),
    names: distinctTexts([sessionName, ofSession, user?.id, user?.name, onBehalfOf]),
  };
  const json = {
    user: member('user', fields.user),
    service: member('service', fields.service),
    actor: member('actor', fields.actor),
    userIdentity: member('user_identity', fields.userIdentity.fields),
    relatedUsers: member('user', fields.names),
  };
  return { ...fields, json };
}
