/** The caller as the record's userIdentity describes it, in plain texts: what user, actor and service are decided by. */
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';

const SERVICE_ROLE = ':role/aws-service-role/';

export interface Principal {
  readonly type: string | undefined;
  readonly arn: string | undefined;
  readonly userName: string | undefined;
  readonly principalId: string | undefined;
  readonly accountId: string | undefined;
  readonly invokedBy: string | undefined;
  readonly issuerArn: string | undefined;
  readonly issuerName: string | undefined;
  /** The user of IAM Identity Center for whom the call was made. */
  readonly onBehalfOf: string | undefined;
  /** The last part of a session's ARN. */
  readonly sessionName: string | undefined;
  /** True for a service of AWS, also one that acts by a service-linked role. */
  readonly isService: boolean;
}

/** A userIdentity that is missing, or of another shape, gives one without any text. */
export function principalOf(record: JsonObject): Principal {
  const identity = objectAt(record['userIdentity']);
  const issuer = objectAt(objectAt(identity['sessionContext'])['sessionIssuer']);
  const type = textAt(identity['type']);
  const arn = textAt(identity['arn']);
  const issuerArn = textAt(issuer['arn']);
  return {
    type,
    arn,
    userName: textAt(identity['userName']),
    principalId: textAt(identity['principalId']),
    accountId: textAt(identity['accountId']),
    invokedBy: textAt(identity['invokedBy']),
    issuerArn,
    issuerName: textAt(issuer['userName']),
    onBehalfOf: textAt(objectAt(identity['onBehalfOf'])['userId']),
    sessionName: sessionNameOf(arn),
    // invokedBy alone never makes a service: console sessions carry `signin.amazonaws.com`
    isService:
      type === 'AWSService' || (type === 'AssumedRole' && (issuerArn?.includes(SERVICE_ROLE) ?? false)),
  };
}

/** The service that calls: its own word, else the owner of its role; undefined where neither says it, and for people. */
export function serviceNameOf({ isService, invokedBy, issuerArn }: Principal): string | undefined {
  if (!isService) return undefined;
  return invokedBy ?? (issuerArn?.split(SERVICE_ROLE)[1]?.split('/')[0] || undefined);
}

function sessionNameOf(arn: string | undefined): string | undefined {
  if (arn === undefined || !arn.includes(':sts:')) return undefined;
  const at = arn.lastIndexOf('/');
  return at < 0 ? undefined : textAt(arn.slice(at + 1));
}
