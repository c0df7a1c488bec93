/** The demo's steps: install, build, start the servers, fill the bucket, fetch it through the plugin, show, stop. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EVENTS_INDEX_PATTERN, SOURCES_API } from '../../common/ids';
import type {
  CreateSourceRequest,
  FailuresResponse,
  SourceResponse,
  SourceStatusResponse,
} from '../../common/sources';
import { countDistinct } from '../../test/generate/count_distinct';
import { startHost } from '../../test/host/start_host';
import {
  installElasticsearch,
  startElasticsearch,
  type Elasticsearch,
} from '../../test/servers/elasticsearch';
import { freePort } from '../../test/servers/free_port';
import { installMoto, startS3, type S3Server } from '../../test/servers/s3';
import { buildPlugin } from '../build/build_plugin';
import { bucketContents, type BucketContents } from './bucket_contents';
import { followFetch } from './follow_fetch';
import { installGeoDatabase } from './geo_database';
import { logIn, type KibanaClient } from './kibana_client';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const KIBANA_VERSION = '8.12.2';
const BUCKET = 'cloudtrail-demo';
/** CloudTrail's first month: whatever the files hold is later. */
const FIRST_DAY = '2013-11-01';
const USUAL_PORTS = { elasticsearch: 9200, s3: 5000, kibana: 5601 };
const REPORT_EACH_MS = 3_000;
const MOST_LISTED = 20;

export interface DemoOptions {
  readonly once: boolean;
  readonly data?: string;
  readonly port?: number;
}

/** What `--once` prints. */
interface Result {
  readonly objects: number;
  readonly events: number;
  readonly known: number;
  readonly failed: number;
  readonly skipped: number;
  /** Records that no key could be made for. */
  readonly unplaced: number;
  /** How many documents Elasticsearch counts itself. */
  readonly documents: number;
  /** How many there must be: distinct records in the bucket, counted without the plugin's code. */
  readonly distinct: number;
  readonly failures: readonly {
    readonly reason: string;
    readonly message: string;
    readonly key: string;
    readonly offset?: number;
  }[];
  /** From the end of the downloads to the last event. */
  readonly seconds: number;
}

type Stop = () => Promise<void>;

/**
 * Runs until `signal` is aborted, or with `once` until all is fetched. When it gives back or throws, every process and
 * temporary folder of its own is gone.
 */
export async function runDemo(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const started: Stop[] = [];
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    await runSteps(options, signal, say, started);
  } finally {
    // the last started first: the host gives up its leases while Elasticsearch is still there
    for (const stop of started.reverse()) await stop().catch((error: unknown) => say(String(error)));
  }
}

