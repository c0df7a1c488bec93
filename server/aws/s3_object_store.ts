/** A bucket behind the ObjectStore port, by the AWS SDK. Loaded by dynamic import only: the SDK is heavy. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { addAbortSignal, pipeline, Readable, Transform } from 'node:stream';
import type {
  GetObjectCommandOutput,
  ListObjectsV2CommandOutput,
  S3Client,
  S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { Credentials, SourceLocation } from '../../common/sources';
import { AwsError } from '../errors';
import { sdkCredentials } from './aws_credentials';
import { toAwsError, type AwsAttempt } from './aws_errors';
import { readAwsFault } from './aws_fault';
import { allowedEndpoint, guardedLookup } from './endpoint_guard';
import type { ListOptions, ListPage, ObjectStore } from './object_store';
import { firstRegionOf, partitionOf, partitionOfArn } from '../../common/partition';

/** What the administrator allows, from kibana.yml. */
export interface AwsPolicy {
  readonly allowedEndpoints: readonly string[];
  readonly allowServerIdentity: boolean;
}

export interface S3ObjectStoreOptions {
  readonly location: Pick<SourceLocation, 'bucket' | 'region' | 'endpoint' | 'force_path_style'>;
  readonly credentials: Credentials;
  /** Sent with AssumeRole; ours, one a source. */
  readonly externalId?: string;
  readonly policy: AwsPolicy;
  /** Names the session in the role's own CloudTrail events. */
  readonly sessionName: string;
  readonly logger?: { debug(message: string): void };
  /** Milliseconds; other than the defaults in tests only. */
  readonly timeouts?: { readonly connectMs: number; readonly idleMs: number };
}

const DEFAULT_TIMEOUTS = { connectMs: 5_000, idleMs: 30_000 };
const MAX_ATTEMPTS = 3;

/** Regions that buckets turned out to be in, by `regionKey`, for as long as this process lives. One entry a bucket. */
const learntRegions = new Map<string, string>();

/**
 * Opens nothing yet: the first request is that of `list` or `open`. An aborted signal makes them throw its reason;
 * a stream destroyed by it gets an AbortError. Every other failure is an AwsError.
 *
 * @throws AwsError `aws_endpoint_refused` or `aws_server_identity_refused` where the policy forbids what is asked.
 */
