/** Each fault of S3, STS and the network as the owner of a source reads it. */
import { expect, test } from 'vitest';
import { toAwsError, type AwsAttempt } from './aws_errors';

const GET: AwsAttempt = {
  action: 's3:GetObject',
  bucket: 'trails',
  key: 'a.json.gz',
  identity: 'the access key ending in MPLE',
  server: 'S3 in us-east-1',
};
const LIST: AwsAttempt = { ...GET, action: 's3:ListBucket', key: undefined, prefix: 'AWSLogs/' };
const ASSUME: AwsAttempt = {
  ...GET,
  action: 'sts:AssumeRole',
  key: undefined,
  roleArn: 'arn:aws:iam::111122223333:role/reader',
  server: 'STS in eu-south-1',
};
const KMS_KEY = 'arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** An error as the SDK throws it: a code and a status, or a socket's code. */
function fault(name: string, status?: number): Error {
  return Object.assign(new Error('said by the server'), { name, $metadata: { httpStatusCode: status } });
}

test.each([
  [fault('NoSuchKey', 404), GET, 'aws_no_such_key', /a\.json\.gz in bucket trails/],
  [fault('NoSuchBucket', 404), LIST, 'aws_no_such_bucket', /no bucket trails/],
  [fault('NotFound', 404), LIST, 'aws_no_such_bucket', /trails/],
  [fault('NotFound', 404), GET, 'aws_no_such_key', /a\.json\.gz/],
  [fault('InvalidObjectState', 403), GET, 'aws_archived', /Restore it/],
  [fault('KMS.AccessDeniedException', 400), GET, 'aws_kms_denied', /kms:Decrypt on the bucket's KMS key/],
  [fault('KMS.DisabledException', 400), GET, 'aws_kms_denied', /Enable the bucket's KMS key/],
  [fault('KMS.KMSInvalidStateException', 400), GET, 'aws_kms_denied', /cancel its deletion/],
  [
    fault('AccessDenied', 403),
    { ...GET, kmsKeyArn: KMS_KEY },
    'aws_kms_denied',
    /kms:Decrypt on arn:aws-cn:kms/,
  ],
  [
    fault('NoSuchBucket', 404),
    { ...LIST, partition: 'aws' },
    'aws_no_such_bucket',
    /China or GovCloud.*region/,
  ],
  [fault('AccessDenied', 403), { ...GET, requesterPays: false }, 'aws_access_denied', /is requester pays/],
  [fault('AccessDenied', 403), { ...GET, requesterPays: true }, 'aws_access_denied', /deny it\.$/],
  [fault('AccessDenied', 403), ASSUME, 'aws_access_denied', /trust policy must name.*sts:ExternalId/],
  [fault('RegionDisabledException', 403), ASSUME, 'aws_access_denied', /STS in eu-south-1 is not active/],
  [fault('RequestLimitExceeded', 503), LIST, 'aws_throttled', /RequestLimitExceeded/],
  [fault('Unknown', 429), LIST, 'aws_throttled', /fewer requests/],
  [fault('Unknown', 304), GET, 'aws_other', /HTTP 304/],
  [fault('PreconditionFailed', 412), GET, 'aws_other', /PreconditionFailed/],
  [fault('Unknown', 407), LIST, 'aws_unreachable', /cloudtrail\.aws\.proxyUrl/],
  [fault('InvalidAccessKeyId', 403), LIST, 'aws_bad_credentials', /Check key id and secret/],
  [fault('InvalidClientTokenId', 403), LIST, 'aws_bad_credentials', /InvalidClientTokenId/],
  [fault('CredentialsProviderError'), LIST, 'aws_bad_credentials', /No AWS credentials were found/],
  [fault('Forbidden', 403), GET, 'aws_access_denied', /s3:GetObject on a\.json\.gz/],
  [fault('Unknown', 503), LIST, 'aws_throttled', /fewer requests/],
  [fault('InternalError', 500), LIST, 'aws_unreachable', /InternalError/],
  [fault('Teapot', 418), LIST, 'aws_other', /Teapot, HTTP 418/],
  [fault('TimeoutError'), GET, 'aws_unreachable', /TimeoutError/],
  [
    Object.assign(new Error(), { code: 'ENOTFOUND' }),
    LIST,
    'aws_unreachable',
    /^S3 in us-east-1.*DNS.*ENOTFOUND/,
  ],
  [
    Object.assign(new Error(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    LIST,
    'aws_unreachable',
    /NODE_EXTRA_CA_CERTS/,
  ],
  ['no error at all', LIST, 'aws_other', /Unknown/],
])('%s on %o becomes %s, in words that help', (thrown, attempt, code, message) => {
  const error = toAwsError(thrown, attempt);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(error.message).not.toContain('said by the server');
  expect(error.cause).toBeUndefined();
});

test('a code that is no code, but text of the answer, is not repeated', () => {
  expect(toAwsError(fault('<b>look at me</b>', 400), LIST).message).toBe(
    'AWS failed on s3:ListBucket on bucket trails (Unknown, HTTP 400).',
  );
});

test('a signature refused while the clock is off is told as a wrong clock (pain 36)', () => {
  const date = new Date(Date.now() + 20 * 60_000).toUTCString();
  const refused = Object.assign(fault('SignatureDoesNotMatch', 403), { $response: { headers: { date } } });
  expect(toAwsError(refused, LIST)).toMatchObject({
    code: 'aws_clock_skew',
    message: expect.stringMatching(/it is 20 minutes behind AWS's/),
  });
});

test('the code of the answer counts more than the name that the SDK gave', () => {
  const error = Object.assign(fault('S3ServiceException', 403), { Code: 'AllAccessDisabled' });
  expect(toAwsError(error, LIST)).toMatchObject({ code: 'aws_access_denied' });
});
