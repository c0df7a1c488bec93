/** The region of one bucket: where to begin, and what S3's answers then say. */
import type { Credentials, SourceLocation } from '../../common/sources';
import { firstRegionOf, partitionOf, partitionOfArn } from '../../common/partition';
import { AwsError } from '../errors';

/** Regions that buckets turned out to be in, by `BucketRegion.id`, for as long as this process lives. One entry a bucket. */
const learntRegions = new Map<string, string>();

export class BucketRegion {
  /** The bucket in its partition, or at its endpoint: the same for all stores that see it. */
  readonly id: string;
  readonly partition: string;

  constructor(
    private readonly bucket: string,
    /** Where to begin; STS is asked there, too. */
    readonly first: string,
    endpoint: string | undefined,
  ) {
    this.partition = partitionOf(first);
    this.id = [this.partition, endpoint ?? '', bucket].join(' ');
  }

  get current(): string {
    return learntRegions.get(this.id) ?? this.first;
  }

  /**
   * Takes the region that an answer to a request in `asked` names; true where it is another one.
   *
   * @throws AwsError `aws_wrong_region` for a region of another partition: no credentials hold in two of them.
   */
  learn(region: string | undefined, asked: string): boolean {
    if (region === undefined || region === asked) return false;
    if (partitionOf(region) !== this.partition) {
      throw new AwsError('aws_wrong_region', otherPartition(this.bucket, region, asked));
    }
    learntRegions.set(this.id, region);
    return true;
  }
}

/**
 * Where to begin looking: the region given, else one of the role's partition, else that of Kibana's machine where its
 * identity is used. An access key does not tell its partition, so us-east-1 it is; China and GovCloud need the region.
 */
export function firstRegion(
  { region }: Pick<SourceLocation, 'region'>,
  credentials: Credentials,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (region !== undefined) return region;
  if (credentials.type === 'role') return firstRegionOf(partitionOfArn(credentials.role_arn));
  const ofMachine =
    credentials.type === 'server' ? env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] : undefined;
  return ofMachine || firstRegionOf(undefined);
}

function otherPartition(bucket: string, bucketRegion: string, region: string): string {
  return (
    `Bucket ${bucket} is in ${bucketRegion}, of the partition ${partitionOf(bucketRegion)}; ${region} is of ` +
    `${partitionOf(region)}. Set the source's region to ${bucketRegion} and use credentials of that partition.`
  );
}
