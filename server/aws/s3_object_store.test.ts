/** The S3 store against scripted answers over real HTTP. */
import * as dns from 'node:dns';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import {
  assumeRoleAnswer,
  errorAnswer,
  listAnswer,
  startScriptedS3,
  type Script,
  type ScriptedS3,
} from '../../test/servers/scripted_s3';
import type { Credentials } from '../../common/sources';
import type { ListOptions, ListPage, ObjectStore } from './object_store';
import { createS3ObjectStore, type S3ObjectStoreOptions } from './s3_object_store';

// Every name resolves to the metadata service: no test asks a real name server, and none that uses a name may connect.
vi.mock('node:dns', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:dns')>()),
  lookup: vi.fn((_host: string, _options: object, done: (error: null, addresses: object[]) => void) =>
    done(null, [{ address: '169.254.169.254', family: 4 }]),
  ),
}));

const SECRET = 'wJalrXUtnFEMI-secret';
const KEY: Credentials = {
  type: 'access_key',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: SECRET,
};
const ROLE_ARN = 'arn:aws:iam::111122223333:role/reader';
const ROLE: Credentials = {
  type: 'role',
  role_arn: ROLE_ARN,
  access_key: { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: SECRET },
};
const signal = new AbortController().signal;
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function setUp(
  script: Script,
  options: Partial<Omit<S3ObjectStoreOptions, 'location'>> & { region?: string } = {},
): Promise<{ store: ObjectStore; s3: ScriptedS3 }> {
  const s3 = await startScriptedS3(script);
  cleanUp.push(() => s3.close());
  const { region, ...rest } = options;
  const store = await createS3ObjectStore({
    location: { bucket: 'trails', endpoint: s3.origin, force_path_style: true, region },
    credentials: KEY,
    policy: { allowedEndpoints: [s3.origin], allowServerIdentity: false },
    sessionName: 'cloudtrail-1',
    timeouts: { connectMs: 1000, idleMs: 300 },
    ...rest,
  });
  cleanUp.push(() => store.close());
  return { store, s3 };
}

async function pages(store: ObjectStore, options: Partial<ListOptions> = {}): Promise<ListPage[]> {
  const seen: ListPage[] = [];
  for await (const page of store.list({ prefix: 'AWSLogs/', signal, ...options })) seen.push(page);
  return seen;
}

async function keys(store: ObjectStore): Promise<string[]> {
  return (await pages(store)).flatMap(({ objects }) => objects.map(({ key }) => key));
}

function scopeOf(s3: ScriptedS3, index: number): string | undefined {
  return /Credential=([^,]+)/.exec(s3.requests[index]?.headers.authorization ?? '')?.[1];
}

const failsWith = (code: string, message: RegExp) =>
  expect.objectContaining({ name: 'AwsError', code, message: expect.stringMatching(message) });

test('listing walks the pages, with prefix, delimiter and start on the first only where S3 wants it so', async () => {
  const { store, s3 } = await setUp([listAnswer(['a', 'b'], { next: 'token' }), listAnswer(['c'])]);
  const seen = await pages(store, { startAfter: 'AWSLogs/x', delimiter: '/' });
  expect(
    seen.map(({ objects }) => objects.map(({ key, size, storageClass }) => [key, size, storageClass])),
  ).toEqual([
    [
      ['a', 1, 'STANDARD'],
      ['b', 1, 'STANDARD'],
    ],
    [['c', 1, 'STANDARD']],
  ]);
  const [first, second] = s3.requests.map(({ query }) => Object.fromEntries(query));
  expect(first).toMatchObject({ prefix: 'AWSLogs/', delimiter: '/', 'start-after': 'AWSLogs/x' });
  expect(second).toMatchObject({ 'continuation-token': 'token' });
  expect(second).not.toHaveProperty('start-after');
  expect(s3.requests.map(({ headers }) => headers['x-amz-request-payer'])).toEqual([undefined, undefined]);
});

