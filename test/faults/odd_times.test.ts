/** Times that are not as they should be: events of years to come, files over the end of a month, retention that comes in the middle. */
import { gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NAMESPACES_API, SOURCES_API } from '../../common/ids';
import type { FailuresResponse } from '../../common/sources';
import type { BucketObject } from '../generate/bucket_object';
import { logKey } from '../generate/bucket_object';
import { distinctRecords } from '../generate/count_distinct';
import { makeEstate } from '../generate/estate';
import type { Host } from '../host/start_host';
import { newNamespace, PluginHosts, someObjects, until } from '../integration/plugin_host';
import { Trial } from './trial';
import { elasticsearch, s3 } from '../integration/own_servers';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 3;

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const client = new Client({ node: elasticsearch.url, auth: superuser });
let hosts: PluginHosts;
let host: Host;

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  host = await hosts.start();
});
afterAll(async () => {
  await hosts.stop();
  await client.close();
});

function file(at: number, unique: string, times: readonly string[]): BucketObject {
  const records = times.map((eventTime, i) => ({
    eventID: `${unique} ${i}`,
    eventTime,
    eventName: 'GetObject',
  }));
  return {
    key: logKey({ account: '111122223333', region: 'eu-west-1', at }, unique.padEnd(16, 'x')),
    body: gzipSync(JSON.stringify({ Records: records })),
  };
}

test('records of the year 9999 among others, and files over the end of a month', async () => {
  const now = new Date();
  const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const around = [-120, -60, -1, 0, 1, 60].map((s) => new Date(month + s * 1000).toISOString());
  const future = ['9999-12-31T23:59:59Z', '+010000-01-01T00:00:00Z', '2200-01-01T00:00:00Z'];
  const files = [
    file(month - 60_000, 'before', around),
    file(month + 300_000, 'after', around),
    file(month + 600_000, 'future', [...future, ...around]),
  ];
  const objects = [...someObjects('years', 4), ...files];
  const trial = await Trial.create({ hosts, superuser, client, objects }, host);
  await trial.isWhole('Records: year 9999, and a month’s end within files');
  const path = `${SOURCES_API}/${trial.source.id}/failures`;
  const { body } = await hosts.ask<FailuresResponse>(host, superuser, 'GET', path);
  expect(body.failures.map(({ reason }) => reason)).toEqual([
    'event_time_out_of_range',
    'event_time_out_of_range',
  ]);
  const indices = Object.keys(await client.indices.get({ index: trial.eventsIndices }));
  expect(indices.filter((index) => /9999|2200/.test(index))).toEqual([]);
  await trial.drop();
});

test('retention removes indices while a back-fill writes to them', async () => {
  const now = new Date();
  const namespace = newNamespace();
  const path = `${NAMESPACES_API}/${namespace}`;
  const put = async (settings: object) => {
    const answer = await hosts.ask(host, superuser, 'PUT', path, settings);
    expect(answer.status, answer.text).toBe(200);
  };
  await put({ index_period: 'day' });
  const objects = [...makeEstate({ seed: 'retention', now })];
  const trial = await Trial.create({ hosts, superuser, client, objects }, host, { namespace });
  // the oldest day is being read
  const oldest = new Date(now.getTime() - 6 * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '.');
  const index = `cloudtrail-events-${namespace}-${oldest}`;
  await until(async () => client.indices.exists({ index }));
  await trial.strikes();
  await put({ retention_days: KEPT_DAYS });
  await until(async () => !(await client.indices.exists({ index })));
  const floor = Math.floor(now.getTime() / DAY_MS) * DAY_MS - KEPT_DAYS * DAY_MS;
  const kept = [...distinctRecords(objects)].filter(({ at }) => at >= floor);
  await trial.isWholeOf(
    'Namespace: retention removes indices during a back-fill',
    kept.map(({ record }) => String(record['eventID'])),
  );
  expect(await client.indices.exists({ index })).toBe(false);
  await trial.drop();
});
