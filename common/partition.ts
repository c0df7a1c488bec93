/** Which AWS partition a region or an ARN belongs to, and the one place where ARNs are built. */

interface Partition {
  readonly name: string;
  readonly regions: RegExp;
  /** Where to begin when only the partition is known. */
  readonly firstRegion: string;
}

// As in the SDK's own table: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
const PARTITIONS: readonly Partition[] = [
  { name: 'aws-cn', regions: /^cn-/, firstRegion: 'cn-north-1' },
  { name: 'aws-us-gov', regions: /^us-gov-/, firstRegion: 'us-gov-west-1' },
  { name: 'aws-iso', regions: /^us-iso-/, firstRegion: 'us-iso-east-1' },
  { name: 'aws-iso-b', regions: /^us-isob-/, firstRegion: 'us-isob-east-1' },
  { name: 'aws-iso-e', regions: /^eu-isoe-/, firstRegion: 'eu-isoe-west-1' },
  { name: 'aws-iso-f', regions: /^us-isof-/, firstRegion: 'us-isof-south-1' },
  { name: 'aws-eusc', regions: /^eusc-/, firstRegion: 'eusc-de-east-1' },
];
const COMMERCIAL: Partition = { name: 'aws', regions: /^/, firstRegion: 'us-east-1' };
export const PARTITION_NAMES: readonly string[] = [COMMERCIAL, ...PARTITIONS].map(({ name }) => name);

/** The partition of a region: `aws`, `aws-us-gov`, `aws-cn`, `aws-iso`, … An unknown region counts as `aws`. */
export function partitionOf(region: string): string {
  return (PARTITIONS.find(({ regions }) => regions.test(region)) ?? COMMERCIAL).name;
}

/** The region in which to ask first when only the partition is known: us-east-1 for the commercial one. */
export function firstRegionOf(partition: string | undefined): string {
  return (PARTITIONS.find(({ name }) => name === partition) ?? COMMERCIAL).firstRegion;
}

/** `aws`, `aws-cn`, …: the second part of an ARN. */
export function partitionOfArn(arn: string): string | undefined {
  return arn.split(':')[1];
}

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  /** Left empty for global services and for S3. */
  readonly region?: string;
  /** Left empty for S3. */
  readonly account?: string;
  readonly resource: string;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>` */
export function buildArn({ partition, service, region = '', account = '', resource }: ArnParts): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
