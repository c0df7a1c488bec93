import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FakeBucket } from '../../test/fakes/fake_bucket';
import { logKey } from '../../test/generate/bucket_object';
import type { CheckLine, CheckName } from '../../common/source_checks';
import type { Credentials } from '../../common/sources';
import type { CallerIdentity } from '../aws/caller_identity';
import type { MessageQueue, QueueMessage } from '../aws/message_queue';
import type { ObjectStore } from '../aws/object_store';
import { AwsError } from '../errors';
import type { AwsCheckHost } from './aws_checks';
import { AwsChecks } from './aws_checks';
import { makeChecks } from './checks';
import type { ResolvedDraft } from './source_draft';

const ACCESS_KEY: Credentials = {
  type: 'access_key',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
};
const ROLE: Credentials = { type: 'role', role_arn: 'arn:aws:iam::123456789012:role/reader' };
const KMS_KEY = 'arn:aws:kms:eu-central-1:123456789012:key/6f1c7d2e-0000-0000-0000-000000000000';
const USER = { arn: 'arn:aws:iam::123456789012:user/kibana', accountId: '123456789012' };
const DAY_MS = 24 * 60 * 60 * 1000;
const MARCH = Date.UTC(2026, 2, 1, 12);

function key(at = MARCH, account = '111111111111'): string {
  return logKey({ account, region: 'eu-central-1', at }, 'AAAAAAAAAAAAAAAA');
}
function logFile(...names: string[]): Buffer {
  const Records = names.map((eventName) => ({ eventName, eventTime: '2026-03-01T12:00:00Z' }));
  return gzipSync(JSON.stringify({ Records }));
}
function refused(code: AwsError['code']): () => Promise<never> {
  return () => Promise.reject(new AwsError(code, `refused: ${code}`));
}

interface World {
  location?: Partial<ResolvedDraft['location']>;
  credentials?: Credentials;
  clockAheadMs?: number;
  probe?: AwsCheckHost['probe'];
  identity?: Partial<CallerIdentity>;
  kmsKey?: string;
  queue?: MessageQueue;
}

/** Tests a bucket, and gives each check's last line. */
async function tested(bucket: FakeBucket, world: World = {}) {
  const draft: ResolvedDraft = {
    location: {
      bucket: 'trails',
      prefix: '',
      force_path_style: false,
      requester_pays: false,
      ...world.location,
    },
    namespace: 'default',
    interval: '1m',
    excludeAccounts: [],
    excludeRegions: [],
    credentials: world.credentials ?? ACCESS_KEY,
    externalId: undefined,
    writeKey: undefined,
  };
  const store: ObjectStore = {
    list: (options) => bucket.list(options),
    open: (name) => bucket.open(name),
    kmsKeyOf: async () => world.kmsKey,
    close: () => undefined,
  };
  const checks = new AwsChecks(draft, {
    probe: async () => ({
      server: 'S3 in us-east-1',
      bucketRegion: 'eu-central-1',
      clockAheadMs: world.clockAheadMs ?? 100,
    }),
    openIdentity: async () => ({
      ofCredentials: async () => USER,
      ofRole: async () => ({ ...USER, arn: `${USER.arn}/session` }),
      close: () => undefined,
      ...world.identity,
    }),
    openStore: async () => store,
    openQueue: async () => world.queue,
    limits: { maxObjectBytes: 1e6, maxRecordBytes: 1e5 },
    ...(world.probe && { probe: world.probe }),
  });
  const ended = new Map<CheckName, CheckLine>();
  const options = {
    signal: new AbortController().signal,
    timeoutMs: 10_000,
    onMistake: (error: unknown) => {
      throw error;
    },
  };
  for await (const line of makeChecks(checks.all(), options))
    if (line.check !== 'all') ended.set(line.check, line);
  checks.close();
  return (name: CheckName) => ended.get(name) as CheckLine;
}

function bucketWithLog(): FakeBucket {
  const bucket = new FakeBucket();
  bucket.put(key(MARCH - DAY_MS), logFile('Old'));
  bucket.put(key(MARCH), logFile('RunInstances', 'StopInstances'));
  return bucket;
}

