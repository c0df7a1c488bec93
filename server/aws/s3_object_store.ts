/** A bucket behind the ObjectStore port, by the AWS SDK. Loaded by dynamic import only: the SDK is heavy. */
import type { GetObjectCommandOutput, S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { Credentials, SourceLocation } from '../../common/sources';
import { AwsError } from '../errors';
import { sdkCredentials } from './aws_credentials';
import { toAwsError, type AwsAttempt } from './aws_errors';
import { clockAheadOf, kmsKeyArnIn } from './aws_fault';
import { BucketRegion, firstRegion } from './bucket_region';
import { nameOfProxy, openConnections, type ConnectionTimeouts } from './connections';
import { allowedEndpoint } from './endpoint_guard';
import { objectBody, type MissingPart } from './object_body';
import { readListing } from './object_listing';
import type { ListOptions, ListPage, ReportingObjectStore } from './object_store';
import { limiterOf } from './request_limiter';
import { S3Requests, type Asked, type S3RequestsSetup } from './s3_requests';

/** What the administrator allows, from kibana.yml. */
export interface AwsPolicy {
  readonly allowedEndpoints: readonly string[];
  readonly allowServerIdentity: boolean;
  /** The way to AWS where there is no direct one; custom endpoints are reached without it. */
  readonly proxyUrl?: string;
}

export interface S3ObjectStoreOptions {
  readonly location: Pick<SourceLocation, 'bucket' | 'region' | 'endpoint' | 'force_path_style'> &
    Partial<Pick<SourceLocation, 'requester_pays'>>;
  readonly credentials: Credentials;
  /** Sent with AssumeRole; ours, one a source. */
  readonly externalId?: string;
  readonly policy: AwsPolicy;
  /** Names the session in the role's own CloudTrail events. */
  readonly sessionName: string;
  readonly logger?: { debug(message: string): void };
  /** Other than the defaults in tests only. */
  readonly timeouts?: ConnectionTimeouts;
  /** Other than real in tests only. */
  readonly pause?: S3RequestsSetup['pause'];
}

/**
 * Opens nothing yet: the first request is that of `list` or `open`. An aborted signal makes them throw its reason;
 * a stream destroyed by it gets an AbortError. Every other failure is an AwsError.
 *
 * @throws AwsError `aws_endpoint_refused` or `aws_server_identity_refused` where the policy forbids what is asked.
 */
export async function createS3ObjectStore(options: S3ObjectStoreOptions): Promise<ReportingObjectStore> {
  const { location, policy, logger } = options;
  const { bucket, requester_pays: requesterPays = false } = location;
  const endpoint = allowedEndpoint(location.endpoint, policy.allowedEndpoints);
  const proxyUrl = endpoint === undefined ? policy.proxyUrl : undefined;
  const region = new BucketRegion(bucket, firstRegion(location, options.credentials, process.env), endpoint);
  const place = (inRegion: string) => placeOf(inRegion, endpoint, proxyUrl);
  let clockAheadMs: number | undefined;
  const { timeouts } = options;
  const onAnswer = ({ date }: Readonly<Record<string, string>>) => {
    clockAheadMs = clockAheadOf(date) ?? clockAheadMs;
  };
  const [s3, connections] = await Promise.all([
    import('@aws-sdk/client-s3'),
    openConnections({ proxyUrl, timeouts, onAnswer }),
  ]);
  const shared = {
    endpoint,
    // AWS_ENDPOINT_URL and its like would go round the allow-list
    ignoreConfiguredEndpointUrls: true,
    requestHandler: connections.requestHandler,
    retryMode: 'standard',
  };
  const { provider, identity, renewable } = sdkCredentials({
    credentials: options.credentials,
    externalId: options.externalId,
    sessionName: options.sessionName,
    allowServerIdentity: policy.allowServerIdentity,
    bucket,
    place: place(region.first),
    // not where the bucket is: STS may be switched off in that region for the role's account
    stsConfig: () => ({ ...shared, region: region.first }),
  });
  const attemptOf = (asked: Asked): AwsAttempt => ({
    ...asked,
    bucket,
    identity,
    server: `S3 ${place(region.current)}`,
    partition: endpoint === undefined ? region.partition : undefined,
    requesterPays,
  });
  const makeClient = (clientRegion: string, systemClockOffset: number | undefined) => {
    const config: S3ClientConfig = {
      ...shared,
      region: clientRegion,
      credentials: provider,
      systemClockOffset,
      forcePathStyle: location.force_path_style,
      // ours are counted, slow down all stores of the bucket, and know what comes and goes
      maxAttempts: 1,
      // gzip has its own checksum; a second one costs CPU and shows nothing more
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestChecksumCalculation: 'WHEN_REQUIRED',
      // a quarter of what a request costs; the SDK does it only for requests without options, such as an abortSignal
      cacheMiddleware: true,
    };
    return new s3.S3Client(config);
  };
  const ofBucket = { Bucket: bucket, ...(requesterPays && { RequestPayer: 'requester' as const }) };
  const head = (client: S3Client, key: string, signal: AbortSignal) =>
    client.send(new s3.HeadObjectCommand({ ...ofBucket, Key: key }), { abortSignal: signal });
  const requests = new S3Requests({
    region,
    limiter: limiterOf(region.id),
    makeClient,
    renewable,
    attemptOf,
    kmsKeyOf: (client, key, signal) => kmsKeyOf(() => head(client, key, signal)),
    debug: (message) => logger?.debug(message),
    pause: options.pause,
  });

  const get = (key: string, signal: AbortSignal, missing?: MissingPart): Promise<GetObjectCommandOutput> => {
    const rest = missing && { Range: `bytes=${missing.from}-`, IfMatch: missing.etag };
    const command = new s3.GetObjectCommand({ ...ofBucket, Key: key, ...rest });
    return requests.send((client) => client.send(command), { action: 's3:GetObject', key }, signal);
  };

  return {
    async *list({ prefix, startAfter, delimiter, signal }: ListOptions): AsyncIterable<ListPage> {
      const asked: Asked = { action: 's3:ListBucket', prefix };
      let token: string | undefined;
      do {
        const command = new s3.ListObjectsV2Command({
          ...ofBucket,
          Prefix: prefix,
          Delimiter: delimiter,
          StartAfter: token === undefined ? startAfter : undefined,
          ContinuationToken: token,
          // keys may hold characters that XML can't
          EncodingType: 'url',
          OptionalObjectAttributes: ['RestoreStatus'],
        });
        const answer = await requests.send((client) => client.send(command), asked, signal);
        const page = readListing(answer, token);
        if ('untrusted' in page) throw untrusted(attemptOf(asked), page.untrusted);
        yield page;
        token = page.next;
      } while (token !== undefined);
    },

    async open(key, signal) {
      return objectBody(await get(key, signal), {
        signal,
        reopen: (missing) => get(key, signal, missing),
        translate: (error) => toAwsError(error, attemptOf({ action: 's3:GetObject', key })),
        isWorthResuming: ({ code }) => code === 'aws_unreachable',
      });
    },

    kmsKeyOf: (key, signal) =>
      kmsKeyOf(() =>
        requests.send((client) => head(client, key, signal), { action: 's3:GetObject', key }, signal),
      ),

    report: () => ({ ...requests.counted, region: region.current, clockAheadMs }),

    close: () => connections.close(),
  };
}

/** "S3 at …" without its first word, for messages. */
export function placeOf(region: string, endpoint: string | undefined, proxyUrl: string | undefined): string {
  if (endpoint !== undefined) return `at ${endpoint}`;
  return proxyUrl === undefined ? `in ${region}` : `in ${region} through the proxy ${nameOfProxy(proxyUrl)}`;
}

/** Only who may read an object may ask for its headers: an answer with a key says that it was KMS that refused. */
async function kmsKeyOf(
  askHeaders: () => Promise<{ readonly SSEKMSKeyId?: string }>,
): Promise<string | undefined> {
  try {
    return kmsKeyArnIn((await askHeaders()).SSEKMSKeyId ?? '');
  } catch {
    return undefined;
  }
}

function untrusted({ bucket, server }: AwsAttempt, why: string): AwsError {
  return new AwsError(
    'aws_other',
    `The listing of bucket ${bucket} by ${server} can't be used: ${why}. Check what answers there.`,
  );
}
