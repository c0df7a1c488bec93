/** Whether a bucket's server answers at all, asked without credentials: parts faults of the network from those of rights. */
import type { Credentials, SourceLocation } from '../../common/sources';
import { toAwsError } from './aws_errors';
import { clockAheadOf, readAwsFault } from './aws_fault';
import { BucketRegion, firstRegion } from './bucket_region';
import { openConnections, type ConnectionTimeouts } from './connections';
import { allowedEndpoint } from './endpoint_guard';
import { placeOf, type AwsPolicy } from './s3_object_store';

export interface ProbedBucket {
  /** "S3 in eu-central-1" or "S3 at http://127.0.0.1:9000". */
  readonly server: string;
  /** As S3 names it, also to strangers; undefined where it does not. */
  readonly bucketRegion: string | undefined;
  /** By how much this machine's clock is ahead, in milliseconds and good to a second. */
  readonly clockAheadMs: number | undefined;
}

const PROXY_WANTS_PASSWORD = 407;
const TIMEOUTS: ConnectionTimeouts = { connectMs: 5_000, idleMs: 8_000 };

/**
 * Any answer will do: a stranger is refused. Throws AwsError where none came (`aws_unreachable`, which tells DNS, proxy and
 * certificates apart) or the policy forbids to ask (`aws_endpoint_refused`).
 */
export async function probeBucket(
  location: Pick<SourceLocation, 'bucket' | 'region' | 'endpoint' | 'force_path_style'>,
  credentials: Credentials,
  policy: AwsPolicy,
  signal: AbortSignal,
): Promise<ProbedBucket> {
  const { bucket, force_path_style: forcePathStyle } = location;
  const endpoint = allowedEndpoint(location.endpoint, policy.allowedEndpoints);
  const proxyUrl = endpoint === undefined ? policy.proxyUrl : undefined;
  const region = new BucketRegion(bucket, firstRegion(location, credentials, process.env), endpoint);
  const server = `S3 ${placeOf(region.first, endpoint, proxyUrl)}`;
  let answer: Readonly<Record<string, string>> | undefined;
  const onAnswer = (headers: Readonly<Record<string, string>>) => (answer = headers);
  const [{ S3Client, HeadBucketCommand }, connections] = await Promise.all([
    import('@aws-sdk/client-s3'),
    openConnections({ proxyUrl, timeouts: TIMEOUTS, onAnswer }),
  ]);
  const client = new S3Client({
    region: region.first,
    endpoint,
    forcePathStyle,
    // AWS_ENDPOINT_URL and its like would go round the allow-list
    ignoreConfiguredEndpointUrls: true,
    requestHandler: connections.requestHandler,
    maxAttempts: 1,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    // unsigned
    signer: { sign: async (request) => request },
  });
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    if (answer === undefined || readAwsFault(error).status === PROXY_WANTS_PASSWORD)
      throw toAwsError(error, { action: 's3:HeadBucket', bucket, identity: 'nobody', server });
  } finally {
    connections.close();
  }
  return {
    server,
    bucketRegion: answer?.['x-amz-bucket-region'],
    clockAheadMs: clockAheadOf(answer?.['date']),
  };
}