describe('a bucket of which all is well', () => {
  it('is tested to the first record of its newest file', async () => {
    const check = await tested(bucketWithLog());
    expect(check('address')).toMatchObject({ state: 'ok', details: { bucket_region: 'eu-central-1' } });
    expect(check('clock')).toMatchObject({ state: 'ok', details: { ahead_ms: 100 } });
    expect(check('identity')).toMatchObject({ state: 'ok', message: expect.stringContaining(USER.arn) });
    expect(check('role').state).toBe('skipped');
    expect(check('list')).toMatchObject({ state: 'ok', details: { account_regions: 1, key: key(MARCH) } });
    expect(check('get').state).toBe('ok');
    expect(check('decrypt').state).toBe('ok');
    expect(check('cloudtrail')).toMatchObject({ state: 'ok', details: { event_name: 'RunInstances' } });
    expect(check('queue').state).toBe('skipped');
  });

  it('may have Insights as its newest, which name their call elsewhere, and counts their region once', async () => {
    const bucket = bucketWithLog();
    const insight = { eventTime: '2026-03-02T12:00:00Z', insightDetails: { eventName: 'PutLifecycleHook' } };
    const file = { account: '111111111111', region: 'eu-central-1', at: MARCH + DAY_MS };
    const newest = bucket.put(
      logKey({ ...file, kind: 'CloudTrail-Insight' }, 'AAAAAAAAAAAAAAAA'),
      gzipSync(JSON.stringify({ Records: [insight] })),
    );
    const check = await tested(bucket);
    expect(check('list')).toMatchObject({ state: 'ok', details: { account_regions: 1, key: newest } });
    expect(check('cloudtrail')).toMatchObject({ state: 'ok', details: { event_name: 'PutLifecycleHook' } });
  });

  it('says of how many account × regions its newest file is, where it did not look into all', async () => {
    const message = async (accounts: number) => {
      const bucket = new FakeBucket();
      for (let i = 0; i < accounts; i++) bucket.put(key(MARCH, String(111111111111 + i)), logFile('A'));
      return (await tested(bucket))('list').message;
    };
    expect(await message(3)).toContain('3 accounts × regions. The newest file is of ');
    expect(await message(30)).toMatch(/accounts × regions\. The newest file of \d+ of them is of /);
  });

  it('says as whom its role is used', async () => {
    const check = await tested(bucketWithLog(), { credentials: ROLE });
    expect(check('role')).toMatchObject({ state: 'ok', details: { arn: `${USER.arn}/session` } });
  });

  it('names the KMS key that its files need', async () => {
    const check = await tested(bucketWithLog(), { kmsKey: KMS_KEY });
    expect(check('decrypt')).toMatchObject({ state: 'ok', details: { kms_key_arn: KMS_KEY } });
  });
});