test('keys that S3 encodes come out as they are stored', async () => {
  const encoded = listAnswer(['a+b%2Bc%2F%C3%A4%01'], { prefixes: ['o-1%2F+x%2F'], urlEncoded: true });
  const { store } = await setUp([encoded, listAnswer(['a+b%2B'])]);
  const [page] = await pages(store);
  expect(page?.objects[0]?.key).toBe('a b+c/ä\u0001');
  expect(page?.prefixes).toEqual(['o-1/ x/']);
  expect(await keys(store)).toEqual(['a+b%2B']);
});

test('an object comes as the bytes that are stored', async () => {
  const bytes = Buffer.from([0x1f, 0x8b, 0, 255, 10, 13]);
  const { store, s3 } = await setUp([{ headers: { 'content-encoding': 'gzip' }, body: bytes }]);
  expect(await buffer(await store.open('a/ä+b c.json.gz', signal))).toEqual(bytes);
  expect(s3.requests[0]?.path).toBe('/trails/a/ä+b c.json.gz');
});

test('a bucket in another region is followed there, signed anew, and the region remembered (pain 27)', async () => {
  const redirect = errorAnswer(301, 'PermanentRedirect', { headers: { 'x-amz-bucket-region': 'eu-west-1' } });
  const { store, s3 } = await setUp([redirect, listAnswer(['a']), listAnswer(['b']), listAnswer(['c'])]);
  expect(await keys(store)).toEqual(['a']);
  expect(await keys(store)).toEqual(['b']);
  const again = await createS3ObjectStore({
    location: { bucket: 'trails', endpoint: s3.origin, force_path_style: true },
    credentials: KEY,
    policy: { allowedEndpoints: [s3.origin], allowServerIdentity: false },
    sessionName: 'cloudtrail-1',
  });
  cleanUp.push(() => again.close());
  expect(await keys(again)).toEqual(['c']);
  const regions = s3.requests.map((_, index) => scopeOf(s3, index)?.split('/')[2]);
  expect(regions).toEqual(['us-east-1', 'eu-west-1', 'eu-west-1', 'eu-west-1']);
});

test.each([
  [
    'a 400 with the header',
    errorAnswer(400, 'BadRequest', { headers: { 'x-amz-bucket-region': 'eu-west-1' } }),
  ],
  [
    'a 403 with the header',
    errorAnswer(403, 'AccessDenied', { headers: { 'x-amz-bucket-region': 'eu-west-1' } }),
  ],
  [
    'a 400 that names the region in its body',
    errorAnswer(400, 'AuthorizationHeaderMalformed', { fields: { Region: 'eu-west-1' } }),
  ],
])('the region is learnt from %s too, never by GetBucketLocation (pain 28)', async (_name, answer) => {
  const { store, s3 } = await setUp([answer, listAnswer(['a'])]);
  expect(await keys(store)).toEqual(['a']);
  expect(scopeOf(s3, 1)).toContain('/eu-west-1/');
  expect(s3.requests.some(({ query }) => query.has('location'))).toBe(false);
});

test('a redirect that leads nowhere is an error after one more try (pain 27)', async () => {
  const to = (region: string) =>
    errorAnswer(301, 'PermanentRedirect', { headers: { 'x-amz-bucket-region': region } });
  const { store, s3 } = await setUp([to('eu-west-1'), to('eu-west-2')]);
  await expect(keys(store)).rejects.toThrow(failsWith('aws_wrong_region', /eu-west-2/));
  expect(s3.requests).toHaveLength(2);
});

test('a bucket of another partition is not followed there (pain 31)', async () => {
  const { store, s3 } = await setUp([
    errorAnswer(301, 'PermanentRedirect', { headers: { 'x-amz-bucket-region': 'cn-north-1' } }),
  ]);
  await expect(keys(store)).rejects.toThrow(failsWith('aws_wrong_region', /cn-north-1.*partition aws-cn/));
  expect(s3.requests).toHaveLength(1);
});

