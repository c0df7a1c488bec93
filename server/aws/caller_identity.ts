/** Who AWS takes a source's credentials for, and whether its role can be assumed. */
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { Credentials, SourceLocation } from '../../common/sources';
import { AwsError } from '../errors';
import { sdkCredentials, type SdkCredentials } from './aws_credentials';
import { toAwsError } from './aws_errors';
import { firstRegion } from './bucket_region';
import { openConnections } from './connections';
import { allowedEndpoint } from './endpoint_guard';
import { SESSION_NAME } from './open_source_store';
import { placeOf, type AwsPolicy } from './s3_object_store';

export interface Caller {
  readonly arn: string;
  readonly accountId: string;
}

/** One source's credentials at STS. Every failure is an AwsError; an aborted signal makes it throw its reason. */
export interface CallerIdentity {
  /** Who asks AWS; with a role, who is to assume it. */
  ofCredentials(signal: AbortSignal): Promise<Caller>;
  /** Who one is after assuming the role. */
  ofRole(signal: AbortSignal): Promise<Caller>;
  /** Lets go of sockets. */
  close(): void;
}

export interface IdentityOfSource {
  readonly location: Pick<SourceLocation, 'bucket' | 'region' | 'endpoint'>;
  readonly credentials: Credentials;
  readonly externalId: string | undefined;
}

/**
 * Opens nothing yet. Loads the AWS SDK when it is called.
 *
 * @throws AwsError `aws_endpoint_refused` or `aws_server_identity_refused` where the policy forbids what is asked.
 */
export async function openCallerIdentity(
  { location, credentials, externalId }: IdentityOfSource,
  policy: AwsPolicy,
): Promise<CallerIdentity> {
  const endpoint = allowedEndpoint(location.endpoint, policy.allowedEndpoints);
  const proxyUrl = endpoint === undefined ? policy.proxyUrl : undefined;
  const region = firstRegion(location, credentials, process.env);
  const { bucket } = location;
  const place = placeOf(region, endpoint, proxyUrl);
  const [sts, connections] = await Promise.all([
    import('@aws-sdk/client-sts'),
    openConnections({ proxyUrl }),
  ]);
  const config: STSClientConfig = {
    region,
    endpoint,
    // AWS_ENDPOINT_URL and its like would go round the allow-list
    ignoreConfiguredEndpointUrls: true,
    requestHandler: connections.requestHandler,
    retryMode: 'standard',
  };
  const open = (used: Credentials): SdkCredentials =>
    sdkCredentials({
      credentials: used,
      externalId,
      sessionName: SESSION_NAME,
      allowServerIdentity: policy.allowServerIdentity,
      bucket,
      place,
      stsConfig: () => config,
    });
  const ask = async ({ provider, identity }: SdkCredentials, signal: AbortSignal): Promise<Caller> => {
    const client = new sts.STSClient({ ...config, credentials: provider });
    try {
      const { Arn: arn, Account: accountId } = await client.send(new sts.GetCallerIdentityCommand({}), {
        abortSignal: signal,
      });
      if (arn === undefined || accountId === undefined)
        throw new AwsError('aws_other', `STS ${place} does not say who ${identity} is.`);
      return { arn, accountId };
    } catch (error) {
      signal.throwIfAborted();
      throw toAwsError(error, { action: 'sts:GetCallerIdentity', bucket, identity, server: `STS ${place}` });
    }
  };
  try {
    const base = open(assumerOf(credentials));
    const whole = open(credentials);
    return {
      ofCredentials: (signal) => ask(base, signal),
      ofRole: (signal) => ask(whole, signal),
      close: () => connections.close(),
    };
  } catch (error) {
    connections.close();
    throw error;
  }
}

function assumerOf(credentials: Credentials): Credentials {
  if (credentials.type !== 'role') return credentials;
  const { access_key: key } = credentials;
  return key === undefined ? { type: 'server' } : { type: 'access_key', ...key };
}
