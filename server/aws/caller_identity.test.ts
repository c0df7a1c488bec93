import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedS3, type Script } from '../../test/servers/scripted_s3';
import type { Credentials } from '../../common/sources';
import { openCallerIdentity } from './caller_identity';

const signal = new AbortController().signal;
const KEY = {
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
};
const ROLE_ARN = 'arn:aws:iam::123456789012:role/reader';
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function identityAt(script: Script, credentials: Credentials) {
  const server = await startScriptedS3(script);
  cleanUp.push(() => server.close());
  const identity = await openCallerIdentity(
    { location: { bucket: 'trails', endpoint: server.origin }, credentials, externalId: 'the-external-id' },
    { allowedEndpoints: [server.origin], allowServerIdentity: false },
  );
  cleanUp.push(() => identity.close());
  return { server, identity };
}

function who(arn: string): string {
  return `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>x</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
}
const ASSUMED = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const SESSION = 'arn:aws:sts::123456789012:assumed-role/reader/cloudtrail-for-kibana';

describe('the identity of a source', () => {
  it('is what STS says of its access key', async () => {
    const user = 'arn:aws:iam::123456789012:user/kibana';
    const { identity } = await identityAt([{ body: who(user) }], { type: 'access_key', ...KEY });
    expect(await identity.ofCredentials(signal)).toEqual({ arn: user, accountId: '123456789012' });
  });

  it('is, with a role, that of who assumes it, and then that of the role, assumed with the external id', async () => {
    const { server, identity } = await identityAt(
      [{ body: who('arn:aws:iam::123456789012:user/kibana') }, { body: ASSUMED }, { body: who(SESSION) }],
      { type: 'role', role_arn: ROLE_ARN, access_key: KEY },
    );
    expect((await identity.ofCredentials(signal)).arn).toContain('user/kibana');
    expect((await identity.ofRole(signal)).arn).toBe(SESSION);
    const asked = new URLSearchParams(server.requests[1]?.body);
    expect(asked.get('Action')).toBe('AssumeRole');
    expect(asked.get('ExternalId')).toBe('the-external-id');
  });

  it('is, where the role refuses, told with the role and what its trust policy must say', async () => {
    const body =
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>secret</Message></Error></ErrorResponse>';
    const credentials: Credentials = { type: 'role', role_arn: ROLE_ARN, access_key: KEY };
    const { identity } = await identityAt([{ status: 403, body }], credentials);
    await expect(identity.ofRole(signal)).rejects.toMatchObject({
      code: 'aws_access_denied',
      message: expect.stringMatching(new RegExp(`${ROLE_ARN}.*sts:ExternalId`)),
    });
  });

  it("is never Kibana's own where the settings do not allow it", async () => {
    for (const credentials of [{ type: 'server' }, { type: 'role', role_arn: ROLE_ARN }] as const)
      await expect(identityAt([], credentials)).rejects.toMatchObject({
        code: 'aws_server_identity_refused',
      });
  });
});