async function runSteps(
  options: DemoOptions,
  signal: AbortSignal,
  say: (line: string) => void,
  started: Stop[],
): Promise<void> {
  if (options.data !== undefined && !(await stat(options.data)).isDirectory()) {
    throw new Error(`--data ${options.data} is no folder`);
  }
  if (options.port !== undefined && (await freePort(options.port)) !== options.port) {
    throw new Error(`port ${options.port} is taken`);
  }
  await installElasticsearch(say, signal);
  await installMoto(say, signal);
  const geoDatabase = await installGeoDatabase(say, signal);
  signal.throwIfAborted();

  const beganAt = Date.now();
  say('Building the plugin; starting Elasticsearch; filling the bucket');
  const keep = <T extends { readonly stop: Stop }>(server: T): T => {
    started.push(() => server.stop());
    return server;
  };
  const work = [
    buildPlugin({ root: ROOT, kibanaVersion: KIBANA_VERSION }),
    freePort(USUAL_PORTS.elasticsearch).then(async (port) =>
      keep(await startElasticsearch({ port, signal })),
    ),
    freePort(USUAL_PORTS.s3).then(async (port) => {
      const s3 = keep(await startS3({ port, signal }));
      return { s3, contents: await fillBucket(s3, options.data, say, signal) };
    }),
  ] as const;
  // when one fails, the others are waited for: what they start has to be known to whoever stops it
  await Promise.allSettled(work);
  const [built, elasticsearch, { s3, contents }] = await Promise.all(work);
  signal.throwIfAborted();

  say('Starting the stand-in for Kibana');
  const host = keep(
    await startHost({
      pluginDir: built.folder,
      elasticsearchUrl: elasticsearch.url,
      systemUser: { username: elasticsearch.kibanaUsername, password: elasticsearch.kibanaPassword },
      port: options.port ?? (await freePort(USUAL_PORTS.kibana)),
      settings: { aws: { allowedEndpoints: [s3.url] }, geo: { database: geoDatabase } },
      encryptionKey: randomBytes(24).toString('hex'),
      kibanaVersion: KIBANA_VERSION,
    }),
  );
  const kibana = await logIn(host.url, elasticsearch.username, elasticsearch.password, signal);
  const source = await kibana.request<SourceResponse>('POST', SOURCES_API, sourceOf(s3));
  say('Fetching');
  const status = await followFetch(kibana, source.id, say, signal);
  const result = await collect(kibana, elasticsearch, source.id, status, contents, beganAt);
  const lines = report(result, contents);
  if (options.once) {
    lines.forEach(say);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const address = [`Open      ${host.url}/app/cloudtrail`, `User      ${elasticsearch.username}`];
  const access = [...address, `Password  ${elasticsearch.password}`, '', 'Ctrl-C stops everything.'];
  process.stdout.write(`\n${[...lines, '', ...access].join('\n')}\n`);
  await untilAborted(signal);
}

async function fillBucket(
  s3: S3Server,
  dir: string | undefined,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<BucketContents> {
  const contents = bucketContents(dir, new Date());
  await s3.createBucket(BUCKET);
  let reportedAt = Date.now();
  await s3.putObjects(BUCKET, contents.entries, {
    onPut: (count) => {
      signal.throwIfAborted();
      if (Date.now() - reportedAt < REPORT_EACH_MS) return;
      reportedAt = Date.now();
      say(`${count} of ${contents.entries.length} objects in the bucket`);
    },
  });
  say(`The bucket holds ${contents.entries.length} objects`);
  return contents;
}

function sourceOf(s3: S3Server): Partial<CreateSourceRequest> {
  return {
    name: 'Demo bucket',
    bucket: BUCKET,
    region: s3.region,
    endpoint: s3.url,
    force_path_style: true,
    start: FIRST_DAY,
    credentials: {
      type: 'access_key',
      access_key_id: s3.accessKeyId,
      secret_access_key: s3.secretAccessKey,
    },
  };
}

async function collect(
  kibana: KibanaClient,
  elasticsearch: Elasticsearch,
  sourceId: string,
  { counts }: SourceStatusResponse,
  { entries, unplaced }: BucketContents,
  beganAt: number,
): Promise<Result> {
  const seconds = Math.round((Date.now() - beganAt) / 100) / 10;
  const { failures } = await kibana.request<FailuresResponse>('GET', `${SOURCES_API}/${sourceId}/failures`);
  return {
    objects: counts.objects,
    events: counts.events,
    known: counts.known,
    failed: counts.failed,
    skipped: counts.skipped,
    unplaced: unplaced.length,
    documents: await countDocuments(elasticsearch),
    distinct: countDistinct(entries).expectedDocuments,
    failures: failures.map(({ reason, message, key, offset }) => ({ reason, message, key, offset })),
    seconds,
  };
}

async function countDocuments({ url, username, password }: Elasticsearch): Promise<number> {
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  const headers = { authorization: `Basic ${credentials}` };
  const refreshed = await fetch(`${url}/${EVENTS_INDEX_PATTERN}/_refresh`, { method: 'POST', headers });
  const counted = await fetch(`${url}/${EVENTS_INDEX_PATTERN}/_count`, { headers });
  if (!refreshed.ok || !counted.ok) throw new Error(`Elasticsearch did not count: ${counted.status}`);
  return ((await counted.json()) as { count: number }).count;
}

function report(result: Result, { unplaced, remarks }: BucketContents): string[] {
  const columns = [
    `Objects        ${result.objects}`,
    `Events         ${result.events} (Elasticsearch counts ${result.documents} documents; ${result.distinct} distinct records are in the bucket)`,
    `Already known  ${result.known}`,
    `Failed         ${result.failed}`,
    `Skipped        ${result.skipped}`,
    `Unplaced       ${result.unplaced} (records that no key can be made for)`,
    `Seconds        ${result.seconds}`,
  ];
  return [
    '',
    ...columns,
    ...section(
      'Failures',
      result.failures.map(({ reason, message, key, offset }) => {
        return `${reason}: ${message} (${key}${offset === undefined ? '' : `, from byte ${offset}`})`;
      }),
    ),
    ...section(
      'Unplaced records',
      unplaced.map(({ file, index, why }) => `${file}, record ${index}: ${why}`),
    ),
    ...section('Files', remarks),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST_LISTED ? [`  and ${lines.length - MOST_LISTED} more`] : [];
  return ['', title, ...lines.slice(0, MOST_LISTED).map((line) => `  ${line}`), ...more];
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(60_000, undefined, { signal }).catch(() => undefined);
  }
}
