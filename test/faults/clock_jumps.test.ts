/** The clock of Kibana's machine is wrong, and put right in the middle of a fetch: nothing waits for the time that it told, and each event is in once. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import type { RunsResponse } from '../../common/sources';
import { PluginHosts, someObjects, TASKS, until } from '../integration/plugin_host';
import { Trial } from './trial';
import { elasticsearch, s3 } from '../integration/own_servers';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const client = new Client({ node: elasticsearch.url, auth: superuser });
let folder: string;
let hosts: PluginHosts;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudtrail-clock-'));
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
});
afterAll(async () => {
  await hosts.stop();
  await client.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['61 minutes ahead', HOUR_MS + MINUTE_MS],
  ['25 hours ahead', 25 * HOUR_MS],
  ['12 hours behind', -12 * HOUR_MS],
])('%s, and then right', async (how, aheadMs) => {
  const clockAheadFile = join(folder, 'ahead');
  const setAhead = (ms: number) => writeFile(clockAheadFile, String(ms));
  await setAhead(aheadMs);
  const host = await hosts.start({ clockAheadFile });
  const trial = await Trial.begin({ hosts, superuser, client, objects: someObjects(how, 2) }, host);
  await trial.strikes();
  await setAhead(0);
  let isOver = false;
  const freeing = (async () => {
    for (; !isOver; await sleep(1000)) await freeTasksOfTheFuture(trial.source.id);
  })();
  await trial.isWhole(`Kibana: its clock was ${how}, and put right`);
  isOver = true;
  await freeing;

  // wrong again over a whole run, which then says so
  await setAhead(aheadMs);
  await until(async () => {
    await hosts.ask(host, superuser, 'POST', `${SOURCES_API}/${trial.source.id}/fetch`);
    return (await lastRemarks(trial)).includes(`${aheadMs > 0 ? 'ahead of' : 'behind'} AWS's: set it right`);
  });
  await trial.drop();
  await host.stop();
});

async function lastRemarks(trial: Trial): Promise<string> {
  const path = `${SOURCES_API}/${trial.source.id}/runs`;
  const { body } = await hosts.ask<RunsResponse>(trial.host, superuser, 'GET', path);
  return body.runs.flatMap(({ remarks = [] }) => remarks).join();
}

/** Task Manager runs nothing before the time that the wrong clock named: that wait is Kibana's, and not what is looked at here. */
async function freeTasksOfTheFuture(sourceId: string): Promise<void> {
  const soon = Date.now() + 10 * MINUTE_MS;
  const found = await client.search<{ runAt: number; retryAt: number | null }>({ index: TASKS, size: 100 });
  for (const { _id: id, _source: task } of found.hits.hits) {
    if (id === undefined || !id.includes(sourceId) || task === undefined) continue;
    if (task.runAt < soon && (task.retryAt ?? 0) < soon) continue;
    const doc = { runAt: 0, ...(task.retryAt === null ? {} : { retryAt: 0 }) };
    await client.update({ index: TASKS, id, doc, refresh: true }).catch(() => undefined);
  }
}
