/** From S3 to acknowledged documents through the built plugin in a host of its own, against Elasticsearch alone. */
import { gunzipSync } from 'node:zlib';
import { PluginHosts } from '../integration/plugin_host';
import type { BenchBucket } from './bench_bucket';
import { ESTATE_END, thinned } from './bench_bucket';
import { bodiesOf, takeIn } from './elasticsearch_alone';
import { fetchBucket } from './fetch_bucket';
import { startMemoryS3 } from './memory_s3';
import type { Section } from './section';

const ALONE = 'cloudtrail-events-bench_alone-2026.03';
const MEBIBYTE = 2 ** 20;
const SMALL_STEP = 10;
const MOST_WARM_UPS = 5;
/** Of the run before. */
const SETTLED = 0.95;

export const endToEnd: Section = async (bench, rounds) => {
  const { bucket, elasticsearch, client } = bench;
  const s3 = await startMemoryS3(bucket.objects, ESTATE_END);
  const small = thinned(bucket, SMALL_STEP);
  const smallS3 = await startMemoryS3(small.objects, ESTATE_END);
  const hosts = await PluginHosts.prepare(elasticsearch, [s3.url, smallS3.url]);
  try {
    const bodies = await bodiesOf(bucket.objects, bench, ALONE);
    await warmUp(bodies);
    for (let round = 0; round < bench.rounds; round++) {
      bench.progress(`end to end, round ${round + 1} of ${bench.rounds}`);
      const alone = await takeIn(bench, ALONE, bodies);
      await client.indices.delete({ index: ALONE });
      const limit = alone.documents / alone.seconds;
      const cpuAlone = alone.elasticsearchCpu / alone.documents;
      rounds.note('Elasticsearch alone, prepared bodies', limit, 'events/s');
      rounds.note('Elasticsearch alone, CPU an event', cpuAlone, 'µs');

      const one = await fetchBucket(bench, hosts, { url: s3.url, bucket, hosts: 1 });
      const [ofHost = NaN] = one.hostCpu;
      rounds.note('end to end', one.rate, 'events/s');
      rounds.note('end to end, of Elasticsearch alone', one.rate / limit, '');
      // of Elasticsearch alone: what it does beside that, for us, is no part of a ceiling
      const ceiling = cpuAlone / (cpuAlone + ofHost);
      rounds.note('its ceiling on shared cores, ES CPU / (ES CPU + ours)', ceiling, '');
      rounds.note('end to end, of the ceiling', one.rate / limit / ceiling, '');
      const { seconds, elasticsearchCpu } = alone.searchable;
      const searchableCpu = elasticsearchCpu / alone.documents;
      rounds.note(
        'end to end, of the ceiling, until all can be searched',
        (one.searchableRate * seconds * (searchableCpu + ofHost)) / (alone.documents * searchableCpu),
        '',
      );
      rounds.note('CPU of the host an event, all threads, SDK included', ofHost, 'µs');
      rounds.note('CPU of the host an event, of gunzip + JSON.parse', ofHost / costOfParsing(bucket), '×');
      rounds.note('CPU of Elasticsearch an event', one.elasticsearchCpu, 'µs');
      rounds.note('memory added over the idle host', one.addedBytes / MEBIBYTE, 'MiB');
      rounds.note('event loop of the host, p99', one.delay.p99, 'ms');
      rounds.note('event loop of the host, longest', one.delay.max, 'ms');

      const tenth = await fetchBucket(bench, hosts, { url: smallS3.url, bucket: small, hosts: 1 });
      rounds.note('memory added, bucket of a tenth', tenth.addedBytes / MEBIBYTE, 'MiB');

      const two = await fetchBucket(bench, hosts, { url: s3.url, bucket, hosts: 2 });
      rounds.note('two hosts', two.rate, 'events/s');
      rounds.note('two hosts, of one', two.rate / one.rate, '');
      rounds.note(
        'two hosts: the busier one’s CPU an event, of one host’s',
        Math.max(...two.hostCpu) / ofHost,
        '',
      );
    }
  } finally {
    await hosts.stop();
    await s3.close();
    await smallS3.close();
  }

  /** Elasticsearch takes thrice as long while its code is cold, and what only a host asks of it is compiled last. */
  async function warmUp(bodies: readonly Buffer[]): Promise<void> {
    await takeIn(bench, ALONE, bodies);
    let before = Infinity;
    for (let run = 1; run <= MOST_WARM_UPS; run++) {
      bench.progress(`end to end: warming Elasticsearch up, at most ${MOST_WARM_UPS} times: ${run}`);
      const { elasticsearchCpu } = await fetchBucket(bench, hosts, { url: s3.url, bucket, hosts: 1 });
      if (elasticsearchCpu > before * SETTLED) return;
      before = elasticsearchCpu;
    }
  }
};

/** µs an event, of this process. */
function costOfParsing({ objects, records }: BenchBucket): number {
  const before = process.cpuUsage();
  for (const { body } of objects) JSON.parse(gunzipSync(body, { chunkSize: 256 * 1024 }).toString());
  const { user, system } = process.cpuUsage(before);
  return (user + system) / records;
}