describe('what is wrong', () => {
  it('with the network is told once, and nothing of AWS is asked after', async () => {
    const check = await tested(bucketWithLog(), { probe: refused('aws_unreachable') });
    expect(check('address').state).toBe('failed');
    for (const name of ['clock', 'identity', 'list', 'queue', 'cloudtrail'] as const)
      expect(check(name).state).toBe('skipped');
  });

  it('with the clock is told with how much, and is no hindrance', async () => {
    const check = await tested(bucketWithLog(), { clockAheadMs: -20 * 60_000 });
    expect(check('clock')).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('1200 s behind'),
      fix: expect.stringContaining('NTP'),
    });
    expect(check('list').state).toBe('ok');
  });

  it('with the access key ends what needs it', async () => {
    const check = await tested(bucketWithLog(), {
      identity: { ofCredentials: refused('aws_bad_credentials') },
    });
    expect(check('identity')).toMatchObject({ state: 'failed', details: { code: 'aws_bad_credentials' } });
    expect(check('list').state).toBe('skipped');
  });

  it('with STS is no hindrance to an access key, nor on a server that has none', async () => {
    const identity = { ofCredentials: refused('aws_unreachable') };
    const atAws = await tested(bucketWithLog(), { identity });
    expect(atAws('identity').state).toBe('warning');
    expect(atAws('cloudtrail').state).toBe('ok');
    const elsewhere = await tested(bucketWithLog(), {
      identity: { ofCredentials: refused('aws_other') },
      location: { endpoint: 'http://127.0.0.1:9000' },
    });
    expect(elsewhere('identity').state).toBe('skipped');
    expect(elsewhere('cloudtrail').state).toBe('ok');
  });

  it('with the role is told with the role, and nothing is listed', async () => {
    const check = await tested(bucketWithLog(), {
      credentials: ROLE,
      identity: { ofRole: refused('aws_access_denied') },
    });
    expect(check('identity').state).toBe('ok');
    expect(check('role').state).toBe('failed');
    expect(check('list').state).toBe('skipped');
  });

  it('with the prefix is told with those that start alike (pain 29)', async () => {
    const bucket = new FakeBucket();
    bucket.put(`org-trails/security/${key()}`, logFile('A'));
    const check = await tested(bucket, { location: { prefix: 'org-trail' } });
    expect(check('list')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/"org-trails\/"/),
      fix: expect.stringContaining('AWSLogs/'),
    });
    expect(check('get').state).toBe('skipped');
  });

  it('may be nothing but that the trail is new', async () => {
    const check = await tested(new FakeBucket());
    expect(check('list')).toMatchObject({ state: 'warning', details: { code: 'nothing_found' } });
    expect(check('cloudtrail').state).toBe('skipped');
  });

  it('with the KMS key is told with its name, apart from the right to read (pain 35)', async () => {
    const bucket = bucketWithLog();
    bucket.put(key(MARCH), new AwsError('aws_kms_denied', `Allow kms:Decrypt on ${KMS_KEY}`));
    const check = await tested(bucket, { kmsKey: KMS_KEY });
    expect(check('get').state).toBe('ok');
    expect(check('decrypt')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(KMS_KEY),
      details: { kms_key_arn: KMS_KEY, code: 'aws_kms_denied' },
    });
    expect(check('cloudtrail').state).toBe('skipped');
  });

  it('with reading is told of reading', async () => {
    const bucket = bucketWithLog();
    bucket.put(key(MARCH), new AwsError('aws_access_denied', 'Allow s3:GetObject'));
    const check = await tested(bucket);
    expect(check('get')).toMatchObject({ state: 'failed', message: 'Allow s3:GetObject' });
    expect(check('decrypt').state).toBe('skipped');
  });

  it.each([
    ['no CloudTrail', gzipSync('{"a":1}'), 'not_cloudtrail'],
    ['records of something else', gzipSync('{"Records":[{"a":1}]}'), 'not_cloudtrail'],
    ['JSON that is cut off', gzipSync('{"Records":[{"eventName":'), 'bad_json'],
    ['no gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 'bad_gzip'],
  ])('with the file is told in words: %s', async (_what, body, code) => {
    const bucket = bucketWithLog();
    bucket.put(key(MARCH), body);
    expect((await tested(bucket))('cloudtrail')).toMatchObject({ state: 'failed', details: { code } });
  });
});

describe('a queue', () => {
  const message: QueueMessage = { body: '{}', receipt: 'r', receives: 1 };

  it('is looked into without taking a message from anybody', async () => {
    const seen: unknown[] = [];
    const queue: MessageQueue = {
      receive: async (seconds, _signal, atMost) => (seen.push({ seconds, atMost }), [message]),
      hide: async (hidings) => void seen.push(hidings),
      delete: refused('aws_other'),
      close: () => void seen.push('closed'),
    };
    const check = await tested(bucketWithLog(), { queue });
    expect(check('queue')).toMatchObject({ state: 'ok', details: { has_messages: true } });
    expect(seen).toEqual([{ seconds: 0, atMost: 1 }, [{ message, seconds: 0 }], 'closed']);
  });

  it('that refuses is told of, and the bucket is looked at all the same', async () => {
    const queue: MessageQueue = {
      receive: refused('aws_access_denied'),
      hide: refused('aws_other'),
      delete: refused('aws_other'),
      close: () => undefined,
    };
    const check = await tested(bucketWithLog(), { queue });
    expect(check('queue').state).toBe('failed');
    expect(check('cloudtrail').state).toBe('ok');
  });
});
