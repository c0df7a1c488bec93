/** Elasticsearch dies in the middle of a fetch, and comes back on its data. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { afterAll, expect, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import type { SourceStatusResponse } from '../../common/sources';
import { countDistinct } from '../generate/count_distinct';
import { startElasticsearch, type Elasticsearch } from '../servers/elasticsearch';
import { makeBucket } from './fetch_harness';
import {
  countEvents,
  freeRunningTasks,
  isIdle,
  PluginHosts,
  someObjects,
  sourceRequest,
  until,
} from './plugin_host';
import { s3 } from './own_servers';

const isForeign = Boolean(process.env['ELASTICSEARCH_URL']);
/** Leases run out after 60 s. */
const AFTER_A_CRASH_MS = 170_000;

const stops: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
}, 120_000);

test.skipIf(isForeign)(
  'a source goes on by itself, and holds each event once',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cloudtrail-data-'));
    stops.push(() => rm(dataDir, { recursive: true }));
    const first = await start({ dataDir });
    const { port, password, kibanaPassword, username } = first;
    const superuser = { username, password };
    const client = new Client({ node: first.url, auth: superuser });
    stops.push(() => client.close());
    const hosts = await PluginHosts.prepare(first, [s3.url]);
    stops.push(() => hosts.stop());
    const host = await hosts.start();

    const objects = someObjects('elasticsearch dies', 6);
    const expected = countDistinct(objects).expectedDocuments;
    const request = sourceRequest(s3, s3.reader, await makeBucket(objects));
    const source = await hosts.create(host, superuser, request);
    await until(async () => (await countEvents(client, source.namespace)) > 0);
    expect(await countEvents(client, source.namespace)).toBeLessThan(expected);
    first.kill();
    await first.stop();

    const path = `${SOURCES_API}/${source.id}/status`;
    const status = () => hosts.ask<SourceStatusResponse>(host, superuser, 'GET', path);
    expect((await status()).status).toBe(503);
    await start({ dataDir, port, password, kibanaPassword });
    // the task of a run that could not be closed is taken up after 90 s: the long form of the faults waits for that
    await freeRunningTasks(client, source.id);
    let last = await status();
    await until(
      async () => {
        last = await status();
        return last.status === 200 && isIdle(last.body);
      },
      () => last.text,
      AFTER_A_CRASH_MS,
    );
    expect(last.body.problem).toBeNull();
    expect(await countEvents(client, source.namespace)).toBe(expected);
    expect(last.body.counts.events + last.body.counts.known).toBeGreaterThanOrEqual(expected);
  },
  480_000,
);

async function start(options: Parameters<typeof startElasticsearch>[0]): Promise<Elasticsearch> {
  const started = await startElasticsearch({ heap: '512m', ...options });
  stops.push(started.stop);
  return started;
}
