/** Who acted, for people to read: our own `cloudtrail.actor`. */
import type { Principal } from './principal';
import { serviceNameOf } from './principal';

/** Roles that IAM Identity Center makes: their session names are people. */
const SSO_ROLE = /^AWSReservedSSO_/;
const NAMELESS_SERVICE = 'AWS service';

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

/** Undefined where the record names nobody. */
export function actorOf(principal: Principal): Actor | undefined {
  const { type, arn, accountId, issuerArn, issuerName, sessionName } = principal;
  if (principal.isService) return serviceActor(principal);
  if (type === 'Root') return named(principal, arn ?? `${accountId ?? ''}:root`, 'root');
  const role = issuerName ?? roleOfArn(arn);
  if (type !== 'AssumedRole' || role === undefined)
    return named(principal, plainId(principal), plainName(principal));
  const isHuman = sessionName !== undefined && (sessionName.includes('@') || SSO_ROLE.test(role));
  return isHuman
    ? named(principal, arn ?? sessionName, sessionName)
    : named(principal, issuerArn ?? arn ?? role, role);
}

function named(
  { type, accountId, sessionName }: Principal,
  id: string | undefined,
  name: string | undefined,
): Actor | undefined {
  if (id === undefined || name === undefined) return undefined;
  return { id, name, type, account_id: accountId, session_name: sessionName };
}

function serviceActor(principal: Principal): Actor {
  const service = serviceNameOf(principal) ?? NAMELESS_SERVICE;
  return {
    id: service,
    name: service,
    type: 'AWSService',
    account_id: principal.accountId,
    session_name: undefined,
  };
}

function plainName(principal: Principal): string | undefined {
  const { userName, sessionName, issuerName, principalId, onBehalfOf, arn, accountId } = principal;
  return userName ?? sessionName ?? issuerName ?? afterColon(principalId) ?? onBehalfOf ?? arn ?? accountId;
}

function plainId({ arn, onBehalfOf, principalId, userName, accountId }: Principal): string | undefined {
  const ofAccount = userName === undefined ? accountId : `${accountId ?? ''}:${userName}`;
  return arn ?? onBehalfOf ?? principalId ?? ofAccount;
}

function roleOfArn(arn: string | undefined): string | undefined {
  return arn?.split(':assumed-role/')[1]?.split('/')[0];
}

function afterColon(principalId: string | undefined): string | undefined {
  return principalId?.slice(principalId.indexOf(':') + 1);
}
