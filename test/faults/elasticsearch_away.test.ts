/** Elasticsearch is away for a minute, still and dead: a fetch goes on by itself, and holds each event once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import type { Host } from '../host/start_host';
import { PluginHosts, someObjects } from '../integration/plugin_host';
import { startElasticsearch, type Elasticsearch, type ElasticsearchOptions } from '../servers/elasticsearch';
import { Trial } from './trial';
import { s3 } from '../integration/own_servers';

const AWAY_MS = 60_000;
const isForeign = Boolean(process.env['ELASTICSEARCH_URL']);

const stops: (() => Promise<unknown>)[] = [];
let dataDir: string;
let elasticsearch: Elasticsearch;
let superuser: { readonly username: string; readonly password: string };
let client: Client;
let hosts: PluginHosts;
let host: Host;

beforeAll(async () => {
  if (isForeign) return;
  dataDir = await mkdtemp(join(tmpdir(), 'cloudtrail-data-'));
  stops.push(() => rm(dataDir, { recursive: true }));
  elasticsearch = await start({ dataDir });
  superuser = { username: elasticsearch.username, password: elasticsearch.password };
  client = new Client({ node: elasticsearch.url, auth: superuser });
  stops.push(() => client.close());
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  stops.push(() => hosts.stop());
  host = await hosts.start();
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

test.skipIf(isForeign)('stopped, with its connections open', async () => {
  const { pid = 0 } = elasticsearch;
  const trial = await begin('stopped');
  trial.isBeingLookedAt();
  await trial.strikes();
  process.kill(-pid, 'SIGSTOP');
  try {
    await Promise.all([sleep(AWAY_MS), hearsOf(trial)]);
  } finally {
    process.kill(-pid, 'SIGCONT');
  }
  await trial.isWhole(`Elasticsearch: SIGSTOP, ${AWAY_MS / 1000} s, while somebody looks`);
  await trial.drop();
});

test.skipIf(isForeign)('killed, and started again on its data', async () => {
  const trial = await begin('killed');
  await trial.strikes();
  const { port, password, kibanaPassword } = elasticsearch;
  elasticsearch.kill();
  await elasticsearch.stop();
  await Promise.all([sleep(AWAY_MS), hearsOf(trial)]);
  await start({ dataDir, port, password, kibanaPassword });
  await trial.isWhole(`Elasticsearch: SIGKILL, ${AWAY_MS / 1000} s away`);
  await trial.drop();
});

const begin = (seed: string) =>
  Trial.begin({ hosts, superuser, client, objects: someObjects(seed, 2) }, host);

/** Where saved objects can't be read, the answer must say why. */
async function hearsOf(trial: Trial): Promise<void> {
  const path = `${SOURCES_API}/${trial.source.id}/status`;
  const answer = await hosts.ask<{ message: string }>(host, superuser, 'GET', path);
  expect(answer.status).toBe(503);
  trial.keeps(`503: ${answer.body.message}`, undefined);
}

async function start(options: ElasticsearchOptions): Promise<Elasticsearch> {
  const started = await startElasticsearch({ heap: '512m', ...options });
  stops.push(started.stop);
  return started;
}
