/** How new and how late events are, and gaps in them, on real servers. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { HEALTH_INDEX } from '../../common/ids';
import type { AccountRegionResponse } from '../../common/sources';
import { AwsError } from '../../server/errors';
import { writeKeyRole } from '../../server/sources/write_key';
import type { BucketObject } from '../generate/bucket_object';
import { logKey } from '../generate/bucket_object';
import { admin, FetchHarness, makeBucket, putObjects } from './fetch_harness';

const ACCOUNT = '111122223333';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let files = 0;
/** A file that CloudTrail would have named at `at`, with an event at each of `times`. */
function file(region: string, at: number, times: readonly number[]): BucketObject {
  const Records = times.map((time, i) => ({
    eventVersion: '1.09',
    eventID: `${region}-${time}-${i}`,
    eventTime: new Date(time).toISOString(),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: region,
    recipientAccountId: ACCOUNT,
  }));
  const unique = String(++files).padStart(16, '0');
  return {
    key: logKey({ account: ACCOUNT, region, at }, unique),
    body: gzipSync(JSON.stringify({ Records })),
  };
}

const isoAgo = (ms: number) => new Date(Date.now() - ms).toISOString();
/** Each hour of ten days, the last one so long ago. */
const steadily = (until: number) => Array.from({ length: 240 }, (_, i) => until - i * HOUR);

async function gaps({ sourceId }: FetchHarness) {
  await admin.indices.refresh({ index: HEALTH_INDEX, ignore_unavailable: true });
  const { hits } = await admin.search<Record<string, never>>({
    index: HEALTH_INDEX,
    ignore_unavailable: true,
    query: { term: { 'cloudtrail.source.id': sourceId } },
    sort: [{ '@timestamp': 'asc' }],
  });
  return hits.hits.map(({ _source: source }) => source);
}

/** A key of the source's own, as it is lent; or one that was lent before gaps were written. */
async function lend(harness: FetchHarness, withHealth = true): Promise<void> {
  const role = writeKeyRole(harness.namespace)['cloudtrail_writer'] as {
    readonly cluster: [];
    readonly indices: readonly { readonly names: readonly string[] }[];
  };
  const indices = role.indices.map(({ names, ...rest }) => ({
    ...rest,
    names: names.filter((name) => withHealth || name !== HEALTH_INDEX),
  }));
  const { encoded } = await admin.security.createApiKey({
    name: `health ${harness.sourceId}`,
    role_descriptors: { writer: { ...role, indices } } as never,
  });
  harness.secrets = { ...harness.secrets, write_key: encoded };
}

test('how late events are is told in two halves, AWS’s and ours, by account and region, without history (pain 26)', async () => {
  const harness = new FetchHarness(await makeBucket(), { created_at: isoAgo(2 * HOUR) });
  const now = Date.now();
  await putObjects(harness.bucket, [
    file('eu-west-1', now, [now - 40 * MINUTE, now - 40 * MINUTE]),
    file('eu-west-1', now - 5 * HOUR, [now - 5 * HOUR]),
  ]);
  await harness.run();
  // the other one lies in the bucket for half an hour before it is fetched
  await putObjects(harness.bucket, [file('us-east-1', now, [now - 10_000])]);
  harness.now = () => Date.now() + 30 * MINUTE;
  harness.status = { ...harness.status, asked_at: new Date(harness.now()).toISOString() };
  await harness.run();

  const byRegion = Object.fromEntries((await harness.accountRegions()).map((each) => [each.region, each]));
  const lagOf = (region: string) => (byRegion[region] as AccountRegionResponse).lag;
  const within = (seconds: number | undefined, from: number, to: number) => {
    expect(seconds).toBeGreaterThan(from * 0.9);
    expect(seconds).toBeLessThan(to * 1.1);
  };
  // the file that was delivered before the source was made is in neither
  expect(lagOf('eu-west-1')?.events).toBe(2);
  within(lagOf('eu-west-1')?.delivery.p50, 40 * 60, 41 * 60);
  within(lagOf('eu-west-1')?.fetching.p95, 0, 30);
  expect(lagOf('us-east-1')?.events).toBe(1);
  within(lagOf('us-east-1')?.delivery.p50, 10, 60);
  within(lagOf('us-east-1')?.fetching.p95, 30 * 60, 31 * 60);

  const status = await harness.progress();
  expect(status.lag?.events).toBe(3);
  expect(status).toMatchObject({
    newest_event_at: new Date(now - 10_000).toISOString(),
    last_hour: { objects: 2, events: 3 },
    last_day: { objects: 2, events: 3 },
    objects_waiting: 0,
  });
  expect(Date.parse(status.newest_object_at ?? '')).toBeGreaterThan(now - 5000);
  // as whoever looks at the documents would find it
  const index = `cloudtrail-events-${harness.namespace}-*`;
  await admin.indices.refresh({ index });
  const { hits } = await admin.search<{ '@timestamp': string; event: { ingested: string } }>({
    index,
    query: { term: { 'cloud.region': 'us-east-1' } },
  });
  const { '@timestamp': at, event } = hits.hits[0]?._source ?? { '@timestamp': '', event: { ingested: '' } };
  within((Date.parse(event.ingested) - Date.parse(at)) / 1000, 30 * 60, 32 * 60);
});

