/** Regions and ARNs of all partitions. */
import { expect, test } from 'vitest';
import { buildArn, firstRegionOf, partitionOf, partitionOfArn } from './partition';

test.each([
  ['us-east-1', 'aws'],
  ['eu-central-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
])('the region %s belongs to the partition %s (pain 31)', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test('a bucket in GovCloud gets an ARN of GovCloud (pain 31)', () => {
  const partition = partitionOf('us-gov-east-1');
  expect(buildArn({ partition, service: 's3', resource: 'trails/*' })).toBe('arn:aws-us-gov:s3:::trails/*');
  expect(
    buildArn({
      partition,
      service: 'kms',
      region: 'us-gov-east-1',
      account: '111122223333',
      resource: 'key/1',
    }),
  ).toBe('arn:aws-us-gov:kms:us-gov-east-1:111122223333:key/1');
});

test('the first region to ask comes from the partition of the role (pain 31)', () => {
  expect(firstRegionOf(partitionOfArn('arn:aws-cn:iam::111122223333:role/reader'))).toBe('cn-north-1');
  expect(firstRegionOf(partitionOfArn('arn:aws:iam::111122223333:role/reader'))).toBe('us-east-1');
});