test('a role of GovCloud is asked for in GovCloud when no region is given (pain 31)', async () => {
  const role: Credentials = { ...ROLE, role_arn: 'arn:aws-us-gov:iam::111122223333:role/reader' };
  const expiration = new Date(Date.now() + 3_600_000);
  const { store, s3 } = await setUp([assumeRoleAnswer('ASIAGOV', expiration), listAnswer(['a'])], {
    credentials: role,
  });
  expect(await keys(store)).toEqual(['a']);
  expect(scopeOf(s3, 0)).toMatch(/us-gov-west-1\/sts/);
  expect(scopeOf(s3, 1)).toMatch(/us-gov-west-1\/s3/);
});

test('a redirect by Location, to the metadata service or elsewhere, is not followed', async () => {
  const elsewhere = await startScriptedS3([listAnswer(['stolen'])]);
  cleanUp.push(() => elsewhere.close());
  for (const target of ['http://169.254.169.254/latest/meta-data/', `${elsewhere.origin}/trails`]) {
    const { store } = await setUp([errorAnswer(307, 'TemporaryRedirect', { headers: { location: target } })]);
    await expect(keys(store)).rejects.toThrow(failsWith('aws_wrong_region', /TemporaryRedirect/));
  }
  expect(elsewhere.requests).toHaveLength(0);
});

test('an endpoint that the settings do not list gets no request', async () => {
  const s3 = await startScriptedS3([]);
  cleanUp.push(() => s3.close());
  const created = setUp([], { policy: { allowedEndpoints: [s3.origin], allowServerIdentity: true } });
  await expect(created).rejects.toThrow(
    failsWith('aws_endpoint_refused', /cloudtrail\.aws\.allowedEndpoints/),
  );
});

test('an endpoint from the environment does not go round the allow-list, nor a name that leads to the metadata service', async () => {
  const s3 = await startScriptedS3([]);
  cleanUp.push(() => s3.close());
  vi.stubEnv('AWS_ENDPOINT_URL', s3.origin);
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.origin);
  const store = await createS3ObjectStore({
    location: { bucket: 'trails', force_path_style: true },
    credentials: KEY,
    policy: { allowedEndpoints: [], allowServerIdentity: false },
    sessionName: 'cloudtrail-1',
  });
  cleanUp.push(() => store.close());
  await expect(keys(store)).rejects.toThrow(
    failsWith('aws_endpoint_refused', /^S3 in us-east-1 resolves to a link-local or metadata address/),
  );
  expect(dns.lookup).toHaveBeenCalledWith('s3.us-east-1.amazonaws.com', expect.anything(), expect.anything());
  expect(s3.requests).toHaveLength(0);
});

test("Kibana's own identity is refused unless the settings allow it, for a role's base too", async () => {
  const refused = failsWith('aws_server_identity_refused', /cloudtrail\.aws\.allowServerIdentity/);
  await expect(setUp([], { credentials: { type: 'server' } })).rejects.toThrow(refused);
  await expect(setUp([], { credentials: { type: 'role', role_arn: ROLE_ARN } })).rejects.toThrow(refused);
});

test("Kibana's own identity is taken from the SDK's chain where the settings allow it", async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAFROMTHEMACHINE00');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'machine-secret');
  const s3 = await startScriptedS3([listAnswer(['a'])]);
  cleanUp.push(() => s3.close());
  const store = await createS3ObjectStore({
    location: { bucket: 'trails', endpoint: s3.origin, force_path_style: true },
    credentials: { type: 'server' },
    policy: { allowedEndpoints: [s3.origin], allowServerIdentity: true },
    sessionName: 'cloudtrail-1',
  });
  cleanUp.push(() => store.close());
  expect(await keys(store)).toEqual(['a']);
  expect(scopeOf(s3, 0)).toMatch(/^AKIAFROMTHEMACHINE00\//);
});

