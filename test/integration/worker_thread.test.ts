/** The worker thread of the built plugin, in a stand-in host: events come through it, and its death is not Kibana's. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyOfBuiltPlugin, type PluginCopy } from '../e2e/built_plugin';
import { countDistinct } from '../generate/count_distinct';
import { makeBucket } from './fetch_harness';
import {
  countEvents,
  isIdle,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  sourceRequest,
  TASKS,
} from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const client = new Client({ node: elasticsearch.url, auth: superuser });
const MEBIBYTE = 1024 * 1024;

let plugin: PluginCopy;
let hosts: PluginHosts;
/** While this file is there, the worker needs more memory than there is. */
let hungry: string;

beforeAll(async () => {
  plugin = await copyOfBuiltPlugin();
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  const server = join(plugin.folder, 'server');
  hungry = join(server, 'hungry');
  await rename(join(server, 'worker.js'), join(server, 'real_worker.js'));
  await writeFile(
    join(server, 'worker.js'),
    `if (require('fs').existsSync(__dirname + '/hungry')) for (const all = []; ; ) all.push({ all: [all] });
     require('./real_worker.js');`,
  );
});
afterAll(async () => {
  await hosts.stop();
  await plugin.remove();
  await client.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await client.close();
});

test('a worker thread that runs out of memory is the source’s problem for a while, and Kibana’s never', async () => {
  await writeFile(hungry, '');
  const settings = { aws: { allowedEndpoints: [s3.url] }, fetch: { maxHeapBytes: 64 * MEBIBYTE } };
  const host = await hosts.start({ pluginDir: plugin.folder, settings });
  const objects = someObjects('worker thread', 40);
  const request = sourceRequest(s3, s3.reader, await makeBucket(objects));
  const { id, namespace } = await hosts.create(host, superuser, request);
  const { problem } = await hosts.statusThat(host, superuser, id, (status) => status.problem !== null);
  expect(problem).toMatchObject({
    code: 'worker_out_of_memory',
    message: expect.stringContaining('cloudtrail.fetch.maxHeapBytes'),
  });

  await rm(hungry);
  const status = await hosts.statusThat(host, superuser, id, isIdle);
  expect(status.problem).toBeNull();
  expect(await countEvents(client, namespace)).toBe(countDistinct(objects).expectedDocuments);
  expect(await hosts.log()).not.toContain(s3.reader.secretAccessKey);
});
