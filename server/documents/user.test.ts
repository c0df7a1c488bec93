import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { principalOf } from './principal';
import { userOf } from './user';

function of(userIdentity: unknown, more: JsonObject = {}) {
  const record = { ...more, userIdentity };
  return userOf(record, principalOf(record));
}

describe('userOf', () => {
  it('names the role for sessions of roles and federated users, whatever the record calls the user (pain 42)', () => {
    for (const type of ['AssumedRole', 'FederatedUser'])
      expect(
        of({ type, userName: 'x', sessionContext: { sessionIssuer: { userName: 'Admin' } } }),
      ).toMatchObject({
        name: 'Admin',
      });
    expect(
      of({ type: 'IAMUser', userName: 'x', sessionContext: { sessionIssuer: { userName: 'Admin' } } }),
    ).toMatchObject({ name: 'x' });
    expect(of({ type: 'AssumedRole', userName: 'x' })).toMatchObject({ name: 'x' });
  });

  it('takes the e-mail address from the session’s name, else from the user’s', () => {
    const arn = 'arn:aws:sts::1:assumed-role/Admin/alice@example.org';
    expect(of({ type: 'AssumedRole', arn })).toEqual({ email: 'alice@example.org' });
    expect(of({ type: 'SAMLUser', userName: 'bob@example.org' })).toMatchObject({ email: 'bob@example.org' });
    expect(of({ type: 'AssumedRole', arn, userName: 'bob@example.org' })).toMatchObject({
      name: 'bob@example.org',
      email: 'alice@example.org',
    });
    // a path of a user is no session
    expect(of({ type: 'IAMUser', userName: 'a', arn: 'arn:aws:iam::1:user/a@b/a' })?.email).toBeUndefined();
  });

  it('takes the name at IAM Identity Center for a sign-in there', () => {
    const identity = { type: 'Unknown', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    const additionalEventData = { UserName: 'alice' };
    expect(of(identity, { eventName: 'UserAuthentication', additionalEventData })).toMatchObject({
      name: 'alice',
    });
    expect(of(identity, { eventName: 'ConsoleLogin', additionalEventData })).toMatchObject({
      name: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    });
    expect(of(identity, { eventName: 'UserAuthentication' })).toMatchObject({
      name: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    });
  });

  it('takes the user’s id at IAM Identity Center only where there is no principal', () => {
    const onBehalfOf = { userId: 'u-1' };
    expect(of({ type: 'IdentityCenterUser', onBehalfOf })).toEqual({ id: 'u-1' });
    expect(of({ type: 'IdentityCenterUser', principalId: 'p', onBehalfOf })).toMatchObject({ id: 'p' });
    expect(of({ type: 'AssumedRole', onBehalfOf })).toBeUndefined();
  });

  it('names no user for a service, also by a service-linked role', () => {
    expect(of({ type: 'AWSService', principalId: 'p', userName: 'x' })).toBeUndefined();
    const issuer = { arn: 'arn:aws:iam::1:role/aws-service-role/ecs.amazonaws.com/R', userName: 'R' };
    expect(
      of({ type: 'AssumedRole', principalId: 'p', sessionContext: { sessionIssuer: issuer } }),
    ).toBeUndefined();
  });
});
