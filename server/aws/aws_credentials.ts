/** A source's credentials as the AWS SDK takes them: fixed keys, a role that is assumed anew before it expires, or Kibana's own identity. */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { Credentials } from '../../common/sources';
import { AwsError } from '../errors';
import { serverIdentityRefusal, toAwsError } from './aws_errors';

export interface CredentialsSetup {
  readonly credentials: Credentials;
  /** Ours, one a source; sent with every AssumeRole. */
  readonly externalId?: string;
  /** Shown in the role's own CloudTrail events. */
  readonly sessionName: string;
  readonly allowServerIdentity: boolean;
  readonly bucket: string;
  /** "S3 at …" without its first word, for messages. */
  readonly place: string;
  /** Region, endpoint and connections of the STS client, asked anew for each AssumeRole. */
  readonly stsConfig: () => STSClientConfig;
}

/** Temporary where `expiration` is set. */
export interface SdkIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface SdkCredentials {
  /** Undefined stands for the SDK's own chain: Kibana's identity. */
  readonly provider: SdkIdentity | (() => Promise<SdkIdentity>) | undefined;
  /** In words, for messages; no secret in it. */
  readonly identity: string;
  /** True where asking the provider again can give other credentials. */
  readonly renewable: boolean;
}

type AccessKey = Pick<
  Extract<Credentials, { type: 'access_key' }>,
  'access_key_id' | 'secret_access_key' | 'session_token'
>;

const SERVER_IDENTITY = "Kibana's own AWS identity";
// Roles assumed by roles get at most an hour: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
const ROLE_SESSION_SECONDS = 3600;

/** @throws AwsError `aws_server_identity_refused` where the credentials need Kibana's own identity and the settings forbid it. */
export function sdkCredentials(setup: CredentialsSetup): SdkCredentials {
  const { credentials } = setup;
  switch (credentials.type) {
    case 'access_key':
      return { provider: fixedKey(credentials), identity: nameOfKey(credentials), renewable: false };
    case 'server':
      requireServerIdentity(setup);
      return { provider: undefined, identity: SERVER_IDENTITY, renewable: true };
    case 'role':
      if (credentials.access_key === undefined) requireServerIdentity(setup);
      return {
        provider: () => assumeRole(credentials.role_arn, credentials.access_key, setup),
        identity: `the role ${credentials.role_arn}`,
        renewable: true,
      };
  }
}

/** One AssumeRole. The SDK calls this for the first request and again in the last five minutes before `expiration`. */
async function assumeRole(
  roleArn: string,
  accessKey: AccessKey | undefined,
  { externalId, sessionName, bucket, place, stsConfig }: CredentialsSetup,
): Promise<SdkIdentity> {
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const client = new STSClient({
    ...stsConfig(),
    ...(accessKey && { credentials: fixedKey(accessKey) }),
  });
  try {
    const { Credentials: assumed } = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
        DurationSeconds: ROLE_SESSION_SECONDS,
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
    );
    if (!assumed?.AccessKeyId || !assumed.SecretAccessKey) {
      throw new AwsError('aws_other', `STS ${place} gave no credentials for the role ${roleArn}.`);
    }
    return {
      accessKeyId: assumed.AccessKeyId,
      secretAccessKey: assumed.SecretAccessKey,
      sessionToken: assumed.SessionToken,
      expiration: assumed.Expiration && onThisClock(assumed.Expiration, client.config.systemClockOffset),
    };
  } catch (error) {
    throw toAwsError(error, {
      action: 'sts:AssumeRole',
      bucket,
      roleArn,
      identity: accessKey ? nameOfKey(accessKey) : SERVER_IDENTITY,
      server: `STS ${place}`,
    });
  }
}

/** The SDK compares with this machine's clock: with one that is an hour ahead each request would assume the role anew. */
function onThisClock(time: Date, clockOffsetMs: number): Date {
  return new Date(time.getTime() - clockOffsetMs);
}

function requireServerIdentity({ allowServerIdentity }: CredentialsSetup): void {
  if (!allowServerIdentity) throw new AwsError('aws_server_identity_refused', serverIdentityRefusal);
}

function fixedKey(key: AccessKey): SdkIdentity {
  return {
    accessKeyId: key.access_key_id,
    secretAccessKey: key.secret_access_key,
    sessionToken: key.session_token,
  };
}

function nameOfKey({ access_key_id }: AccessKey): string {
  return `the access key ending in ${access_key_id.slice(-4)}`;
}
