/** Reads what people paste for a bucket: its name, an s3:// or https:// address, an ARN, a link to AWS's console. Pure, and small enough for the browser. */
import { firstRegionOf, partitionOf } from './partition';

export interface BucketLocation {
  readonly kind: 'bucket';
  readonly bucket: string;
  /** What stands before `AWSLogs/` in the keys: empty, or ending in `/`. */
  readonly prefix: string;
  /** Where to begin looking for the bucket: as pasted, or the first region of a partition other than `aws`. */
  readonly region?: string;
  /** `aws`, `aws-cn`, …; absent where what was pasted does not tell. */
  readonly partition?: string;
  /** Origin of an S3 server other than AWS, which wants path style. */
  readonly endpoint?: string;
}

/**
 * `access_point`: of an access point, an Outpost or a directory bucket, which sources don't read; the alias of an access
 * point (it ends in `-s3alias`) does as a bucket's name. `unreadable`: nothing that names a bucket.
 */
export type PastedLocation = BucketLocation | { readonly kind: 'access_point' | 'unreadable' };

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (older us-east-1 buckets may hold capitals and underscores)
export const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

const UNREADABLE = { kind: 'unreadable' } as const;
const ACCESS_POINT = { kind: 'access_point' } as const;

const ARN = /^arn:(aws[a-z-]*):([a-z0-9-]+):([^:]*):([^:]*):(.+)$/;
const S3_URI = /^s3[an]?:\/\/([^/]+)\/?(.*)$/i;
const REGION = '[a-z]{2,4}(?:-[a-z]+)+-\\d';
const ANY_REGION = new RegExp(`^${REGION}$`);
// Of the partitions, in the order of the SDK's own table of endpoints
const AWS_SUFFIX =
  '(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)';
// https://docs.aws.amazon.com/general/latest/gr/s3.html; `s3-eu-west-1` is how regions older than 2019 were written
const S3_HOST = new RegExp(
  `^(?:(.+)\\.)?s3(?:-(?:fips|website|accelerate|external-1))?(?:\\.dualstack)?(?:[.-](${REGION}))?\\.${AWS_SUFFIX}$`,
);
const ACCESS_POINT_HOST = /\.(s3-accesspoint|s3-object-lambda|s3-outposts|s3express-)/;
const CONSOLE_HOST = new RegExp(
  `^(?:(${REGION})\\.|s3\\.)?console\\.(?:aws\\.amazon\\.com|amazonaws-us-gov\\.com|amazonaws\\.cn)$`,
);
const CONSOLE_PATH = /^\/s3\/(?:buckets|object|upload)\/([^/]+)/;

/** The bucket that a pasted text means. */
export function parseBucketLocation(pasted: string): PastedLocation {
  const text = pasted.trim();
  const arn = ARN.exec(text);
  if (arn !== null) return fromArn(arn);
  const [, uriBucket, uriKey = ''] = S3_URI.exec(text) ?? [];
  if (uriBucket !== undefined) return located({ bucket: uriBucket, key: uriKey });
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? fromUrl(new URL(text)) : UNREADABLE;
  const [bucket = '', ...folders] = text.split('/');
  // an address without its https://
  if (S3_HOST.test(bucket) || CONSOLE_HOST.test(bucket)) return parseBucketLocation(`https://${text}`);
  return located({ bucket, key: folders.join('/') });
}

function fromArn([, partition = '', service, region = '', , resource = '']: RegExpExecArray): PastedLocation {
  if (service !== 's3') return service?.startsWith('s3') ? ACCESS_POINT : UNREADABLE;
  if (/^(accesspoint|async-request)[/:]/.test(resource)) return ACCESS_POINT;
  const [bucket = '', ...folders] = resource.split('/');
  return located({
    bucket,
    key: folders.join('/'),
    region: ANY_REGION.test(region) ? region : undefined,
    partition,
  });
}

function fromUrl(url: URL): PastedLocation {
  const path = decoded(url.pathname);
  if (path === undefined) return UNREADABLE;
  if (ACCESS_POINT_HOST.test(url.hostname)) return ACCESS_POINT;
  const inConsole = CONSOLE_HOST.exec(url.hostname);
  if (inConsole !== null) return fromConsole(url, path, inConsole[1]);
  const host = S3_HOST.exec(url.hostname);
  const [, first = '', ...folders] = path.split('/');
  const inPath = { bucket: first, key: folders.join('/') };
  if (host === null) return located({ ...inPath, endpoint: url.origin });
  const [, bucket, region] = host;
  const partition = partitionOfHost(url.hostname, region);
  return bucket === undefined
    ? located({ ...inPath, region, partition })
    : located({ bucket, key: path.slice(1), region, partition });
}

function fromConsole(url: URL, path: string, hostRegion: string | undefined): PastedLocation {
  const bucket = CONSOLE_PATH.exec(path)?.[1];
  if (bucket === undefined) return path.startsWith('/s3/ap/') ? ACCESS_POINT : UNREADABLE;
  const named = url.searchParams.get('bucketRegion') ?? url.searchParams.get('region') ?? '';
  const region = ANY_REGION.test(named) ? named : hostRegion;
  const partition = partitionOfHost(url.hostname, region);
  return located({ bucket, key: url.searchParams.get('prefix') ?? '', region, partition });
}

function partitionOfHost(host: string, region: string | undefined): string {
  if (region !== undefined) return partitionOf(region);
  if (host.endsWith('.cn')) return 'aws-cn';
  return host.endsWith('amazonaws-us-gov.com') ? 'aws-us-gov' : 'aws';
}

function located(found: {
  readonly bucket: string;
  readonly key: string;
  readonly region?: string;
  readonly partition?: string;
  readonly endpoint?: string;
}): PastedLocation {
  const { bucket, key, region, partition = region && partitionOf(region), endpoint } = found;
  if (!BUCKET_NAME.test(bucket)) return UNREADABLE;
  const start =
    region ?? (partition === undefined || partition === 'aws' ? undefined : firstRegionOf(partition));
  return { kind: 'bucket', bucket, prefix: prefixOf(key), region: start, partition, endpoint };
}

/** CloudTrail puts a `/` between the prefix and `AWSLogs`. Who pastes a folder further down means all of the trail. */
function prefixOf(key: string): string {
  const [before = ''] = `/${key.replace(/\*$/, '')}`.split(/\/AWSLogs(?:\/|$)/);
  const prefix = before.slice(1);
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