test('a role is assumed with our external id and the source in the session name', async () => {
  const expiration = new Date(Date.now() + 3_600_000);
  const { store, s3 } = await setUp([assumeRoleAnswer('ASIAFIRST', expiration), listAnswer(['a'])], {
    credentials: ROLE,
    externalId: 'ours-42',
    sessionName: 'cloudtrail 7/8',
  });
  expect(await keys(store)).toEqual(['a']);
  const form = Object.fromEntries(new URLSearchParams(s3.requests[0]?.body));
  expect(form).toMatchObject({
    Action: 'AssumeRole',
    RoleArn: ROLE_ARN,
    ExternalId: 'ours-42',
    RoleSessionName: 'cloudtrail-7-8',
  });
  expect(scopeOf(s3, 0)).toMatch(/^AKIAIOSFODNN7EXAMPLE\//);
  expect(scopeOf(s3, 1)).toMatch(/^ASIAFIRST\//);
  expect(s3.requests[1]?.headers['x-amz-security-token']).toBe('assumed-token');
});

test('a role is assumed anew when the clock has passed its hour, and not before (pain 32)', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
  const { store, s3 } = await setUp(
    [
      assumeRoleAnswer('ASIAFIRST', hours(1)),
      listAnswer(['a']),
      listAnswer(['b']),
      assumeRoleAnswer('ASIASECOND', hours(3)),
      listAnswer(['c']),
    ],
    { credentials: ROLE },
  );
  await keys(store);
  vi.setSystemTime(Date.now() + 50 * 60_000);
  await keys(store);
  vi.setSystemTime(Date.now() + 11 * 60_000);
  expect(await keys(store)).toEqual(['c']);
  expect(s3.requests.map((_, index) => scopeOf(s3, index)?.split('/')[0])).toEqual([
    'AKIAIOSFODNN7EXAMPLE',
    'ASIAFIRST',
    'ASIAFIRST',
    'AKIAIOSFODNN7EXAMPLE',
    'ASIASECOND',
  ]);
});

test('ExpiredToken in mid-run renews a role once, and fails at the second (pain 32)', async () => {
  const expiration = new Date(Date.now() + 3_600_000);
  const expired = errorAnswer(400, 'ExpiredToken');
  const { store, s3 } = await setUp(
    [
      assumeRoleAnswer('ASIAFIRST', expiration),
      expired,
      assumeRoleAnswer('ASIASECOND', expiration),
      listAnswer(['a']),
      expired,
      assumeRoleAnswer('ASIATHIRD', expiration),
      expired,
    ],
    { credentials: ROLE },
  );
  expect(await keys(store)).toEqual(['a']);
  await expect(keys(store)).rejects.toThrow(
    failsWith('aws_expired_credentials', /role\/reader have expired/),
  );
  expect(s3.requests).toHaveLength(7);
});

test('an expired session token of a fixed key fails at once (pain 32)', async () => {
  const { store, s3 } = await setUp([errorAnswer(400, 'ExpiredToken')], {
    credentials: { ...KEY, session_token: 'the-session-token' },
  });
  await expect(keys(store)).rejects.toThrow(failsWith('aws_expired_credentials', /key ending in MPLE/));
  expect(s3.requests).toHaveLength(1);
});

test('a role that may not be assumed says whose trust policy to change', async () => {
  const { store, s3 } = await setUp([errorAnswer(403, 'AccessDenied')], { credentials: ROLE });
  await expect(keys(store)).rejects.toThrow(
    failsWith(
      'aws_access_denied',
      /sts:AssumeRole on role arn:aws:iam::111122223333:role\/reader.*trust policy/,
    ),
  );
  expect(s3.requests).toHaveLength(1);
});

test('no right to list is told at once, with bucket, prefix and what to allow (pain 33)', async () => {
  const { store, s3 } = await setUp([errorAnswer(403, 'AccessDenied')]);
  await expect(keys(store)).rejects.toThrow(
    failsWith(
      'aws_access_denied',
      /^AWS refused s3:ListBucket on bucket trails \(AccessDenied\)\. Allow it for prefix AWSLogs\/ in the policy of the access key ending in MPLE/,
    ),
  );
  expect(s3.requests).toHaveLength(1);
});

test('SlowDown is tried again, and told as throttling when it goes on (pain 34)', async () => {
  const slow = errorAnswer(503, 'SlowDown');
  const patient = await setUp([slow, listAnswer(['a'])]);
  expect(await keys(patient.store)).toEqual(['a']);
  const hopeless = await setUp([slow, slow, slow]);
  await expect(keys(hopeless.store)).rejects.toThrow(failsWith('aws_throttled', /SlowDown/));
  expect(hopeless.s3.requests).toHaveLength(3);
});

test('a refused decryption names the key that S3 named (pain 35)', async () => {
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const message = `User: someone is not authorized to perform: kms:Decrypt on resource: ${arn} because of x`;
  const { store } = await setUp([errorAnswer(403, 'AccessDenied', { message })]);
  await expect(store.open('a', signal)).rejects.toThrow(
    failsWith('aws_kms_denied', /kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key\/1234abcd/),
  );
});

test('a wrong clock is put right by itself, and told with the difference where that does not help (pain 36)', async () => {
  const date = { date: new Date(Date.now() - 61 * 60_000).toUTCString() };
  const skewed = errorAnswer(403, 'RequestTimeTooSkewed', { headers: date });
  const corrected = await setUp([skewed, listAnswer(['a'])]);
  expect(await keys(corrected.store)).toEqual(['a']);
  const hopeless = await setUp([skewed, skewed, skewed]);
  await expect(keys(hopeless.store)).rejects.toThrow(
    failsWith('aws_clock_skew', /it is 61 minutes ahead of AWS's/),
  );
});

test('a body cut in the middle destroys the stream with an AwsError', async () => {
  const { store } = await setUp([{ body: 'x'.repeat(100), cutAfter: 40 }]);
  const stream = await store.open('a', signal);
  await expect(text(stream)).rejects.toThrow(
    failsWith('aws_unreachable', /s3:GetObject on a in bucket trails/),
  );
});

test('a body that stalls is given up, one that drips is read', async () => {
  const { store } = await setUp([
    { body: 'x'.repeat(100), stallAfter: 40 },
    { body: 'drip drip', dripMs: 60 },
  ]);
  const stalled = await store.open('a', signal);
  await expect(text(stalled)).rejects.toThrow(failsWith('aws_unreachable', /TimeoutError/));
  expect(await text(await store.open('b', signal))).toBe('drip drip');
});

test('a server that is not there is told by its address', async () => {
  const { store, s3 } = await setUp([]);
  await s3.close();
  await expect(keys(store)).rejects.toThrow(failsWith('aws_unreachable', /^S3 at http:.*ECONNREFUSED/));
});

test('aborting ends a request, and a stream that is being read', async () => {
  const slow = { body: 'x'.repeat(100), stallAfter: 40 };
  const { store } = await setUp([slow, { ...slow, status: 200 }], {
    timeouts: { connectMs: 1000, idleMs: 5000 },
  });
  const abort = new AbortController();
  const reason = new Error('time is up');
  const listing = pages(store, { signal: abort.signal });
  setTimeout(() => abort.abort(reason), 50);
  await expect(listing).rejects.toBe(reason);

  const second = new AbortController();
  const stream = await store.open('a', second.signal);
  setTimeout(() => second.abort(), 50);
  await expect(text(stream)).rejects.toMatchObject({ name: 'AbortError' });
});

test('what the reader destroys a stream with stays as it is', async () => {
  const { store } = await setUp([{ body: 'x'.repeat(100), stallAfter: 40 }]);
  const stream = await store.open('a', signal);
  const reason = new Error('too large');
  const seen = new Promise((resolve) => stream.on('error', resolve));
  stream.destroy(reason);
  expect(await seen).toBe(reason);
});

test('no error repeats a secret, a signature, a token or what the answer said', async () => {
  const message = 'leak-from-body';
  const fields = { StringToSign: 'AWS4-HMAC-leak', SignatureProvided: 'leak-signature' };
  const { store } = await setUp([errorAnswer(403, 'SignatureDoesNotMatch', { message, fields })], {
    credentials: { ...KEY, session_token: 'the-session-token' },
  });
  const error: unknown = await keys(store).catch((caught: unknown) => caught);
  expect(error).toEqual(failsWith('aws_bad_credentials', /key ending in MPLE.*SignatureDoesNotMatch/));
  const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(told).not.toMatch(/leak|wJalr|the-session-token|AKIAIOSFODNN7EXAMPLE|Signature=/);
});
