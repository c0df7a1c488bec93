/** Faults of Elasticsearch and S3 that come and go in the middle of a run: nothing is lost or doubled, and the source says what is wrong. */
import { gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import { logKey, type BucketObject } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import {
  elasticsearchRefusal,
  s3Refusal,
  startFaultyProxy,
  type FaultyProxy,
  type ProxyFault,
} from '../servers/faulty_proxy';
import { admin, FetchHarness, makeBucket } from './fetch_harness';
import { elasticsearch, s3 } from './own_servers';

const DAY_MS = 86_400_000;
const JANUARY = Date.UTC(2024, 0, 20);
const auth = { username: elasticsearch.username, password: elasticsearch.password };
let proxied: { readonly elasticsearch: FaultyProxy; readonly s3: FaultyProxy };
let client: Client;
let bucket: string;
/** One each fifth day, over three months. */
const STEP_MS = 5 * DAY_MS;
const objects: readonly BucketObject[] = Array.from({ length: 12 }, (_, i) => logFile(JANUARY + i * STEP_MS));
const expected = countDistinct(objects).expectedDocuments;

function logFile(at: number): BucketObject {
  const Records = Array.from({ length: 20 }, (_, i) => ({
    eventID: `${at} ${i}`,
    eventTime: new Date(at + i * 1000).toISOString(),
    eventName: 'GetObject',
  }));
  const key = logKey({ account: '111122223333', region: 'eu-west-1', at }, String(at).padStart(16, 'a'));
  return { key, body: gzipSync(JSON.stringify({ Records })) };
}

beforeAll(async () => {
  bucket = await makeBucket(objects);
  proxied = {
    elasticsearch: await startFaultyProxy(elasticsearch.url),
    s3: await startFaultyProxy(s3.url),
  };
  client = new Client({ node: proxied.elasticsearch.url, auth });
});
afterAll(async () => {
  await client.close();
  for (const proxy of Object.values(proxied)) proxy.close();
});

/** Reaches both servers by the proxies. */
function harness(): FetchHarness {
  return new FetchHarness(bucket, { endpoint: proxied.s3.url }, { client: () => client });
}

/** Strikes the first `times` requests of this kind. */
function strike(proxy: FaultyProxy, fault: ProxyFault, meets: RegExp, times: number): void {
  let left = times;
  proxy.fault = ({ method, url }) => (meets.test(`${method} ${url}`) && left-- > 0 ? fault : undefined);
}

test.each<readonly [fault: string, server: 'elasticsearch' | 's3', ProxyFault, meets: RegExp]>([
  ['429 of Elasticsearch', 'elasticsearch', elasticsearchRefusal(429, 'rejected'), /_bulk/],
  ['503 of Elasticsearch', 'elasticsearch', elasticsearchRefusal(503, 'unavailable'), /_bulk|_doc|_search/],
  ['SlowDown of S3', 's3', s3Refusal(503, 'SlowDown'), /GET/],
  ['bodies that S3 cuts half-way', 's3', { kind: 'cut' }, /json.gz/],
  ['a slow S3', 's3', { kind: 'drip', pieces: 4, pauseMs: 50 }, /json.gz/],
])('%s, while it lasts some requests, costs nothing but time', async (name, server, fault, meets) => {
  const source = harness();
  const { struck } = proxied[server];
  strike(proxied[server], fault, meets, 3);
  await source.runToEnd();
  expect(proxied[server].struck).toBe(struck + 3);
  expect(await source.documents()).toBe(expected);
  expect((await source.progress()).counts).toMatchObject({ events: expected, known: 0, failed: 0 });
  const remarks = (await source.runs()).flatMap((run) => run.remarks ?? []).join();
  if (name === 'SlowDown of S3') expect(remarks).toContain('S3 asked for fewer requests 3 times');
  else expect(remarks).not.toContain('fewer requests');
});

test.each(['index.blocks.write', 'index.blocks.read_only_allow_delete'])(
  'an index with %s stops the run, what is newer is in, and all is when it is lifted',
  async (block) => {
    const source = harness();
    const index = `cloudtrail-events-${source.namespace}-2024.02`;
    await admin.indices.create({ index });
    await admin.indices.putSettings({ index, settings: { [block]: true } });
    await source.run();
    expect(source.status.problem?.code).toBe('elasticsearch_blocked');
    expect(source.status.problem?.message).toContain('lift the block');
    const newer = objects.filter(({ key }) => key.includes('/2024/03/')).length;
    expect(await source.documents()).toBe(newer * 20);
    expect((await source.failures()).total).toBe(0);
    await admin.indices.putSettings({ index, settings: { [block]: null } });
    source.now = () => Date.now() + 3_600_000;
    await source.runToEnd();
    expect(source.status.problem).toBeNull();
    expect(await source.documents()).toBe(expected);
  },
);

test('retention that removes an index under a back-fill takes what is past it, and nothing else', async () => {
  const source = harness();
  const settings = { ...DEFAULT_NAMESPACE_SETTINGS, index_period: 'day' as const };
  source.rules = { ...source.rules, settings };
  const now = JANUARY + objects.length * STEP_MS;
  source.now = () => now;
  // slice 1 is in the middle of its back-fill when slice 0 begins with the new settings
  let under: Promise<unknown> | undefined;
  let bulks = 0;
  proxied.elasticsearch.fault = ({ url }) => {
    if (url.startsWith('/_bulk') && ++bulks === 2) {
      source.rules = { ...source.rules, settings: { ...settings, retention_days: 30 } };
      under = source.run(0);
    }
    return undefined;
  };
  await source.run(1);
  await under;
  expect(source.log.join()).toContain('Deleted cloudtrail-events');
  await source.runToEnd();
  const kept = objects.filter((_, i) => i >= objects.length - 6).length;
  expect(await source.documents()).toBe(kept * 20);
});