export async function createS3ObjectStore(options: S3ObjectStoreOptions): Promise<ObjectStore> {
  const { location, policy, logger, timeouts = DEFAULT_TIMEOUTS } = options;
  const { bucket } = location;
  const endpoint = allowedEndpoint(location.endpoint, policy.allowedEndpoints);
  const firstRegion = location.region ?? regionOfCredentials(options.credentials);
  const partition = partitionOf(firstRegion);
  const regionKey = [partition, endpoint ?? '', bucket].join(' ');
  const currentRegion = () => learntRegions.get(regionKey) ?? firstRegion;
  const place = () => (endpoint === undefined ? `in ${currentRegion()}` : `at ${endpoint}`);

  const lookup = guardedLookup();
  const httpAgent = new HttpAgent({ keepAlive: true, lookup });
  const httpsAgent = new HttpsAgent({ keepAlive: true, lookup });
  const [s3, { NodeHttpHandler }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@smithy/node-http-handler'),
  ]);
  const shared = () => ({
    region: currentRegion(),
    endpoint,
    // AWS_ENDPOINT_URL and its like would go round the allow-list
    ignoreConfiguredEndpointUrls: true,
    requestHandler,
    retryMode: 'standard',
    maxAttempts: MAX_ATTEMPTS,
  });
  const requestHandler = new NodeHttpHandler({
    httpAgent,
    httpsAgent,
    connectionTimeout: timeouts.connectMs,
    socketTimeout: timeouts.idleMs,
  });
  const { provider, identity, renewable } = sdkCredentials({
    credentials: options.credentials,
    externalId: options.externalId,
    sessionName: options.sessionName,
    allowServerIdentity: policy.allowServerIdentity,
    bucket,
    place: place(),
    stsConfig: shared,
  });

  function createClient(): S3Client {
    const config: S3ClientConfig = {
      ...shared(),
      credentials: provider,
      forcePathStyle: location.force_path_style,
      // gzip has its own checksum; a second one costs CPU and shows nothing more
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestChecksumCalculation: 'WHEN_REQUIRED',
    };
    return new s3.S3Client(config);
  }
  // A client keeps its signing region and its credentials, so a new one is made where either has changed.
  // Clients hold nothing but the shared connections: the old one needs no closing, and its streams go on.
  let client = createClient();

  const attemptOf = (about: Pick<AwsAttempt, 'action' | 'key' | 'prefix'>): AwsAttempt => ({
    ...about,
    bucket,
    identity,
    server: `S3 ${place()}`,
  });

  /** Sends; follows the bucket to its region once, and renews expired credentials once. */
  async function send<Output>(
    request: (client: S3Client) => Promise<Output>,
    about: Pick<AwsAttempt, 'action' | 'key' | 'prefix'>,
    signal: AbortSignal,
  ): Promise<Output> {
    let mayFollow = true;
    let mayRenew = renewable;
    for (;;) {
      signal.throwIfAborted();
      const used = client;
      const usedRegion = currentRegion();
      try {
        return await request(used);
      } catch (error) {
        signal.throwIfAborted();
        const fault = readAwsFault(error);
        logger?.debug(`${about.action}: ${fault.code}, HTTP ${fault.status}, request ${fault.requestId}`);
        const { bucketRegion } = fault;
        const isElsewhere = bucketRegion !== undefined && bucketRegion !== usedRegion;
        if (isElsewhere && partitionOf(bucketRegion) !== partition) {
          throw new AwsError('aws_wrong_region', otherPartition(bucket, bucketRegion, usedRegion));
        }
        if (isElsewhere && mayFollow) {
          mayFollow = false;
          learntRegions.set(regionKey, bucketRegion);
        } else if (
          /^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/.test(fault.code) &&
          mayRenew
        ) {
          mayRenew = false;
        } else {
          throw toAwsError(error, attemptOf(about));
        }
        // another request may have replaced it meanwhile
        if (client === used) client = createClient();
      }
    }
  }

  return {
    async *list({ prefix, startAfter, delimiter, signal }: ListOptions): AsyncIterable<ListPage> {
      let next: string | undefined;
      do {
        const command = new s3.ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          Delimiter: delimiter,
          StartAfter: next === undefined ? startAfter : undefined,
          ContinuationToken: next,
          // keys may hold characters that XML can't
          EncodingType: 'url',
        });
        const about = { action: 's3:ListBucket', prefix } as const;
        const page = await send((c) => c.send(command, { abortSignal: signal }), about, signal);
        yield pageOf(page);
        next = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (next !== undefined);
    },

    async open(key, signal) {
      const command = new s3.GetObjectCommand({ Bucket: bucket, Key: key });
      const about = { action: 's3:GetObject', key } as const;
      const object = await send((c) => c.send(command, { abortSignal: signal }), about, signal);
      return bodyOf(object, signal, (error) => toAwsError(error, attemptOf(about)));
    },

    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

function regionOfCredentials(credentials: Credentials): string {
  return firstRegionOf(credentials.type === 'role' ? partitionOfArn(credentials.role_arn) : undefined);
}

function otherPartition(bucket: string, bucketRegion: string, region: string): string {
  return (
    `Bucket ${bucket} is in ${bucketRegion}, of the partition ${partitionOf(bucketRegion)}; ${region} is of ` +
    `${partitionOf(region)}. Set the source's region to ${bucketRegion} and use credentials of that partition.`
  );
}

function pageOf({ Contents, CommonPrefixes, EncodingType }: ListObjectsV2CommandOutput): ListPage {
  const decode = EncodingType === 'url' ? decodeKey : (key: string) => key;
  return {
    objects: (Contents ?? []).map(({ Key = '', Size = 0, StorageClass = 'STANDARD' }) => ({
      key: decode(Key),
      size: Size,
      storageClass: StorageClass,
    })),
    prefixes: (CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix)),
  };
}

/** S3 writes spaces as `+`, as HTML forms do. What can't be decoded was not encoded. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

/** The body as a stream whose faults are AwsErrors, and which lets go of its socket when destroyed. */
function bodyOf(
  { Body }: GetObjectCommandOutput,
  signal: AbortSignal,
  translate: (error: Error) => AwsError,
): Readable {
  if (!(Body instanceof Readable)) return Readable.from([]);
  const body = Body;
  const out = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    destroy(error, done) {
      // only the body's own fault is S3's; what the reader destroys it with stays as it is
      const isBodyFault = error !== null && (error === body.errored || isPrematureClose(error));
      done(isBodyFault ? translate(error) : error);
    },
  });
  // first, so that an abort reaches the reader as one and not as the broken socket behind it
  addAbortSignal(signal, out);
  pipeline(body, out, () => {});
  return out;
}

function isPrematureClose(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
