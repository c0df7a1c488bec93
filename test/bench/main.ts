/** `npm run bench`: what the plugin costs, as ratios to limits that are measured in the same run. docs/performance.md says what each figure means. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from '@elastic/elasticsearch';
import { startElasticsearch } from '../servers/elasticsearch';
import { makeBenchBucket } from './bench_bucket';
import { cpuPerEvent } from './cpu_per_event';
import { disk } from './disk';
import { bundledGeo } from './documents_of';
import { elasticsearchWork } from './elasticsearch_work';
import { endToEnd } from './end_to_end';
import { Rounds, table, type Figure } from './figures';
import { kibanaNotices } from './kibana_notices';
import { panels } from './panels';
import { polls } from './polls';
import type { Bench, Section } from './section';
import { verdictOf } from './targets';

const SECTIONS: Readonly<Record<string, Section>> = {
  cpu_per_event: cpuPerEvent,
  end_to_end: endToEnd,
  kibana_notices: kibanaNotices,
  elasticsearch_work: elasticsearchWork,
  disk,
  panels,
  polls,
};
const HELP = `npm run bench -- [options]

  --only A,B     these parts: ${Object.keys(SECTIONS).join(', ')}
  --rounds N     rounds of each (3)
  --estates N    how large the bucket is: 700 objects and 90,000 events an estate (3)
  --events N     over how many events panels are measured (1000000)
  --json FILE    the figures as JSON, too
  --help         this text
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    estates: { type: 'string', default: '3' },
    events: { type: 'string', default: '1000000' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help === true) process.stdout.write(HELP);
else await run();

async function run(): Promise<void> {
  const names = values.only?.split(',') ?? Object.keys(SECTIONS);
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  progress('making the bucket');
  const bucket = makeBenchBucket(Number(values.estates));
  const elasticsearch = await startElasticsearch({ progress, heap: '2g', isLongLived: true });
  const { url, username, password } = elasticsearch;
  const client = new Client({ node: url, auth: { username, password }, requestTimeout: 600_000 });
  const bench: Bench = {
    ...{ bucket, elasticsearch, client, progress },
    geo: await bundledGeo(),
    rounds: Number(values.rounds),
    panelEvents: Number(values.events),
  };
  const found: Record<string, readonly Figure[]> = {};
  const machine = {
    cores: availableParallelism(),
    load_before: loadavg(),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    elasticsearch: elasticsearch.version,
    objects: bucket.objects.length,
    events: bucket.distinct,
    raw_bytes: bucket.bytes,
    stored_bytes: bucket.storedBytes,
  };
  process.stdout.write(`${JSON.stringify(machine)}\n`);
  try {
    for (const name of names) {
      const section = SECTIONS[name];
      if (section === undefined) throw new Error(`There is no part ${name}. --help lists them.`);
      const rounds = new Rounds();
      await section(bench, rounds);
      found[name] = rounds.figures();
      process.stdout.write(`\n${name}\n${table(found[name], verdictOf)}\n`);
    }
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ machine, figures: found }, null, 2)}\n`);
  } finally {
    await client.close();
    await elasticsearch.stop();
  }
}
