/** One bucket taken in by the built plugin in hosts of its own, and what that cost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SOURCES_API } from '../../common/ids';
import type { RunsResponse } from '../../common/sources';
import { KEPT_RUNS } from '../../server/fetching/run_log';
import type { Host } from '../host/start_host';
import type { PluginHosts } from '../integration/plugin_host';
import { countEvents, isIdle, sourceRequest, until } from '../integration/plugin_host';
import type { BenchBucket } from './bench_bucket';
import { cpuMicroseconds, forgetPeak, peakBytes } from './process_cost';
import type { Bench } from './section';

const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-looked-at' };
const MOST_MS = 900_000;
const IDLE_MS = 3000;
const STATUS_MS = 1000;
/** Kibana 8.12 asks for tasks every 3 s; the tests' 0.2 s would be counted as ours. */
const TASK_POLL_MS = 1000;

export interface ToFetch {
  /** Of an S3 server with the bucket. */
  readonly url: string;
  readonly bucket: Pick<BenchBucket, 'distinct'>;
  /** How many. */
  readonly hosts: number;
  /** What is done with the first host before it has a source, and while it fetches. */
  readonly before?: (host: Host) => Promise<void>;
  readonly during?: (host: Host, isOver: () => boolean) => Promise<void>;
}

export interface Fetched {
  /** Events a second, from the source's making to the end of the last run that took any in. */
  readonly rate: number;
  /** The same until all can be searched, but for what Elasticsearch made searchable by itself in the second after that end. */
  readonly searchableRate: number;
  /** µs an event, of each host. */
  readonly hostCpu: readonly number[];
  readonly elasticsearchCpu: number;
  /** Most memory of the first host above what it had when idle. */
  readonly addedBytes: number;
  /** Of the first host's event loop, ms. */
  readonly delay: { readonly p99: number; readonly max: number };
}

/** Throws where not every event became one document. */
export async function fetchBucket(
  { elasticsearch, client }: Bench,
  hosts: PluginHosts,
  { url, bucket, hosts: count, before, during }: ToFetch,
): Promise<Fetched> {
  const started: Host[] = [];
  for (let i = 0; i < count; i++)
    started.push(await hosts.start({ measuresEventLoop: true, taskPollMs: TASK_POLL_MS }));
  const [host] = started;
  if (host === undefined) throw new Error('no host');
  await sleep(IDLE_MS);
  await before?.(host);
  forgetPeak(host.pid);
  const idleBytes = peakBytes(host.pid);
  const cpus = () => started.map(({ pid }) => cpuMicroseconds(pid));
  const cpuOfElasticsearch = () =>
    elasticsearch.pid === undefined ? NaN : cpuMicroseconds(elasticsearch.pid);
  const [cpusBefore, elasticsearchBefore, startedAt] = [cpus(), cpuOfElasticsearch(), Date.now()];
  const request = sourceRequest({ url, region: 'us-east-1' }, KEY, 'bench', { start: '2026-03-01' });
  const source = await hosts.create(host, elasticsearch, request);
  let isOver = false;
  const beside = during?.(host, () => isOver);
  // not oftener: a status costs the host a dozen searches, and this is about what fetching costs
  while (!isIdle(await hosts.status(host, elasticsearch, source.id))) {
    if (Date.now() - startedAt > MOST_MS) throw new Error(`not fetched in ${MOST_MS} ms`);
    await sleep(STATUS_MS);
  }
  isOver = true;
  await beside;
  const index = `cloudtrail-events-${source.namespace}-2026.03`;
  const idleAt = performance.now();
  await client.indices.refresh({ index });
  const refreshSeconds = (performance.now() - idleAt) / 1000;
  const documents = await countEvents(client, source.namespace);
  if (documents !== bucket.distinct)
    throw new Error(`${documents} documents of ${bucket.distinct} events: nothing to measure`);
  const after = cpus();
  const seconds = ((await lastTakenAt(hosts, host, elasticsearch, source.id, documents)) - startedAt) / 1000;
  const fetched: Fetched = {
    rate: documents / seconds,
    searchableRate: documents / (seconds + refreshSeconds),
    hostCpu: after.map((cpu, i) => (cpu - (cpusBefore[i] ?? NaN)) / documents),
    elasticsearchCpu: (cpuOfElasticsearch() - elasticsearchBefore) / documents,
    addedBytes: peakBytes(host.pid) - idleBytes,
    delay: await host.eventLoopDelay(),
  };
  await hosts.ask(host, elasticsearch, 'DELETE', `${SOURCES_API}/${source.id}`);
  for (const each of started) await each.stop();
  await client.indices.delete({ index });
  return fetched;
}

/** When the last run that took any in ended (ms), by its own log, which is written just after: not when somebody asked. */
async function lastTakenAt(
  hosts: PluginHosts,
  host: Host,
  caller: Bench['elasticsearch'],
  id: string,
  documents: number,
): Promise<number> {
  let taken: RunsResponse['runs'] = [];
  await until(async () => {
    const { body } = await hosts.ask<RunsResponse>(host, caller, 'GET', `${SOURCES_API}/${id}/runs`);
    taken = body.runs.filter(({ counts }) => counts.events > 0);
    // of a bucket that takes more runs the log has forgotten the first
    const isFull = body.runs.length >= KEPT_RUNS;
    return isFull || taken.reduce((sum, { counts }) => sum + counts.events, 0) >= documents;
  });
  return Math.max(...taken.map(({ at, ms }) => Date.parse(at) + ms));
}
