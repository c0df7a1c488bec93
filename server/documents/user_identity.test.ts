import { describe, expect, it } from 'vitest';
import { userIdentityOf } from './user_identity';

function of(userIdentity: unknown): unknown {
  return JSON.parse(JSON.stringify(userIdentityOf({ userIdentity }).fields ?? null));
}

describe('userIdentityOf', () => {
  it('has a field for all that CloudTrail says of a caller', () => {
    expect(
      of({
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
        accessKeyId: 'ASIAEXAMPLE',
        invokedBy: 'signin.amazonaws.com',
        invokedByDelegate: { accountId: '444455556666' },
        credentialId: 'c',
        identityProvider: 'arn:aws:iam::111122223333:saml-provider/idp',
        onBehalfOf: { userId: 'u', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' },
        inScopeOf: {
          issuerType: 'AWS::Lambda::Function',
          credentialsIssuedTo: 'arn:aws:lambda:us-east-1:1:function:f',
          sourceArn: 'arn:aws:lambda:us-east-1:1:function:f',
          sourceAccount: '111122223333',
        },
        sessionContext: {
          attributes: { creationDate: '2024-01-31T10:00:00Z', mfaAuthenticated: 'true' },
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAX',
            arn: 'arn:aws:iam::1:role/Admin',
            accountId: '1',
          },
          sourceIdentity: 'alice',
          ec2RoleDelivery: '2.0',
          assumedRoot: 'true',
          signInSessionArn: 'arn:aws:signin:us-east-1:1:session/s',
          webIdFederationData: {
            federatedProvider: 'accounts.google.com',
            attributes: { 'accounts.google.com:sub': '1' },
          },
        },
      }),
    ).toEqual({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
      access_key_id: 'ASIAEXAMPLE',
      invoked_by: 'signin.amazonaws.com',
      invoked_by_delegate: { account_id: '444455556666' },
      credential_id: 'c',
      identity_provider: 'arn:aws:iam::111122223333:saml-provider/idp',
      on_behalf_of: { user_id: 'u', identity_store_arn: 'arn:aws:identitystore::1:identitystore/d-1' },
      in_scope_of: {
        issuer_type: 'AWS::Lambda::Function',
        credentials_issued_to: 'arn:aws:lambda:us-east-1:1:function:f',
        source_arn: 'arn:aws:lambda:us-east-1:1:function:f',
        source_account: '111122223333',
      },
      session_context: {
        creation_date: '2024-01-31T10:00:00.000Z',
        mfa_authenticated: 'true',
        session_issuer: {
          type: 'Role',
          principal_id: 'AROAX',
          arn: 'arn:aws:iam::1:role/Admin',
          account_id: '1',
        },
        source_identity: 'alice',
        ec2_role_delivery: '2.0',
        assumed_root: true,
        sign_in_session_arn: 'arn:aws:signin:us-east-1:1:session/s',
        web_id_federation_data: {
          federated_provider: 'accounts.google.com',
          attributes: { 'accounts.google.com:sub': '1' },
        },
      },
    });
  });

  it('takes every type that CloudTrail has', () => {
    const types = [
      ...['Root', 'IAMUser', 'AssumedRole', 'Role', 'FederatedUser', 'Directory', 'AWSAccount', 'AWSService'],
      ...['IdentityCenterUser', 'SAMLUser', 'WebIdentityUser', 'Unknown'],
    ];
    for (const type of types) expect(of({ type })).toEqual({ type });
  });

  it('has no field for what says nothing', () => {
    for (const nothing of [
      undefined,
      null,
      'alice',
      [],
      {},
      { type: '-', sessionContext: { attributes: {} } },
    ])
      expect(of(nothing)).toBeNull();
    expect(
      of({ type: 'Root', onBehalfOf: {}, inScopeOf: null, sessionContext: { sessionIssuer: [] } }),
    ).toEqual({ type: 'Root' });
  });

  it('leaves out a date that Elasticsearch would not take', () => {
    for (const creationDate of ['yesterday', 7, '+275760-09-13T00:00:00Z', '1969-12-31T23:59:59Z'])
      expect(of({ sessionContext: { attributes: { creationDate } } })).toBeNull();
  });

  it('says when the attributes of a web identity had to be cut', () => {
    const attributes = { 'a\0': 1 };
    const cut = userIdentityOf({ userIdentity: { sessionContext: { webIdFederationData: { attributes } } } });
    expect(cut.isCut).toBe(true);
    expect(userIdentityOf({}).isCut).toBe(false);
  });
});
