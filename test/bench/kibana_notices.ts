/** What Kibana notices of the plugin: at its start, and in a panel's answers while events come in. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PANELS_API } from '../../common/ids';
import type { PanelId } from '../../common/panels';
import { runPanel } from '../../server/queries/run_panel';
import type { Host } from '../host/start_host';
import { PluginHosts } from '../integration/plugin_host';
import { ESTATE_END } from './bench_bucket';
import { bodiesOf, takeIn } from './elasticsearch_alone';
import { fetchBucket } from './fetch_bucket';
import { startMemoryS3 } from './memory_s3';
import type { Section } from './section';

const SHOWN = 'cloudtrail-events-bench_shown-2026.03';
const ALONE = 'cloudtrail-events-bench_alone-2026.03';
const ASKED: readonly PanelId[] = ['summary', 'events_over_time', 'accounts_and_regions'];
const ASKED_IDLE = 30;
const PAUSE_MS = 100;
const DAY_MS = 86_400_000;
const WEEK_BEGIN = ESTATE_END.getTime() - 7 * DAY_MS;
/** What only a file with the AWS SDK itself holds, and only one with the reader of geo databases. */
const HEAVY = /ListObjectsV2Command=class|maxmind@1/;

export const kibanaNotices: Section = async (bench, rounds) => {
  const { bucket, elasticsearch, client } = bench;
  const s3 = await startMemoryS3(bucket.objects, ESTATE_END);
  const hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  try {
    await takeIn(bench, SHOWN, await bodiesOf(bucket.objects.slice(0, 500), bench, SHOWN));
    const bodies = await bodiesOf(bucket.objects, bench, ALONE);
    let asked = 0;
    // each range is another, as ranges to now are: while no events come in, answers would be Elasticsearch's cached ones
    const request = () => ({
      from: new Date(WEEK_BEGIN + asked++).toISOString(),
      to: ESTATE_END.toISOString(),
      time_zone: 'UTC',
    });
    const askRoute = async (host: Host, panel: PanelId): Promise<void> => {
      const path = `${PANELS_API}/${panel}`;
      const { status, text } = await hosts.ask(host, elasticsearch, 'POST', path, request());
      if (status !== 200) throw new Error(`${panel} answered ${status}: ${text}`);
    };
    const askElasticsearch = async (panel: PanelId): Promise<void> => {
      await runPanel(panel, request(), {
        ...{ asCurrentUser: client, asInternalUser: client },
        ...{ geo: { available: true, attributions: [] }, homeCountries: [] },
      });
    };
    for (let round = 0; round < bench.rounds; round++) {
      bench.progress(`Kibana notices, round ${round + 1} of ${bench.rounds}`);
      const searchesIdle = await answerTimes(askElasticsearch, atLeast(ASKED_IDLE));
      let areTaken = false;
      const taking = takeIn(bench, ALONE, bodies).finally(() => (areTaken = true));
      const searchesBusy = await answerTimes(askElasticsearch, () => areTaken);
      await taking;
      await client.indices.delete({ index: ALONE });

      let idle: number[] = [];
      let busy: number[] = [];
      const fetched = await fetchBucket(bench, hosts, {
        ...{ url: s3.url, bucket, hosts: 1 },
        before: async (host) => {
          rounds.note('the plugin’s loading, setup and start', host.pluginStart.ms, 'ms');
          const heavy = host.pluginStart.files.filter((file) => HEAVY.test(readFileSync(file, 'utf8')));
          rounds.note('files loaded then with the AWS SDK or the geo reader', heavy.length, '');
          idle = await answerTimes((panel) => askRoute(host, panel), atLeast(ASKED_IDLE));
        },
        during: async (host, isOver) => {
          busy = await answerTimes((panel) => askRoute(host, panel), isOver);
        },
      });
      rounds.note('panel routes, p95, idle', p95(idle), 'ms');
      rounds.note('panel routes, p95, at full ingest', p95(busy), 'ms');
      rounds.note('panel routes, p95, full ingest of idle', p95(busy) / p95(idle), '');
      const ofElasticsearch = p95(searchesBusy) / p95(searchesIdle);
      rounds.note('bare searches beside Elasticsearch alone, p95, of idle', ofElasticsearch, '');
      rounds.note('event loop at full ingest and panels, p99', fetched.delay.p99, 'ms');
      rounds.note('event loop at full ingest and panels, longest', fetched.delay.max, 'ms');
    }
  } finally {
    await hosts.stop();
    await s3.close();
    await client.indices.delete({ index: SHOWN, ignore_unavailable: true });
  }
};

function atLeast(count: number): () => boolean {
  return () => count-- <= 0;
}

/** ms of each answer, one after the other with a pause, as people ask. */
async function answerTimes(ask: (panel: PanelId) => Promise<void>, isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; !isOver(); i++) {
    const startedAt = performance.now();
    await ask(ASKED[i % ASKED.length] ?? 'summary');
    times.push(performance.now() - startedAt);
    await sleep(PAUSE_MS);
  }
  return times;
}

function p95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? NaN;
}
