import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FakeBucket } from '../../test/fakes/fake_bucket';
import { digestKey, logKey } from '../../test/generate/bucket_object';
import { estimateFrom } from '../../common/preview_estimate';
import type { PreviewAmounts } from '../../common/source_checks';
import { DEFAULT_DOCUMENT_OPTIONS, type DocumentOptions } from '../documents/document_options';
import { createRedaction } from '../documents/redaction';
import { AwsError } from '../errors';
import { makePreview, PREVIEW_BUDGET, type PreviewBudget, type PreviewSource } from './preview';

const NOW = Date.UTC(2026, 2, 10, 12);
const DAY_MS = 24 * 60 * 60 * 1000;
const GEO = { lookup: () => undefined, available: false, attributions: [] };
const ACCOUNTS = ['111111111111', '222222222222'] as const;
const NEVER = new AbortController().signal;

let unique = 0;
function key(daysAgo: number, account: string = ACCOUNTS[0], region = 'eu-central-1'): string {
  const name = String(++unique).padStart(16, 'A');
  return logKey({ account, region, at: NOW - daysAgo * DAY_MS }, name);
}
function logFile(events: number, action = 'RunInstances'): Buffer {
  const Records = Array.from({ length: events }, (_, i) => ({
    eventID: `${action}-${i}`,
    eventName: action,
    eventSource: 'ec2.amazonaws.com',
    eventTime: '2026-03-09T12:00:00Z',
    awsRegion: 'eu-central-1',
    recipientAccountId: ACCOUNTS[0],
    sourceIPAddress: '203.0.113.9',
    userIdentity: { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::111111111111:user/alice' },
  }));
  return gzipSync(JSON.stringify({ Records }));
}

interface Options {
  readonly source?: Partial<PreviewSource>;
  readonly budget?: Partial<PreviewBudget>;
  readonly options?: DocumentOptions;
  readonly signal?: AbortSignal;
  readonly now?: number;
}

function preview(bucket: FakeBucket, { source, budget, options, signal = NEVER, now = NOW }: Options = {}) {
  return makePreview(
    {
      store: bucket,
      geo: GEO,
      options: options ?? DEFAULT_DOCUMENT_OPTIONS,
      limits: { maxObjectBytes: 1e6, maxRecordBytes: 1e5 },
      signal,
      now: () => now,
    },
    {
      bucket: 'trails',
      prefix: '',
      namespace: 'default',
      intervalMs: 60_000,
      hasQueue: false,
      excludeAccounts: [],
      excludeRegions: [],
      ...source,
    },
    { ...PREVIEW_BUDGET, ...budget },
  );
}

/** Account 1 writes from 40 days ago to today, account 2 wrote a month ago. */
function estate() {
  const bucket = new FakeBucket();
  for (const days of [40, 3]) bucket.put(key(days), logFile(1));
  const newest = [logFile(10, 'RunInstances'), logFile(30, 'AssumeRole')];
  for (const file of newest) bucket.put(key(1), file);
  bucket.put(key(0), logFile(1));
  bucket.put(key(30, ACCOUNTS[1], 'us-east-1'), logFile(1));
  bucket.put(digestKey(ACCOUNTS[1], 'ap-south-1', 'trail', NOW), Buffer.from('digest'));
  const bytes = newest.reduce((sum, { length }) => sum + length, 0);
  return { bucket, bytes };
}

describe('a preview', () => {
  it('tells the first and last day of each account × region, and counts the newest day that is over', async () => {
    const { bucket, bytes } = estate();
    const found = await preview(bucket);
    const ofDay = (objects: number | null, size: number | null) => ({
      day_objects: objects,
      day_bytes: size,
    });
    expect(found.account_regions).toEqual([
      {
        account_id: ACCOUNTS[0],
        region: 'eu-central-1',
        kind: 'CloudTrail',
        first_day: '2026-01-29',
        last_day: '2026-03-10',
        ...ofDay(2, bytes),
      },
      {
        account_id: ACCOUNTS[1],
        region: 'ap-south-1',
        kind: 'CloudTrail',
        first_day: null,
        last_day: null,
        ...ofDay(null, null),
      },
      {
        account_id: ACCOUNTS[1],
        region: 'us-east-1',
        kind: 'CloudTrail',
        first_day: '2026-02-08',
        last_day: '2026-02-08',
        ...ofDay(1, logFile(1).length),
      },
    ]);
    expect(found.is_partial).toBe(false);
    expect(found.newest_day).toEqual({
      day: '2026-03-09',
      is_whole: true,
      account_regions: 2,
      objects: 2,
      bytes,
      events: 40,
      // 765 each
      disk_bytes: 30_600,
    });
    expect(found.problems).toEqual([]);
  });

  it('counts Insights and network activity as places of their own', async () => {
    const { bucket } = estate();
    bucket.put(key(2).replaceAll('CloudTrail', 'CloudTrail-Insight'), logFile(1));
    const { account_regions: found } = await preview(bucket);
    expect(found.slice(0, 2)).toMatchObject([
      { region: 'eu-central-1', kind: 'CloudTrail', last_day: '2026-03-10' },
      { region: 'eu-central-1', kind: 'CloudTrail-Insight', first_day: '2026-03-08', day_objects: 1 },
    ]);
    expect(found).toHaveLength(4);
  });

  it('shows events of several kinds as they would be stored, with what is redacted taken out', async () => {
    const { bucket } = estate();
    const redaction = createRedaction([{ field: 'userIdentity.userName', action: 'drop' }], Buffer.alloc(32));
    const { samples } = await preview(bucket, { options: { ...DEFAULT_DOCUMENT_OPTIONS, redaction } });
    expect(new Set(samples.map(({ action }) => action))).toEqual(new Set(['RunInstances', 'AssumeRole']));
    expect(samples[0]).toMatchObject({
      time: '2026-03-09T12:00:00.000Z',
      account: ACCOUNTS[0],
      region: 'eu-central-1',
      source: '203.0.113.9',
      outcome: 'success',
    });
    expect(samples[0]?.document).toMatchObject({ event: { provider: 'ec2.amazonaws.com' } });
    for (const { document } of samples) expect(JSON.stringify(document)).not.toContain('"name":"alice"');
  });

  it('takes no folder for a day that can be none', async () => {
    const { bucket } = estate();
    for (const folders of ['2027/13/01', '2026/12/00', '2020/00/10'])
      bucket.put(key(1).replace('2026/03/09', folders), logFile(1));
    const { account_regions: found } = await preview(bucket);
    expect(found[0]).toMatchObject({ first_day: '2026-01-29', last_day: '2026-03-10' });
  });

  it('leaves out what the source leaves out', async () => {
    const { account_regions: found } = await preview(estate().bucket, {
      source: { excludeAccounts: [ACCOUNTS[1]], excludeRegions: ['us-east-1'] },
    });
    expect(found.map(({ account_id: account }) => account)).toEqual([ACCOUNTS[0]]);
  });

  it('costs listings of folders and of one day, however much history there is', async () => {
    const bucket = new FakeBucket();
    for (let days = 1; days <= 300; days++) bucket.put(key(days), logFile(1));
    await preview(bucket);
    expect(bucket.listings.length).toBeLessThan(20);
  });

  it('counts a weekday rather than a weekend, which has less', async () => {
    const bucket = new FakeBucket();
    // NOW is a Tuesday: these are Friday to Monday
    for (const days of [4, 3, 2, 1]) bucket.put(key(days), logFile(days === 4 ? 50 : 2));
    const monday = await preview(bucket, { now: NOW - DAY_MS });
    expect(monday.newest_day).toMatchObject({ day: '2026-03-06', is_whole: true, events: 50 });
    expect((await preview(bucket)).newest_day).toMatchObject({ day: '2026-03-09', events: 2 });
  });

  it('counts a weekend where nothing is older', async () => {
    const bucket = new FakeBucket();
    for (const days of [2, 1]) bucket.put(key(days), logFile(2));
    const monday = await preview(bucket, { now: NOW - DAY_MS });
    expect(monday.newest_day).toMatchObject({ day: '2026-03-08', is_whole: true, events: 2 });
  });

  it('takes today for the newest day where there is no other, and says that it is not over', async () => {
    const bucket = new FakeBucket();
    bucket.put(key(0), logFile(2));
    const found = await preview(bucket);
    expect(found.newest_day).toMatchObject({ day: '2026-03-10', is_whole: false, objects: 1, events: 2 });
  });

  it('estimates the cost of a day and of the history from several days on', async () => {
    const { costs, estimates } = await preview(estate().bucket);
    expect(costs).toMatchObject({ gets_per_day: 2, prices: { region: 'us-east-1' } });
    expect(costs?.requests_per_day).toBe((costs?.lists_per_day ?? 0) + 2);
    expect(estimates.map(({ start, days }) => [start, days])).toEqual([
      ['2026-03-10', 1],
      ['2026-03-03', 8],
      ['2026-02-08', 32],
      ['2026-01-29', 42],
    ]);
    const asOften = await preview(estate().bucket, { source: { intervalMs: 3_600_000 } });
    expect(asOften.costs?.lists_per_day).toBeLessThan(costs?.lists_per_day ?? 0);
  });
});

describe('a preview that can not know all', () => {
  it('says so when its requests run out, and what it tells is true', async () => {
    const { bucket } = estate();
    const found = await preview(bucket, { budget: { listings: 8 } });
    expect(found.is_partial).toBe(true);
    expect(found.account_regions.length).toBeGreaterThan(0);
    expect(found.newest_day?.day ?? '2026-03-09').toBe('2026-03-09');
  });

  it('says so when its time runs out', async () => {
    const { bucket } = estate();
    const slow = new FakeBucket();
    slow.list = async function* (options) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      options.signal.throwIfAborted();
      yield* bucket.list(options);
    };
    expect((await preview(slow, { budget: { ms: 60 } })).is_partial).toBe(true);
  });

  it('tells why it could read no file, and estimates no events then', async () => {
    const { bucket, bytes } = estate();
    bucket.onOpen = () => {
      throw new AwsError('aws_kms_denied', 'Allow kms:Decrypt on the key.');
    };
    const found = await preview(bucket);
    expect(found.problems).toEqual([{ code: 'aws_kms_denied', message: 'Allow kms:Decrypt on the key.' }]);
    expect(found.newest_day).toMatchObject({ bytes, events: null, disk_bytes: null });
    expect(found.samples).toEqual([]);
  });

  it('tells what starts alike where nothing is found (pain 29)', async () => {
    const bucket = new FakeBucket();
    bucket.put(`org-trails/${key(1)}`, logFile(1));
    const found = await preview(bucket, { source: { prefix: 'org/' } });
    expect(found).toMatchObject({ account_regions: [], newest_day: null, costs: null, estimates: [] });
    expect(found.problems[0]).toMatchObject({
      code: 'nothing_found',
      message: expect.stringContaining('org-trails/'),
    });
  });

  it('fails as AWS does where not even the first listing is answered', async () => {
    const bucket = new FakeBucket();
    bucket.list = async function* () {
      throw new AwsError('aws_access_denied', 'Allow s3:ListBucket.');
    };
    await expect(preview(bucket)).rejects.toMatchObject({ code: 'aws_access_denied' });
  });

  it('ends when the client leaves', async () => {
    const leaving = new AbortController();
    const bucket = new FakeBucket();
    bucket.list = async function* () {
      leaving.abort(new Error('the client left'));
      yield { objects: [], prefixes: [`AWSLogs/${ACCOUNTS[0]}/`], isLast: true };
    };
    await expect(preview(bucket, { signal: leaving.signal })).rejects.toThrow('the client left');
  });
});