test('a place that falls silent is a gap, told once to rules, and closed when events come again (pain 26)', async () => {
  const now = Date.now();
  const harness = new FetchHarness(await makeBucket(), { created_at: isoAgo(11 * DAY) });
  await lend(harness);
  const last = now - 5 * HOUR;
  await putObjects(harness.bucket, [
    file('eu-west-1', now, steadily(now - 10 * MINUTE)),
    file('us-east-1', now, steadily(last)),
  ]);
  await harness.run();
  const status = await harness.progress();
  const since = new Date(last).toISOString();
  expect(status).toMatchObject({ state: 'silent', gap_count: 1, problem: null });
  const place = { account_id: ACCOUNT, region: 'us-east-1', kind: 'CloudTrail' };
  const gap = { ...place, since, reason: 'silent', usual_seconds: 3600 };
  expect(status.gaps).toEqual([{ ...gap, message: null }]);
  const regions = await harness.accountRegions();
  expect(regions.map(({ region, gap: shown }) => [region, shown?.since]).sort()).toEqual([
    ['eu-west-1', undefined],
    ['us-east-1', since],
  ]);

  const first = await gaps(harness);
  expect(first).toHaveLength(1);
  expect(first[0]).toMatchObject({
    event: { kind: 'state', dataset: 'cloudtrail.health', action: 'gap', reason: 'silent', start: since },
    cloud: { provider: 'aws', account: { id: ACCOUNT }, region: 'us-east-1' },
    data_stream: { namespace: harness.namespace },
    cloudtrail: {
      source: { id: harness.sourceId, name: 'test' },
      gap: { state: 'open', place: `${ACCOUNT} us-east-1`, usual_seconds: 3600 },
    },
    message: `No events from account ${ACCOUNT} in us-east-1 (source "test") since ${since}. Usually it is silent for an hour at most.`,
  });
  await harness.run();
  expect(await gaps(harness)).toEqual(first);

  await putObjects(harness.bucket, [file('us-east-1', now, [now - MINUTE])]);
  harness.now = () => Date.now() + 16 * MINUTE;
  await harness.run();
  expect((await harness.progress()).state).toBe('idle');
  const closed = await gaps(harness);
  expect(closed).toHaveLength(1);
  expect(closed[0]).toMatchObject({
    event: { action: 'gap-closed', start: since, end: expect.any(String) },
    cloudtrail: { gap: { state: 'closed', place: `${ACCOUNT} us-east-1` } },
  });

  // nothing comes from anywhere any more: that is one gap, not one for each place
  harness.now = () => Date.now() + 6 * HOUR;
  await harness.run();
  expect((await harness.progress()).gaps).toMatchObject([{ region: null, reason: 'silent' }]);
  expect((await gaps(harness)).map((each) => each?.['cloudtrail']?.['gap'])).toMatchObject([
    { state: 'closed' },
    { state: 'open', place: 'all' },
  ]);
  await harness.forget();
  expect(await gaps(harness)).toEqual([]);
});

test('a source that has stopped is a gap, with why', async () => {
  const harness = new FetchHarness(await makeBucket());
  const at = new Date().toISOString();
  const problem = { code: 'aws_bad_credentials', message: '', since: at, retry_at: at, slice: 0 };
  harness.secrets = {
    ...harness.secrets,
    credentials: { type: 'access_key', access_key_id: 'AKIANOBODYNOBODY', secret_access_key: 'x' },
  };
  harness.status = { problem: { ...problem, attempts: 8 }, asked_at: null };
  await harness.run();
  expect(await gaps(harness)).toEqual([]);
  harness.now = () => Date.now() + 2 * HOUR;
  await harness.run();
  expect(harness.status.problem?.attempts).toBe(10);
  const [gap] = await gaps(harness);
  expect(gap).toMatchObject({ event: { reason: 'not_fetched' }, cloudtrail: { gap: { place: 'all' } } });
  expect(gap?.['message']).toContain(harness.status.problem?.message);
  expect((await harness.progress()).state).toBe('stopped');
});

test('a key that was lent before gaps were written goes on fetching, and the log says what to do', async () => {
  const now = Date.now();
  const harness = new FetchHarness(await makeBucket(), { created_at: isoAgo(11 * DAY) });
  await lend(harness, false);
  await putObjects(harness.bucket, [file('us-east-1', now, steadily(now - 5 * HOUR))]);
  await harness.run();
  expect(await harness.progress()).toMatchObject({ state: 'silent', counts: { events: 240 }, problem: null });
  expect(await gaps(harness)).toEqual([]);
  expect(harness.log.join('\n')).toMatch(/gaps: .*not allowed.* renew it/);
});

test('files that AWS will not give are waiting, until it does', async () => {
  let isRefusing = true;
  const now = Date.now();
  const harness = new FetchHarness(
    await makeBucket([file('us-east-1', now, [now]), file('us-east-1', now, [now - 1000])]),
    {},
    {
      store: (store) => ({
        ...store,
        list: (options) => store.list(options),
        open: async (key, signal) => {
          if (isRefusing) throw new AwsError('aws_access_denied', 'Access Denied.');
          return store.open(key, signal);
        },
        close: () => store.close(),
      }),
    },
  );
  await harness.run();
  expect((await harness.progress()).objects_waiting).toBe(2);
  isRefusing = false;
  harness.now = () => Date.now() + 10 * MINUTE;
  await harness.run();
  expect(await harness.progress()).toMatchObject({ objects_waiting: 0, counts: { events: 2 } });
});
