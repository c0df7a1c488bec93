/** The record's userIdentity under the names of Elastic's integration: `aws.cloudtrail.user_identity.*`. */
import type { JsonObject } from '../cloudtrail/record';
import { booleanAt, objectAt, textAt, timeAt } from '../cloudtrail/record';
import { PLAIN } from './exact_json';
import type { FreeForm } from './free_form';
import { toFreeForm } from './free_form';
import { somePresent } from './present';

/** Elasticsearch takes no other years; no session was made in any of them. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 9998;

export interface UserIdentityFields {
  readonly fields: JsonObject | undefined;
  /** True when the attributes of a web identity could not be kept as they were. */
  readonly isCut: boolean;
}

/** A userIdentity that is missing, or of another shape, gives no fields. */
export function userIdentityOf(record: JsonObject): UserIdentityFields {
  const identity = objectAt(record['userIdentity']);
  const context = objectAt(identity['sessionContext']);
  const webAttributes = toFreeForm(objectAt(context['webIdFederationData'])['attributes'], PLAIN);
  const onBehalfOf = objectAt(identity['onBehalfOf']);
  const delegate = objectAt(identity['invokedByDelegate']);
  const scope = objectAt(identity['inScopeOf']);
  return {
    fields: somePresent({
      type: textAt(identity['type']),
      arn: textAt(identity['arn']),
      access_key_id: textAt(identity['accessKeyId']),
      invoked_by: textAt(identity['invokedBy']),
      invoked_by_delegate: somePresent({ account_id: textAt(delegate['accountId']) }),
      credential_id: textAt(identity['credentialId']),
      identity_provider: textAt(identity['identityProvider']),
      on_behalf_of: somePresent({
        user_id: textAt(onBehalfOf['userId']),
        identity_store_arn: textAt(onBehalfOf['identityStoreArn']),
      }),
      in_scope_of: somePresent({
        issuer_type: textAt(scope['issuerType']),
        credentials_issued_to: textAt(scope['credentialsIssuedTo']),
        source_arn: textAt(scope['sourceArn']),
        source_account: textAt(scope['sourceAccount']),
      }),
      session_context: sessionContextOf(context, webAttributes),
    }),
    isCut: webAttributes.isCut,
  };
}

function sessionContextOf(context: JsonObject, webAttributes: FreeForm): JsonObject | undefined {
  const attributes = objectAt(context['attributes']);
  const issuer = objectAt(context['sessionIssuer']);
  return somePresent({
    mfa_authenticated: textAt(attributes['mfaAuthenticated']),
    creation_date: dateOf(timeAt(attributes['creationDate'])),
    session_issuer: somePresent({
      type: textAt(issuer['type']),
      principal_id: textAt(issuer['principalId']),
      arn: textAt(issuer['arn']),
      account_id: textAt(issuer['accountId']),
    }),
    source_identity: textAt(context['sourceIdentity']),
    ec2_role_delivery: textAt(context['ec2RoleDelivery']),
    assumed_root: booleanAt(context['assumedRoot']),
    sign_in_session_arn: textAt(context['signInSessionArn']),
    web_id_federation_data: somePresent({
      federated_provider: textAt(objectAt(context['webIdFederationData'])['federatedProvider']),
      attributes: webAttributes.value,
    }),
  });
}

function dateOf(ms: number | undefined): string | undefined {
  if (ms === undefined) return undefined;
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? date.toISOString() : undefined;
}