describe('an estimate', () => {
  const newestDay = { objects: 100, bytes: 1000, events: 400, disk_bytes: 40_000 };
  const prices = { usd_per_1000_lists: 5, usd_per_1000_gets: 1 };
  const place = (first: string | null, last: string | null, objects: number | null = 50) => ({
    account_id: ACCOUNTS[0],
    region: 'eu-central-1',
    kind: 'CloudTrail' as const,
    first_day: first,
    last_day: last,
    day_objects: objects,
    day_bytes: objects === null ? null : objects * 10,
  });
  const from = (start: string, accountRegions: ReturnType<typeof place>[], day: PreviewAmounts = newestDay) =>
    estimateFrom(start, { accountRegions, newestDay: day, prices });

  it('counts the days of each account × region from the start, each as much as the day counted of it', () => {
    const places = [place('2026-01-01', '2026-01-10', 80), place('2026-01-06', '2026-01-10', 20)];
    // 4 days of each
    expect(from('2026-01-07', [...places, place(null, null, null)])).toEqual({
      start: '2026-01-07',
      days: 8,
      objects: 400,
      bytes: 4000,
      events: 1600,
      disk_bytes: 160_000,
      requests: 408,
      usd: (8 * 5 + 400) / 1000,
    });
    expect(from('2026-02-01', places)).toMatchObject({ days: 0, objects: 0, usd: 0 });
  });

  it('is neither smaller nor much larger for those that wrote little, long ago', () => {
    const old = Array.from({ length: 80 }, () => place('2013-11-01', '2013-11-05', 1));
    const places = [place('2026-01-01', '2026-01-10', 100), ...old];
    expect(from('2026-01-01', places)).toMatchObject({ days: 10, objects: 1000, events: 4000 });
    expect(from('2013-11-01', places)).toMatchObject({ days: 410, objects: 1400, events: 5600 });
  });

  it('takes those that nobody counted for average ones', () => {
    const places = [
      place('2026-01-01', '2026-01-02', 10),
      place('2026-01-01', '2026-01-02', 30),
      place('2026-01-01', '2026-01-02', null),
    ];
    expect(from('2026-01-01', places)).toMatchObject({ days: 6, objects: 120 });
  });

  it('says nothing of events where nobody knows them', () => {
    const unknown = { ...newestDay, events: null, disk_bytes: null };
    const estimate = from('2026-01-01', [place('2026-01-01', '2026-01-01')], unknown);
    expect(estimate).toMatchObject({ objects: 50, events: null, disk_bytes: null });
  });
});
