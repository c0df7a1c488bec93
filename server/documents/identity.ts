/** Who made a call: `user.*`, `service.name` and `aws.cloudtrail.user_identity.*` as Elastic writes them, and our own `cloudtrail.actor`. */
import type { JsonObject } from '../cloudtrail/record';
import { booleanAt, objectAt, textAt, timeAt } from '../cloudtrail/record';

const FIRST_YEAR = 1970;
const LAST_YEAR = 9998;
const SERVICE_ROLE = ':role/aws-service-role/';
/** Roles that IAM Identity Center makes: their session names are people. */
const SSO_ROLE = /^AWSReservedSSO_/;

/**
 * Who acted, in one row a person can read. For a role it is the session where that names a human (an e-mail address, or
 * a role of IAM Identity Center), else the role: so ten thousand instance sessions stay one actor.
 */
export interface Actor {
  /** An ARN where there is one. */
  readonly id: string;
  readonly name: string;
  /** userIdentity.type; `AWSService` for service-linked roles too. */
  readonly type: string | undefined;
  readonly account_id: string | undefined;
  readonly session_name: string | undefined;
}

/** What the record's userIdentity gives the document; empty parts are undefined. */
export interface Identity {
  readonly user: { readonly id?: string; readonly name?: string; readonly email?: string } | undefined;
  readonly service: { readonly name: string } | undefined;
  readonly actor: Actor | undefined;
  readonly userIdentity: JsonObject;
}

/** Reads userIdentity; a missing one, or one of another shape, gives no actor and no user. */
export function identityOf(record: JsonObject): Identity {
  const identity = objectAt(record['userIdentity']);
  const context = objectAt(identity['sessionContext']);
  const issuer = objectAt(context['sessionIssuer']);
  const parts: Parts = {
    type: textAt(identity['type']),
    arn: textAt(identity['arn']),
    userName: textAt(identity['userName']),
    principalId: textAt(identity['principalId']),
    accountId: textAt(identity['accountId']),
    invokedBy: textAt(identity['invokedBy']),
    issuerArn: textAt(issuer['arn']),
    issuerName: textAt(issuer['userName']),
    onBehalfOf: textAt(objectAt(identity['onBehalfOf'])['userId']),
  };
  const session = sessionName(parts);
  const service = serviceName(parts);
  return {
    user: service === undefined ? userOf(parts, session) : undefined,
    service: service === undefined ? undefined : { name: service },
    actor: service === undefined ? actorOf(parts, session) : serviceActor(parts, service),
    userIdentity: userIdentityFields(identity, parts, context, issuer),
  };
}

interface Parts {
  readonly type: string | undefined;
  readonly arn: string | undefined;
  readonly userName: string | undefined;
  readonly principalId: string | undefined;
  readonly accountId: string | undefined;
  readonly invokedBy: string | undefined;
  readonly issuerArn: string | undefined;
  readonly issuerName: string | undefined;
  readonly onBehalfOf: string | undefined;
}

function sessionName({ arn }: Parts): string | undefined {
  if (arn === undefined || !arn.includes(':sts:')) return undefined;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return name === arn || name === '' ? undefined : name;
}

/** `invokedBy` alone never makes a service: console sessions carry `signin.amazonaws.com`. */
function serviceName({ type, invokedBy, issuerArn }: Parts): string | undefined {
  const isServiceRole = type === 'AssumedRole' && (issuerArn?.includes(SERVICE_ROLE) ?? false);
  if (type !== 'AWSService' && !isServiceRole) return undefined;
  const roleOwner = issuerArn?.split(SERVICE_ROLE)[1]?.split('/')[0];
  return invokedBy ?? roleOwner ?? 'AWS service';
}

function serviceActor({ accountId }: Parts, service: string): Actor {
  return { id: service, name: service, type: 'AWSService', account_id: accountId, session_name: undefined };
}

function userOf(parts: Parts, session: string | undefined): Identity['user'] {
  const isRoleLike = parts.type === 'AssumedRole' || parts.type === 'FederatedUser';
  const name = (isRoleLike ? parts.issuerName : undefined) ?? parts.userName;
  const id = parts.principalId ?? (parts.type === 'IdentityCenterUser' ? parts.onBehalfOf : undefined);
  const email = [session, name].find((candidate) => candidate?.includes('@'));
  if (name === undefined && id === undefined) return undefined;
  return { id, name, email };
}

function actorOf(parts: Parts, session: string | undefined): Actor | undefined {
  const { type, arn, accountId, issuerArn, issuerName, principalId, userName, onBehalfOf } = parts;
  const common = { type, account_id: accountId, session_name: session };
  if (type === 'Root') return { ...common, id: arn ?? `${accountId ?? ''}:root`, name: 'root' };
  const role = issuerName ?? roleOfArn(arn);
  if (type === 'AssumedRole' && role !== undefined) {
    const isHuman = session !== undefined && (session.includes('@') || SSO_ROLE.test(role));
    return isHuman
      ? { ...common, id: arn ?? session, name: session }
      : { ...common, id: issuerArn ?? arn ?? role, name: role };
  }
  const name = userName ?? session ?? issuerName ?? afterColon(principalId) ?? onBehalfOf ?? arn ?? accountId;
  const id =
    arn ??
    onBehalfOf ??
    principalId ??
    (userName === undefined ? accountId : `${accountId ?? ''}:${userName}`);
  return name === undefined || id === undefined ? undefined : { ...common, id, name };
}

function roleOfArn(arn: string | undefined): string | undefined {
  return arn?.split(':assumed-role/')[1]?.split('/')[0];
}

function afterColon(principalId: string | undefined): string | undefined {
  return principalId?.slice(principalId.indexOf(':') + 1);
}

function userIdentityFields(
  identity: JsonObject,
  parts: Parts,
  context: JsonObject,
  issuer: JsonObject,
): JsonObject {
  const attributes = objectAt(context['attributes']);
  const onBehalfOf = objectAt(identity['onBehalfOf']);
  const creation = timeAt(attributes['creationDate']);
  return {
    type: parts.type,
    arn: parts.arn,
    access_key_id: textAt(identity['accessKeyId']),
    invoked_by: parts.invokedBy,
    on_behalf_of: {
      user_id: parts.onBehalfOf,
      identity_store_arn: textAt(onBehalfOf['identityStoreArn']),
    },
    session_context: {
      mfa_authenticated: textAt(attributes['mfaAuthenticated']),
      creation_date: dateOf(creation),
      session_issuer: {
        type: textAt(issuer['type']),
        principal_id: textAt(issuer['principalId']),
        arn: parts.issuerArn,
        account_id: textAt(issuer['accountId']),
      },
      source_identity: textAt(context['sourceIdentity']),
      ec2_role_delivery: textAt(context['ec2RoleDelivery']),
      assumed_root: booleanAt(context['assumedRoot']),
    },
  };
}

/** Undefined for years that Elasticsearch would not take, which no session was made in. */
function dateOf(ms: number | undefined): string | undefined {
  const date = new Date(ms ?? Number.NaN);
  const year = date.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? date.toISOString() : undefined;
}
