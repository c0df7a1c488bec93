/** From S3 to acknowledged documents through the built plugin in a host of its own, against Elasticsearch alone. */
import { SOURCES_API } from '../../common/ids';
import type { Host } from '../host/start_host';
import { countEvents, isIdle, PluginHosts, sourceRequest } from '../integration/plugin_host';
import { bodiesOf, takeIn } from './elasticsearch_alone';
import { ESTATE_END } from './bench_bucket';
import { startMemoryS3 } from './memory_s3';
import { cpuMicroseconds, forgetPeak, peakBytes } from './process_cost';
import type { Bench, Section } from './section';

const ALONE = 'cloudtrail-events-bench_alone-2026.03';
const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-looked-at' };
const MOST_MS = 900_000;
const MEBIBYTE = 2 ** 20;
const IDLE_MS = 3000;

export const endToEnd: Section = async (bench, rounds) => {
  const { bucket, elasticsearch, client } = bench;
  const s3 = await startMemoryS3(bucket.objects, ESTATE_END);
  const hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  try {
    const bodies = await bodiesOf(bucket.objects, bench, ALONE);
    for (let round = 0; round < bench.rounds; round++) {
      bench.progress(`end to end, round ${round + 1} of ${bench.rounds}`);
      const alone = await takeIn(bench, ALONE, bodies);
      await client.indices.delete({ index: ALONE });
      const limit = alone.documents / alone.seconds;
      rounds.note('Elasticsearch alone, prepared bodies', limit, 'events/s');
      rounds.note('Elasticsearch alone, CPU an event', alone.elasticsearchCpu / alone.documents, 'µs');

      const one = await fetchAll(bench, hosts, s3.url, 1);
      rounds.note('end to end', one.rate, 'events/s');
      rounds.note('end to end, of Elasticsearch alone', one.rate / limit, '');
      const ceiling =
        one.elasticsearchCpu / (one.elasticsearchCpu + one.hostCpu.reduce((sum, cpu) => sum + cpu, 0));
      rounds.note('its ceiling on shared cores, ES CPU / (ES CPU + ours)', ceiling, '');
      rounds.note('end to end, of the ceiling', one.rate / limit / ceiling, '');
      rounds.note('CPU of the host an event, all threads, SDK included', one.hostCpu[0] ?? NaN, 'µs');
      rounds.note('CPU of Elasticsearch an event', one.elasticsearchCpu, 'µs');
      rounds.note('memory added over the idle host', one.addedBytes / MEBIBYTE, 'MiB');
      rounds.note('event loop of the host, p99', one.delay.p99, 'ms');
      rounds.note('event loop of the host, longest', one.delay.max, 'ms');

      const two = await fetchAll(bench, hosts, s3.url, 2);
      rounds.note('two hosts', two.rate, 'events/s');
      rounds.note('two hosts, of one', two.rate / one.rate, '');
      rounds.note(
        'two hosts: the busier one’s CPU an event, of one host’s',
        Math.max(...two.hostCpu) / (one.hostCpu[0] ?? NaN),
        '',
      );
    }
  } finally {
    await hosts.stop();
    await s3.close();
  }
};

interface Fetched {
  /** Events a second, from the source's making to the last acknowledged event. */
  readonly rate: number;
  /** µs an event, of each host. */
  readonly hostCpu: readonly number[];
  readonly elasticsearchCpu: number;
  /** Most memory of the first host above what it had when idle. */
  readonly addedBytes: number;
  /** Of the first host's event loop, ms. */
  readonly delay: { readonly p99: number; readonly max: number };
}

/** Throws where not every event became one document. */
async function fetchAll(bench: Bench, hosts: PluginHosts, s3: string, count: number): Promise<Fetched> {
  const { bucket, elasticsearch, client } = bench;
  const started: Host[] = [];
  for (let i = 0; i < count; i++) started.push(await hosts.start({ measuresEventLoop: true }));
  const [host] = started;
  if (host === undefined) throw new Error('no host');
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  forgetPeak(host.pid);
  const idleBytes = peakBytes(host.pid);
  const cpus = () => started.map(({ pid }) => cpuMicroseconds(pid));
  const cpuOfElasticsearch = () =>
    elasticsearch.pid === undefined ? NaN : cpuMicroseconds(elasticsearch.pid);
  const [before, elasticsearchBefore, startedAt] = [cpus(), cpuOfElasticsearch(), performance.now()];
  const request = sourceRequest({ url: s3, region: 'us-east-1' }, KEY, 'bench', { start: '2026-03-01' });
  const source = await hosts.create(host, elasticsearch, request);
  await hosts.statusThat(host, elasticsearch, source.id, isIdle, MOST_MS);
  const seconds = (performance.now() - startedAt) / 1000;
  const documents = await countEvents(client, source.namespace);
  if (documents !== bucket.distinct)
    throw new Error(`${documents} documents of ${bucket.distinct} events: nothing to measure`);
  const after = cpus();
  const fetched: Fetched = {
    rate: documents / seconds,
    hostCpu: after.map((cpu, i) => (cpu - (before[i] ?? NaN)) / documents),
    elasticsearchCpu: (cpuOfElasticsearch() - elasticsearchBefore) / documents,
    addedBytes: peakBytes(host.pid) - idleBytes,
    delay: await host.eventLoopDelay(),
  };
  await hosts.ask(host, elasticsearch, 'DELETE', `${SOURCES_API}/${source.id}`);
  for (const each of started) await each.stop();
  await client.indices.delete({ index: `cloudtrail-events-${source.namespace}-2026.03` });
  return fetched;
}
