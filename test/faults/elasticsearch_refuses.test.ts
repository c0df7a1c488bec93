/** Elasticsearch refuses in the middle of a fetch: the source says so, and then has everything once. */
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import { makeEstate } from '../generate/estate';
import type { Host } from '../host/start_host';
import { PluginHosts, someObjects, until } from '../integration/plugin_host';
import { elasticsearchRefusal, startFaultyProxy, type FaultyProxy } from '../servers/faulty_proxy';
import { lasting, Trial, WHOLE_AGAIN_MS } from './trial';
import { elasticsearch, s3 } from '../integration/own_servers';

const FAULT_MS = 60_000;

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const client = new Client({ node: elasticsearch.url, auth: superuser });
let proxy: FaultyProxy;
let hosts: PluginHosts;
let host: Host;

beforeAll(async () => {
  proxy = await startFaultyProxy(elasticsearch.url);
  hosts = await PluginHosts.prepare({ ...elasticsearch, url: proxy.url }, [s3.url]);
  host = await hosts.start();
});
afterAll(async () => {
  await hosts.stop();
  proxy.close();
  await client.close();
});

const begin = (seed: string) =>
  Trial.begin({ hosts, superuser, client, objects: someObjects(seed, 2) }, host);

test('429 to each bulk request', async () => {
  const trial = await begin('429');
  await trial.strikes();
  proxy.fault = ({ url }) =>
    url.startsWith('/_bulk') ? elasticsearchRefusal(429, 'es_rejected_execution_exception') : undefined;
  await lasting(FAULT_MS, trial.says('elasticsearch_overloaded'));
  proxy.fault = undefined;
  await trial.isWhole(`Elasticsearch: 429 to each _bulk, ${FAULT_MS / 1000} s`);
  await trial.drop();
});

test('503 to each second bulk request, and to what keeps the state', async () => {
  const trial = await begin('503');
  trial.isBeingLookedAt();
  await trial.strikes();
  let asked = 0;
  proxy.fault = ({ url }) =>
    (url.startsWith('/_bulk') || url.includes('cloudtrail')) && asked++ % 2 === 0
      ? elasticsearchRefusal(503, 'unavailable_shards_exception')
      : undefined;
  await lasting(
    FAULT_MS / 2,
    until(async () => asked > 20),
  );
  proxy.fault = undefined;
  await trial.isWhole(
    `Elasticsearch: 503 to each second request, ${FAULT_MS / 2000} s, while somebody looks`,
  );
  await trial.drop();
});

test('a write block on the index of one month', async () => {
  const now = new Date();
  const endOfThird = (month: number) => new Date(Date.UTC(now.getUTCFullYear(), month, 4) - 60_000);
  const ofThisMonth = endOfThird(now.getUTCMonth());
  // its seven days lie in two months; what lies ahead is not fetched
  const end = ofThisMonth < now ? ofThisMonth : endOfThird(now.getUTCMonth() - 1);
  const estate = [...makeEstate({ seed: 'months', now: end })];
  const objects = estate.filter((_, i) => i % 2 === 0);
  const trial = await Trial.begin({ hosts, superuser, client, objects }, host);
  const day = new Date(end.getTime() - 6 * 86_400_000);
  const index = `${trial.eventsIndices.slice(0, -1)}${day.toISOString().slice(0, 7).replace('-', '.')}`;
  await until(async () => client.indices.exists({ index }), undefined, WHOLE_AGAIN_MS);
  await trial.strikes();
  await client.indices.putSettings({ index, settings: { 'index.blocks.write': true } });
  await lasting(FAULT_MS / 2, trial.says('elasticsearch_blocked'));
  await client.indices.putSettings({ index, settings: { 'index.blocks.write': null } });
  await trial.isWhole(`Elasticsearch: one month’s index blocked, ${FAULT_MS / 2000} s`);
  await trial.drop();
});

test('the block that a full disk puts on all indices', async () => {
  const trial = await begin('disk');
  await trial.strikes();
  const index = 'cloudtrail-*';
  const block = (on: true | null) =>
    client.indices.putSettings({
      index,
      expand_wildcards: 'all',
      settings: { 'index.blocks.read_only_allow_delete': on },
    });
  await block(true);
  await lasting(FAULT_MS / 2, trial.says('elasticsearch_blocked'));
  await block(null);
  await trial.isWhole(`Elasticsearch: disk full, ${FAULT_MS / 2000} s`);
  await trial.drop();
});

test('the API key of the source is revoked, and renewed', async () => {
  const trial = await begin('revoked');
  await trial.strikes();
  await client.security.invalidateApiKey({ ids: [trial.source.write_key?.id ?? ''] });
  const path = `${SOURCES_API}/${trial.source.id}`;
  await trial.says('elasticsearch_key_refused', 'write_key_refused');
  // the task met it, too
  const told = `"${trial.source.name}" (elasticsearch_key_refused)`;
  await until(async () => (await hosts.log()).includes(told), undefined, WHOLE_AGAIN_MS);
  const renewed = await hosts.ask(host, superuser, 'POST', `${path}/_renew_key`, {});
  expect(renewed.status, renewed.text).toBe(200);
  await trial.isWhole('Elasticsearch: API key revoked, and renewed');
  await trial.drop();
});
