/** The S3 store against scripted answers over real HTTP. */
import * as dns from 'node:dns';
import { getEventListeners } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import {
  assumeRoleAnswer,
  errorAnswer,
  listAnswer,
  rangeAnswer,
  startScriptedS3,
  type Script,
  type ScriptedS3,
  type SeenRequest,
} from '../../test/servers/scripted_s3';
import type { Credentials } from '../../common/sources';
import type { ListOptions, ListPage, ObjectStore, ReportingObjectStore } from './object_store';
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
/** Milliseconds that the stores of this test would have waited before trying again. */
let pauses: number[] = [];

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  pauses = [];
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function setUp(
  script: Script,
  options: Partial<Omit<S3ObjectStoreOptions, 'location'>> & {
    region?: string;
    requesterPays?: boolean;
  } = {},
): Promise<{ store: ReportingObjectStore; s3: ScriptedS3 }> {
  const s3 = await startScriptedS3(script);
  cleanUp.push(() => s3.close());
  const { region, requesterPays: requester_pays, ...rest } = options;
  const store = await createS3ObjectStore({
    location: { bucket: 'trails', endpoint: s3.origin, force_path_style: true, region, requester_pays },
    credentials: KEY,
    policy: { allowedEndpoints: [s3.origin], allowServerIdentity: false },
    sessionName: 'cloudtrail-1',
    timeouts: { connectMs: 1000, idleMs: 300 },
    pause: async (ms) => pauses.push(ms),
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
    'a 307 with the header',
    errorAnswer(307, 'TemporaryRedirect', { headers: { 'x-amz-bucket-region': 'eu-west-1' } }),
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

test('requests under way together, and stores opened before, follow the bucket too (pain 27)', async () => {
  const answer = (request: SeenRequest) =>
    request.headers.authorization?.includes('/eu-west-1/')
      ? listAnswer(['a'])
      : errorAnswer(301, 'PermanentRedirect', { headers: { 'x-amz-bucket-region': 'eu-west-1' } });
  const { store, s3 } = await setUp(answer);
  const other = await createS3ObjectStore({
    location: { bucket: 'trails', endpoint: s3.origin, force_path_style: true },
    credentials: KEY,
    policy: { allowedEndpoints: [s3.origin], allowServerIdentity: false },
    sessionName: 'cloudtrail-1',
  });
  cleanUp.push(() => other.close());
  expect(await Promise.all([keys(store), keys(store), keys(store)])).toEqual([['a'], ['a'], ['a']]);
  expect(await keys(other)).toEqual(['a']);
  expect(other.report()).toMatchObject({ region: 'eu-west-1' });
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

/** The host that a request for a bucket of AWS goes to, without any going there. */
async function hostOf(options: Partial<S3ObjectStoreOptions> & { bucket?: string; region?: string }) {
  const { bucket = 'trails', region, ...rest } = options;
  const store = await createS3ObjectStore({
    location: { bucket, region, force_path_style: false },
    credentials: KEY,
    policy: { allowedEndpoints: [], allowServerIdentity: true },
    sessionName: 'cloudtrail-1',
    ...rest,
  });
  cleanUp.push(() => store.close());
  vi.mocked(dns.lookup).mockClear();
  await expect(keys(store)).rejects.toThrow(failsWith('aws_endpoint_refused', /link-local/));
  return vi.mocked(dns.lookup).mock.calls[0]?.[0];
}

test.each([
  ['eu-central-1', 's3.eu-central-1.amazonaws.com', 'sts.eu-central-1.amazonaws.com'],
  ['us-gov-east-1', 's3.us-gov-east-1.amazonaws.com', 'sts.us-gov-east-1.amazonaws.com'],
  ['cn-north-1', 's3.cn-north-1.amazonaws.com.cn', 'sts.cn-north-1.amazonaws.com.cn'],
  ['us-iso-east-1', 's3.us-iso-east-1.c2s.ic.gov', 'sts.us-iso-east-1.c2s.ic.gov'],
  ['us-isob-east-1', 's3.us-isob-east-1.sc2s.sgov.gov', 'sts.us-isob-east-1.sc2s.sgov.gov'],
  ['eusc-de-east-1', 's3.eusc-de-east-1.amazonaws.eu', 'sts.eusc-de-east-1.amazonaws.eu'],
])('in %s S3 is asked at %s and STS at %s (pain 31)', async (region, s3Host, stsHost) => {
  expect(await hostOf({ region })).toBe(`trails.${s3Host}`);
  expect(await hostOf({ region, credentials: ROLE })).toBe(stsHost);
});

test("without a region a role's partition says where to begin, and the region of the machine for Kibana's own identity (pain 31)", async () => {
  const role: Credentials = { ...ROLE, role_arn: 'arn:aws-cn:iam::111122223333:role/reader' };
  expect(await hostOf({ credentials: role })).toBe('sts.cn-north-1.amazonaws.com.cn');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAFROMTHEMACHINE00');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'machine-secret');
  vi.stubEnv('AWS_REGION', 'us-gov-east-1');
  expect(await hostOf({ credentials: { type: 'server' } })).toBe('trails.s3.us-gov-east-1.amazonaws.com');
  expect(await hostOf({})).toBe('trails.s3.us-east-1.amazonaws.com');
});

test('a bucket with dots in its name, or capitals, is asked by path: no certificate holds for it otherwise', async () => {
  expect(await hostOf({ bucket: 'my.trails' })).toBe('s3.us-east-1.amazonaws.com');
  expect(await hostOf({ bucket: 'My_Trails' })).toBe('s3.us-east-1.amazonaws.com');
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

test('requests under way together renew an expired role once (pain 32)', async () => {
  const expiration = new Date(Date.now() + 3_600_000);
  let roles = 0;
  const { store, s3 } = await setUp(
    (request) => {
      if (request.method === 'POST') return assumeRoleAnswer(`ASIA${++roles}`, expiration);
      const isFirst = request.headers.authorization?.includes('ASIA1/');
      return isFirst ? errorAnswer(400, 'ExpiredToken') : { body: 'fresh' };
    },
    { credentials: ROLE },
  );
  const bodies = ['a', 'b', 'c', 'd'].map(async (key) => text(await store.open(key, signal)));
  expect(await Promise.all(bodies)).toEqual(['fresh', 'fresh', 'fresh', 'fresh']);
  expect(roles).toBe(2);
  expect(s3.requests).toHaveLength(10);
});

test('with a clock that is an hour ahead a role is not assumed anew for each request (pain 32, pain 36)', async () => {
  const serverNow = Date.now() - 61 * 60_000;
  const date = { date: new Date(serverNow).toUTCString() };
  const assumed = assumeRoleAnswer('ASIAFIRST', new Date(serverNow + 3_600_000));
  const { store, s3 } = await setUp(
    [
      { ...assumed, headers: { ...assumed.headers, ...date } },
      { ...listAnswer(['a']), headers: date },
      { ...listAnswer(['b']), headers: date },
    ],
    { credentials: ROLE },
  );
  expect([await keys(store), await keys(store)]).toEqual([['a'], ['b']]);
  expect(s3.requests).toHaveLength(3);
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

const denied = errorAnswer(403, 'AccessDenied');

test('a refusal that goes away is not told (pain 33)', async () => {
  const { store } = await setUp([denied, denied, { body: 'there' }]);
  expect(await text(await store.open('a', signal))).toBe('there');
  expect(pauses).toHaveLength(2);
  expect(store.report()).toMatchObject({ requests: 3, repeated: 2, throttled: 0 });
});

test('refusals that stay are asked about less patiently from the fourth object on, until one is read (pain 33)', async () => {
  let isDenied = true;
  const { store, s3 } = await setUp(() => (isDenied ? denied : { body: 'there' }));
  const gets = () => s3.requests.filter(({ method }) => method === 'GET').length;
  const refused = failsWith('aws_access_denied', /^AWS refused s3:GetObject on a in bucket trails/);
  for (const expected of [4, 8, 12, 13, 14]) {
    await expect(store.open('a', signal)).rejects.toThrow(refused);
    expect(gets()).toBe(expected);
  }
  isDenied = false;
  expect(await text(await store.open('a', signal))).toBe('there');
  isDenied = true;
  await expect(store.open('a', signal)).rejects.toThrow(refused);
  expect(gets()).toBe(19);
});

test.each([
  ['SlowDown', errorAnswer(503, 'SlowDown')],
  ['a 503 without a code', { status: 503 }],
  ['a 429', { status: 429 }],
  ['RequestLimitExceeded', errorAnswer(400, 'RequestLimitExceeded')],
  ['ThrottlingException', errorAnswer(400, 'ThrottlingException')],
])('%s is tried again, and counted (pain 34)', async (_name, slow) => {
  const { store } = await setUp([slow, listAnswer(['a'])]);
  expect(await keys(store)).toEqual(['a']);
  expect(store.report()).toMatchObject({ requests: 2, throttled: 1, repeated: 0 });
});

test('SlowDown that goes on is told as throttling after six tries with pauses (pain 34)', async () => {
  const { store, s3 } = await setUp(() => errorAnswer(503, 'SlowDown', { headers: { 'retry-after': '2' } }));
  await expect(keys(store)).rejects.toThrow(failsWith('aws_throttled', /SlowDown/));
  expect(s3.requests).toHaveLength(6);
  expect(pauses).toHaveLength(5);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2000);
  expect(store.report()).toMatchObject({ requests: 6, throttled: 6 });
});

test('throttling of one store slows down another one of the same bucket (pain 34)', async () => {
  let atWork = 0;
  let most = 0;
  const { store, s3 } = await setUp((request) => {
    if (request.query.has('list-type')) return errorAnswer(503, 'SlowDown');
    most = Math.max(most, ++atWork);
    setTimeout(() => atWork--, 20);
    return { body: 'x', dripMs: 10 };
  });
  const other = await createS3ObjectStore({
    location: { bucket: 'trails', endpoint: s3.origin, force_path_style: true },
    credentials: KEY,
    policy: { allowedEndpoints: [s3.origin], allowServerIdentity: false },
    sessionName: 'cloudtrail-1',
  });
  cleanUp.push(() => other.close());
  await expect(keys(store)).rejects.toThrow(failsWith('aws_throttled', /SlowDown/));
  await Promise.all(['a', 'b'].map(async (key) => text(await other.open(key, signal))));
  expect(most).toBe(1);
});

test('a refused decryption names the key that S3 named (pain 35)', async () => {
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const message = `User: someone is not authorized to perform: kms:Decrypt on resource: ${arn} because of x`;
  const { store } = await setUp([errorAnswer(403, 'AccessDenied', { message })]);
  await expect(store.open('a', signal)).rejects.toThrow(
    failsWith('aws_kms_denied', /kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key\/1234abcd/),
  );
});

test.each([
  ['AccessDenied', 403, /AWS refused to decrypt a in bucket trails.*Allow kms:Decrypt on arn:aws:kms/],
  ['KMS.DisabledException', 400, /could not decrypt a in bucket trails.*Enable arn:aws:kms/],
])(
  'a refusal (%s) without a word of KMS names the key that stands in the header of the object (pain 35)',
  async (code, status, message) => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const header = { 'x-amz-server-side-encryption-aws-kms-key-id': arn };
    const { store, s3 } = await setUp(({ method }) =>
      method === 'HEAD' ? { headers: header } : errorAnswer(status, code),
    );
    await expect(store.open('a', signal)).rejects.toThrow(failsWith('aws_kms_denied', message));
    expect(s3.requests.at(-1)).toMatchObject({ method: 'HEAD', path: '/trails/a' });
  },
);

test.each([
  ['is refused too', { status: 403 }],
  ['comes without a KMS key', { headers: { 'x-amz-server-side-encryption': 'AES256' } }],
  ['comes never', { isReset: true }],
])('a refusal stays one of S3 where the header of the object %s', async (_name, head) => {
  const { store } = await setUp(({ method }) => (method === 'HEAD' ? head : denied));
  await expect(store.open('a', signal)).rejects.toThrow(
    failsWith('aws_access_denied', /s3:GetObject on a.*If the bucket is requester pays/),
  );
});

test('a source that pays for its requests says so with each of them', async () => {
  const { store, s3 } = await setUp(
    [listAnswer(['a']), { body: 'x' }, ...Array.from({ length: 5 }, () => denied)],
    { requesterPays: true },
  );
  await keys(store);
  await text(await store.open('a', signal));
  await expect(store.open('b', signal)).rejects.toThrow(failsWith('aws_access_denied', /not deny it\.$/));
  expect(s3.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'HEAD']);
  expect(new Set(s3.requests.map(({ headers }) => headers['x-amz-request-payer']))).toEqual(
    new Set(['requester']),
  );
});

test('how far the clock is off is measured from good answers, too (pain 36)', async () => {
  const date = { date: new Date(Date.now() - 90_000).toUTCString() };
  const { store } = await setUp([{ ...listAnswer(['a']), headers: date }]);
  expect(store.report().clockAheadMs).toBeUndefined();
  await keys(store);
  expect(Math.abs((store.report().clockAheadMs ?? 0) - 90_000)).toBeLessThan(3_000);
});

test("a request that was refused for its time is signed again with AWS's, and so are the next (pain 36)", async () => {
  const serverNow = Date.now() + 3 * 3_600_000;
  const date = { date: new Date(serverNow).toUTCString() };
  const isSignedOnTime = ({ headers }: SeenRequest) => {
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(String(headers['x-amz-date'])) ?? [];
    const iso = `${day}T${time}Z`.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:');
    return Math.abs(Date.parse(iso) - serverNow) < 5 * 60_000;
  };
  const { store, s3 } = await setUp((request) => {
    if (!isSignedOnTime(request)) return errorAnswer(403, 'RequestTimeTooSkewed', { headers: date });
    return request.query.has('list-type') ? { ...listAnswer(['a']), headers: date } : { headers: date };
  });
  expect(await keys(store)).toEqual(['a']);
  await store.open('a', signal);
  expect(s3.requests).toHaveLength(3);
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

const OBJECT = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
const ETAG = '"0123456789abcdef"';
const whole = (request: SeenRequest) => rangeAnswer(OBJECT, request, ETAG);

test('a body that is cut or stalls is gone on with from where it ended, and comes whole', async () => {
  const { store, s3 } = await setUp([
    (request) => ({ ...whole(request), cutAfter: 400 }),
    errorAnswer(500, 'InternalError'),
    (request) => ({ ...whole(request), stallAfter: 300 }),
    { isReset: true },
    whole,
  ]);
  expect(await buffer(await store.open('a', signal))).toEqual(OBJECT);
  const asked = s3.requests.map(({ headers }) => [headers.range, headers['if-match']]);
  expect(asked).toEqual([
    [undefined, undefined],
    ['bytes=400-', ETAG],
    ['bytes=400-', ETAG],
    ['bytes=700-', ETAG],
    ['bytes=700-', ETAG],
  ]);
});

test('a reader that is busy for longer than a connection may idle gets the rest all the same', async () => {
  const large = Buffer.alloc(24 * 1024 * 1024, 'record ');
  const { store, s3 } = await setUp((request) => rangeAnswer(large, request, ETAG));
  const received: Buffer[] = [];
  for await (const chunk of await store.open('a', signal)) {
    if (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 700));
    received.push(chunk as Buffer);
  }
  expect(Buffer.concat(received).equals(large)).toBe(true);
  expect(s3.requests.length).toBeGreaterThan(1);
});

test('an object that was replaced meanwhile is not put together from two', async () => {
  const { store } = await setUp([
    (request) => ({ ...whole(request), cutAfter: 400 }),
    errorAnswer(412, 'PreconditionFailed'),
  ]);
  await expect(buffer(await store.open('a', signal))).rejects.toThrow(
    failsWith('aws_other', /PreconditionFailed/),
  );
});

test('from a server that ignores ranges nothing is taken twice', async () => {
  const { store } = await setUp([
    (request) => ({ ...whole(request), cutAfter: 400 }),
    { headers: { etag: ETAG }, body: OBJECT },
  ]);
  await expect(buffer(await store.open('a', signal))).rejects.toThrow(
    failsWith('aws_unreachable', /on a in/),
  );
});

test('a body that is cut again and again destroys the stream with an AwsError', async () => {
  const { store, s3 } = await setUp((request) => ({ ...whole(request), cutAfter: 10 }));
  const stream = await store.open('a', signal);
  await expect(text(stream)).rejects.toThrow(
    failsWith('aws_unreachable', /s3:GetObject on a in bucket trails/),
  );
  expect(s3.requests).toHaveLength(6);
});

test('a body that stalls and can not be gone on with is given up, one that drips is read', async () => {
  const { store } = await setUp([
    { body: 'x'.repeat(100), stallAfter: 40 },
    { body: 'drip drip', dripMs: 60 },
  ]);
  const stalled = await store.open('a', signal);
  await expect(text(stalled)).rejects.toThrow(failsWith('aws_unreachable', /TimeoutError/));
  expect(await text(await store.open('b', signal))).toBe('drip drip');
});

test('a stream that nobody reads does not take the process down when its connection breaks', async () => {
  const { store } = await setUp([{ body: 'x'.repeat(100), cutAfter: 40 }]);
  const stream = await store.open('a', signal);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(text(stream)).rejects.toThrow(failsWith('aws_unreachable', /on a in bucket trails/));
});

test.each([
  ['resets the connection', { isReset: true }],
  ['says nothing', { isSilent: true }],
  ['breaks off in the middle of a listing', { ...listAnswer(['a', 'b']), cutAfter: 120 }],
  ['stalls in the middle of a listing', { ...listAnswer(['a', 'b']), stallAfter: 120 }],
  ['fails', errorAnswer(500, 'InternalError')],
])('a server that %s is asked again', async (_name, fault) => {
  const { store } = await setUp([fault, listAnswer(['a'])]);
  expect(await keys(store)).toEqual(['a']);
  expect(store.report()).toMatchObject({ requests: 2, repeated: 1 });
});

test('a server that goes on failing is told after three tries', async () => {
  const { store, s3 } = await setUp(() => errorAnswer(500, 'InternalError'));
  await expect(keys(store)).rejects.toThrow(failsWith('aws_unreachable', /InternalError/));
  expect(s3.requests).toHaveLength(3);
});

test('hundreds of requests leave no listener on the signal of a run', async () => {
  const abort = new AbortController();
  const { store } = await setUp((request) =>
    request.query.has('list-type') ? listAnswer(['a']) : whole(request),
  );
  for (let i = 0; i < 100; i++) {
    await pages(store, { signal: abort.signal });
    await buffer(await store.open('a', abort.signal));
  }
  expect(getEventListeners(abort.signal, 'abort').length).toBeLessThan(10);
});

test('a page that fails in the middle of a listing is asked for again, and no page is left out or comes twice', async () => {
  const { store, s3 } = await setUp([
    listAnswer(['a'], { next: 'one' }),
    { isReset: true },
    listAnswer([], { next: 'two' }),
    listAnswer(['b']),
  ]);
  expect(await keys(store)).toEqual(['a', 'b']);
  expect(s3.requests.map(({ query }) => query.get('continuation-token'))).toEqual([
    null,
    'one',
    'one',
    'two',
  ]);
});

test.each([
  [
    'is a login page',
    { headers: { 'content-type': 'text/html' }, body: '<html><body>Sign in</body></html>' },
  ],
  ['is empty', { body: '' }],
  [
    'says that more follows and not how',
    { body: '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>' },
  ],
])('a listing that %s is no empty bucket', async (_name, answer) => {
  const { store } = await setUp(() => answer);
  await expect(keys(store)).rejects.toThrow(failsWith('aws_other', /listing of bucket trails by S3 at http/));
});

test('a listing that goes round in circles ends', async () => {
  const { store, s3 } = await setUp(() => listAnswer(['a'], { next: 'same' }));
  await expect(keys(store)).rejects.toThrow(failsWith('aws_other', /more follows/));
  expect(s3.requests).toHaveLength(2);
});

test.each(['a+b c.gz', 'ü/€/𝒳.gz', '100%/%2F/%zz.gz', 'a?b#c&d=e.gz', "it's (~!*).gz", 'a//b/../c.gz'])(
  'the object %s is asked for by its very key',
  async (key) => {
    const { store, s3 } = await setUp([{ body: 'x' }]);
    expect(await text(await store.open(key, signal))).toBe('x');
    expect(s3.requests[0]?.path).toBe(`/trails/${key}`);
  },
);

test('what was archived without its storage class saying so is told as archived (pain 18)', async () => {
  const { store } = await setUp([
    listAnswer(['a'], { more: '<StorageClass>INTELLIGENT_TIERING</StorageClass>' }),
    errorAnswer(403, 'InvalidObjectState', { fields: { StorageClass: 'INTELLIGENT_TIERING' } }),
  ]);
  const [page] = await pages(store);
  expect(page?.objects[0]?.storageClass).toBe('INTELLIGENT_TIERING');
  await expect(store.open('a', signal)).rejects.toThrow(failsWith('aws_archived', /Restore it in S3/));
});

test('an archived object counts as readable while a restored copy of it lies there (pain 18)', async () => {
  const glacier = (restore: string) =>
    listAnswer(['a'], {
      more: `<StorageClass>GLACIER</StorageClass><RestoreStatus>${restore}</RestoreStatus>`,
    });
  const { store, s3 } = await setUp([
    glacier('<IsRestoreInProgress>true</IsRestoreInProgress>'),
    glacier(
      '<IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-12-01T00:00:00.000Z</RestoreExpiryDate>',
    ),
  ]);
  const classOf = async () => (await pages(store))[0]?.objects[0]?.storageClass;
  expect([await classOf(), await classOf()]).toEqual(['GLACIER', 'STANDARD']);
  expect(s3.requests[0]?.headers['x-amz-optional-object-attributes']).toBe('RestoreStatus');
});

test('a listing tells when S3 got an object (pain 26)', async () => {
  const { store } = await setUp([
    listAnswer(['a'], { more: '<LastModified>2026-01-31T11:57:03.000Z</LastModified>' }),
  ]);
  const [page] = await pages(store);
  expect(page?.objects[0]?.lastModified).toBe(Date.UTC(2026, 0, 31, 11, 57, 3));
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

test.each<[string, (store: ObjectStore) => Promise<unknown>]>([
  ['listing', (store) => keys(store)],
  ['opening an object', (store) => store.open('a', signal)],
])(
  'nothing that is told of %s repeats a secret, a signature, a token or what the answer said',
  async (_name, act) => {
    const options = {
      message: 'leak-from-body',
      headers: { 'x-amz-id-2': 'leak-id', location: 'http://leak' },
    };
    const fields = {
      StringToSign: 'AWS4-HMAC-leak',
      SignatureProvided: 'leak-signature',
      HostId: 'leak-host',
    };
    for (const [status, code] of [
      [403, 'SignatureDoesNotMatch'],
      [403, 'AccessDenied'],
      [400, 'ExpiredToken'],
      [500, 'InternalError'],
      [503, 'SlowDown'],
      [418, 'leak code of the body'],
    ] as const) {
      const told: string[] = [];
      const { store } = await setUp(() => errorAnswer(status, code, { ...options, fields }), {
        credentials: { ...KEY, session_token: 'the-session-token' },
        logger: { debug: (line) => told.push(line) },
      });
      const error: unknown = await act(store).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'AwsError' });
      told.push(JSON.stringify(error, Object.getOwnPropertyNames(error)));
      expect(told.length).toBeGreaterThan(1);
      expect(told.join()).not.toMatch(/leak|wJalr|the-session-token|AKIAIOSFODNN7EXAMPLE|Signature=/);
    }
  },
);

test('nothing that is told of assuming a role repeats a secret or what STS said', async () => {
  const { store } = await setUp([errorAnswer(403, 'AccessDenied', { message: 'leak-from-body' })], {
    credentials: ROLE,
    externalId: 'ours-42',
  });
  const error: unknown = await keys(store).catch((caught: unknown) => caught);
  expect(error).toEqual(failsWith('aws_access_denied', /sts:ExternalId.*external id shown with this source/));
  const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(told).not.toMatch(/leak|wJalr|AKIAIOSFODNN7EXAMPLE|ours-42/);
});
