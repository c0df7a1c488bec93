import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { identityOf } from './identity';

const ACCOUNT = '111122223333';

function of(userIdentity: JsonObject | string | undefined) {
  return identityOf({ userIdentity });
}

function assumedRole(role: string, session: string, issuerPath = ''): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: `arn:aws:iam::${ACCOUNT}:role/${issuerPath}${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2024-01-31T10:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}

describe('identityOf', () => {
  it('names an IAM user as Elastic does and as actor', () => {
    const identity = of({
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
      accountId: ACCOUNT,
      userName: 'alice',
    });
    expect(identity.user).toEqual({ id: 'AIDAEXAMPLE', name: 'alice', email: undefined });
    expect(identity.actor).toEqual({
      id: `arn:aws:iam::${ACCOUNT}:user/alice`,
      name: 'alice',
      type: 'IAMUser',
      account_id: ACCOUNT,
      session_name: undefined,
    });
    expect(identity.service).toBeUndefined();
  });

  it('names root "root", also without an ARN', () => {
    expect(of({ type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT }).actor).toMatchObject(
      {
        id: `arn:aws:iam::${ACCOUNT}:root`,
        name: 'root',
      },
    );
    expect(of({ type: 'Root', accountId: ACCOUNT }).actor).toMatchObject({
      id: `${ACCOUNT}:root`,
      name: 'root',
    });
  });

  it('finds the human behind a role in a session that is an e-mail address (pain 42)', () => {
    const { actor, user } = of(assumedRole('Admin', 'alice@example.org'));
    expect(actor).toMatchObject({
      id: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/alice@example.org`,
      name: 'alice@example.org',
      session_name: 'alice@example.org',
    });
    // user.* stays Elastic's: its rules depend on the role's name there
    expect(user).toEqual({
      id: 'AROAEXAMPLE:alice@example.org',
      name: 'Admin',
      email: 'alice@example.org',
    });
  });

  it('finds the human behind a role of IAM Identity Center (pain 42)', () => {
    const { actor } = of(
      assumedRole('AWSReservedSSO_Admin_0123456789abcdef', 'alice', 'aws-reserved/sso.amazonaws.com/'),
    );
    expect(actor).toMatchObject({ name: 'alice', session_name: 'alice', type: 'AssumedRole' });
  });

  it('makes all sessions of a machine’s role one actor, and keeps their names (pain 42)', () => {
    const one = of(assumedRole('web', 'i-0123456789abcdef0')).actor;
    const other = of(assumedRole('web', 'i-0fedcba9876543210')).actor;
    expect(one).toMatchObject({
      id: `arn:aws:iam::${ACCOUNT}:role/web`,
      name: 'web',
      session_name: 'i-0123456789abcdef0',
    });
    expect(other?.id).toBe(one?.id);
  });

  it('reads the role off the session’s ARN where the issuer is missing', () => {
    const { sessionContext: _issuer, ...identity } = assumedRole('web', 'job-1');
    expect(of(identity).actor).toMatchObject({ name: 'web', session_name: 'job-1' });
  });

  it('takes a service and a service-linked role for a service, with no user', () => {
    const service = of({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' });
    expect(service).toMatchObject({
      user: undefined,
      service: { name: 'ec2.amazonaws.com' },
      actor: { id: 'ec2.amazonaws.com', name: 'ec2.amazonaws.com', type: 'AWSService' },
    });
    const linked = of(assumedRole('AWSServiceRoleForConfig', 'x', 'aws-service-role/config.amazonaws.com/'));
    expect(linked).toMatchObject({
      user: undefined,
      service: { name: 'config.amazonaws.com' },
      actor: { name: 'config.amazonaws.com', type: 'AWSService', account_id: ACCOUNT },
    });
    // who does not say its name has none for Elastic, and one for people to read
    expect(of({ type: 'AWSService' })).toMatchObject({
      user: undefined,
      service: undefined,
      actor: { name: 'AWS service', type: 'AWSService' },
    });
  });

  it('does not make a service of whom a service only called for', () => {
    const { service, user } = of({
      type: 'IAMUser',
      userName: 'alice',
      principalId: 'AIDA',
      invokedBy: 'signin.amazonaws.com',
    });
    expect(service).toBeUndefined();
    expect(user?.name).toBe('alice');
  });

  it('names a person of IAM Identity Center by the user id there', () => {
    const { user, actor } = of({
      type: 'IdentityCenterUser',
      accountId: ACCOUNT,
      onBehalfOf: { userId: 'u-1', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' },
    });
    expect(user?.id).toBe('u-1');
    expect(actor).toMatchObject({ id: 'u-1', name: 'u-1' });
  });

  it('keeps the session’s context, with old dates in the basic form', () => {
    const { userIdentity } = of({
      type: 'AssumedRole',
      sessionContext: {
        attributes: { creationDate: '20131102T010628Z', mfaAuthenticated: true },
        assumedRoot: 'true',
      },
    });
    expect(userIdentity.fields?.['session_context']).toMatchObject({
      mfa_authenticated: 'true',
      creation_date: '2013-11-02T01:06:28.000Z',
      assumed_root: true,
    });
  });

  it('gives no user and no actor for an identity that is missing or has another shape', () => {
    for (const identity of [of(undefined), of('alice'), of({}), of({ type: 'Unknown' })]) {
      expect(identity.user).toBeUndefined();
      expect(identity.actor).toBeUndefined();
      expect(identity.service).toBeUndefined();
    }
  });
});
