/** What people paste for a bucket, and what is understood. */
import { expect, test } from 'vitest';
import { parseBucketLocation } from './bucket_location';

const IN_EUROPE = { region: 'eu-west-1', partition: 'aws' };

test.each([
  ['my-trails', { bucket: 'my-trails', prefix: '' }],
  ['  my-trails\n', { bucket: 'my-trails', prefix: '' }],
  ['my.dotted.trails', { bucket: 'my.dotted.trails', prefix: '' }],
  ['My_Old_Bucket', { bucket: 'My_Old_Bucket', prefix: '' }],
  ['my-trails/audit', { bucket: 'my-trails', prefix: 'audit/' }],
  ['point-abcdefgh1234-s3alias', { bucket: 'point-abcdefgh1234-s3alias', prefix: '' }],
  ['s3://my-trails', { bucket: 'my-trails', prefix: '' }],
  ['S3://my-trails/', { bucket: 'my-trails', prefix: '' }],
  ['s3://my-trails/a b/100%/', { bucket: 'my-trails', prefix: 'a b/100%/' }],
  ['s3a://my-trails/audit/AWSLogs/111122223333/CloudTrail/', { bucket: 'my-trails', prefix: 'audit/' }],
  ['s3://my-trails/AWSLogs/o-abc/111122223333/', { bucket: 'my-trails', prefix: '' }],
  ['s3://my-trails/NotAWSLogs/', { bucket: 'my-trails', prefix: 'NotAWSLogs/' }],
  ['https://my-trails.s3.eu-west-1.amazonaws.com/audit/', { prefix: 'audit/', ...IN_EUROPE }],
  ['https://my-trails.s3-eu-west-1.amazonaws.com', { prefix: '', ...IN_EUROPE }],
  ['https://my-trails.s3.dualstack.eu-west-1.amazonaws.com/', { prefix: '', ...IN_EUROPE }],
  ['my-trails.s3.eu-west-1.amazonaws.com', { prefix: '', ...IN_EUROPE }],
  ['https://my-trails.s3-accelerate.amazonaws.com', { prefix: '', partition: 'aws' }],
  ['https://my-trails.s3.amazonaws.com/a%20b/c%2Bd', { prefix: 'a b/c+d/', partition: 'aws' }],
  [
    'https://my.dotted.trails.s3.eu-west-1.amazonaws.com/',
    { bucket: 'my.dotted.trails', prefix: '', ...IN_EUROPE },
  ],
  ['https://s3.eu-west-1.amazonaws.com/my-trails/audit/AWSLogs', { prefix: 'audit/', ...IN_EUROPE }],
  ['https://s3-eu-west-1.amazonaws.com/my-trails', { prefix: '', ...IN_EUROPE }],
  ['https://s3.amazonaws.com/my-trails', { prefix: '', partition: 'aws' }],
  [
    'https://my-trails.s3-fips.us-gov-west-1.amazonaws.com',
    { prefix: '', region: 'us-gov-west-1', partition: 'aws-us-gov' },
  ],
  [
    'https://my-trails.s3.cn-northwest-1.amazonaws.com.cn/x',
    { prefix: 'x/', region: 'cn-northwest-1', partition: 'aws-cn' },
  ],
  [
    'https://s3.us-iso-east-1.c2s.ic.gov/my-trails',
    { prefix: '', region: 'us-iso-east-1', partition: 'aws-iso' },
  ],
  ['arn:aws:s3:::my-trails', { prefix: '', partition: 'aws' }],
  ['arn:aws:s3:::my-trails/audit/*', { prefix: 'audit/', partition: 'aws' }],
  ['arn:aws-cn:s3:::my-trails', { prefix: '', region: 'cn-north-1', partition: 'aws-cn' }],
  ['arn:aws-us-gov:s3:::my-trails/*', { prefix: '', region: 'us-gov-west-1', partition: 'aws-us-gov' }],
  [
    'https://s3.console.aws.amazon.com/s3/buckets/my-trails?region=eu-west-1&prefix=AWSLogs/111122223333/&showversions=false',
    { prefix: '', ...IN_EUROPE },
  ],
  [
    'https://eu-west-1.console.aws.amazon.com/s3/buckets/my-trails?tab=objects&prefix=audit%2FAWSLogs%2F',
    { prefix: 'audit/', ...IN_EUROPE },
  ],
  [
    'https://us-east-1.console.aws.amazon.com/s3/buckets/my-trails?region=us-east-1&bucketType=general&bucketRegion=eu-west-1',
    { prefix: '', ...IN_EUROPE },
  ],
  ['https://s3.console.aws.amazon.com/s3/buckets/my-trails?region=x:y', { prefix: '', partition: 'aws' }],
  [
    'https://console.amazonaws-us-gov.com/s3/buckets/my-trails',
    { prefix: '', region: 'us-gov-west-1', partition: 'aws-us-gov' },
  ],
  [
    'https://console.amazonaws.cn/s3/object/my-trails?prefix=AWSLogs/1.json.gz',
    { prefix: '', region: 'cn-north-1', partition: 'aws-cn' },
  ],
  ['http://minio.example.com:9000/my-trails/x/', { prefix: 'x/', endpoint: 'http://minio.example.com:9000' }],
])('%s names a bucket', (pasted, expected) => {
  const nothing = { region: undefined, partition: undefined, endpoint: undefined };
  expect(parseBucketLocation(pasted)).toEqual({
    kind: 'bucket',
    bucket: 'my-trails',
    ...nothing,
    ...expected,
  });
});

test.each([
  'arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point',
  'arn:aws:s3::111122223333:accesspoint/abc.mrap',
  'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/my-point',
  'arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/bucket/my-trails',
  'arn:aws:s3express:us-west-2:111122223333:bucket/b--usw2-az1--x-s3',
  'https://my-point-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/x',
  'https://s3.console.aws.amazon.com/s3/ap/111122223333/my-point?region=eu-west-1',
])('%s is an access point', (pasted) => {
  expect(parseBucketLocation(pasted)).toEqual({ kind: 'access_point' });
});

test.each([
  '',
  '   ',
  'ab',
  's3://',
  's3:///audit',
  'arn:aws:iam::111122223333:role/reader',
  'arn:aws:s3:::*',
  'https://console.aws.amazon.com/cloudtrail/home',
  'https://s3.eu-west-1.amazonaws.com/',
  'https://my-trails.s3.amazonaws.com/%E0%A4%A',
  'https://',
  'two words',
  'key=value',
])('%j names no bucket', (pasted) => {
  expect(parseBucketLocation(pasted)).toEqual({ kind: 'unreadable' });
});
