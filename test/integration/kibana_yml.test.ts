/** Sources that kibana.yml declares, in Kibanas that start, restart and start beside each other. */
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import type { SourceResponse, SourceStatusResponse } from '../../common/sources';
import { writeKeyRole } from '../../server/sources/write_key';
import { countDistinct } from '../generate/count_distinct';
import type { BucketObject } from '../generate/bucket_object';
import type { Host } from '../host/start_host';
import { makeBucket } from './fetch_harness';
import {
  countEvents,
  isIdle,
  newNamespace,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  TASKS,
  until,
} from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const login = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: login });

let hosts: PluginHosts;
let bucket: string;
let objects: BucketObject[];

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  const all = someObjects('kibana yml', 12);
  const placeOf = ({ key }: BucketObject) => /^.*?\/CloudTrail\/[^/]+\//.exec(key)?.[0];
  const [first] = all;
  // one place: each costs listings in every fetch
  objects = all.filter((object) => first !== undefined && placeOf(object) === placeOf(first)).slice(0, 3);
  bucket = await makeBucket(objects);
});
afterAll(async () => {
  await hosts.stop();
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

const declared = (namespace: string, change: object = {}) => ({
  bucket,
  region: s3.region,
  endpoint: s3.url,
  force_path_style: true,
  namespace,
  start: '2013-11-01',
  interval: '5s',
  credentials: {
    type: 'access_key',
    access_key_id: s3.reader.accessKeyId,
    secret_access_key: s3.reader.secretAccessKey,
  },
  ...change,
});
const kibanaWith = (sources: object) =>
  hosts.start({ settings: { aws: { allowedEndpoints: [s3.url] }, sources } });
async function sourcesOf(host: Host): Promise<readonly SourceResponse[]> {
  const { body } = await hosts.ask<{ sources: SourceResponse[] }>(host, login, 'GET', SOURCES_API);
  return body.sources;
}
/** The one source of a host, once it is as wished. */
async function theSource(
  host: Host,
  key: string,
  isWished: (source: SourceResponse) => boolean = () => true,
) {
  let found: SourceResponse | undefined;
  await until(
    async () => {
      const all = (await sourcesOf(host)).filter(({ settings_key: own }) => own === key);
      found = all.length === 1 ? all.find(isWished) : undefined;
      return found !== undefined;
    },
    () => JSON.stringify(found),
  );
  if (found === undefined) throw new Error('no source');
  return found;
}
async function writeKeyFor(namespace: string): Promise<string> {
  const { encoded } = await admin.security.createApiKey({
    name: 'of the keystore',
    expiration: '60d',
    role_descriptors: { ...writeKeyRole(namespace) } as Record<string, object>,
  });
  return encoded;
}
const ask = (host: Host, method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
  hosts.ask<{ message: string; attributes?: { code: string } }>(
    host,
    login,
    method,
    `${SOURCES_API}/${path}`,
    body,
  );

describe('a source of kibana.yml', () => {
  test('with a write key goes from the settings to its events by itself, and is one for two Kibanas', async () => {
    const namespace = newNamespace();
    const sources = { prod: declared(namespace, { write_key: await writeKeyFor(namespace) }) };
    const [one, other] = await Promise.all([kibanaWith(sources), kibanaWith(sources)]);
    const source = await theSource(one, 'prod');
    expect(source).toMatchObject({ settings_key: 'prod', name: 'prod', created_by: 'kibana.yml' });
    expect(await theSource(other, 'prod')).toEqual(source);
    const { id, expires_at: expiresAt } = source.write_key ?? {};
    const { api_keys: keys } = await admin.security.getApiKey({ id: id ?? '' });
    expect(expiresAt).toBe(new Date(keys[0]?.expiration ?? 0).toISOString());
    await hosts.statusThat(one, login, source.id, isIdle);
    expect(await countEvents(admin, namespace)).toBe(countDistinct(objects).expectedDocuments);

    for (const answer of [
      await ask(one, 'PATCH', source.id, { name: 'Mine' }),
      await ask(one, 'DELETE', source.id),
      await ask(one, 'POST', `${source.id}/_renew_key`),
      await ask(one, 'POST', `${source.id}/backfill`, { start: '2024-01-01' }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { attributes: { code: 'source_declared' } } });
      expect(answer.body.message).toContain('cloudtrail.sources.prod');
    }
    for (const action of ['fetch', '_pause', '_resume'])
      expect((await ask(one, 'POST', `${source.id}/${action}`)).status).toBe(200);

    await Promise.all([one.stop(), other.stop()]);
    const changed = { prod: { ...sources.prod, name: 'Production', interval: '10s' } };
    const restarted = await kibanaWith(changed);
    const after = await theSource(restarted, 'prod', ({ name }) => name === 'Production');
    expect(after).toMatchObject({ id: source.id, interval: '10s', updated_by: 'kibana.yml' });
    await restarted.stop();

    const without = await kibanaWith({});
    await until(async () => (await sourcesOf(without)).length === 0);
    await until(async () => {
      await admin.indices.refresh({ index: TASKS });
      const { hits } = await admin.search({ index: TASKS, size: 100, _source: false });
      return !hits.hits.some(({ _id: id }) => id?.includes(source.id));
    });
    expect(await countEvents(admin, namespace)).toBe(countDistinct(objects).expectedDocuments);
    await without.stop();
  });

  test('without a write key waits until somebody authorises it, and needs that once', async () => {
    const namespace = newNamespace();
    const sources = { waiting: declared(namespace) };
    const host = await kibanaWith(sources);
    const source = await theSource(host, 'waiting');
    const status = await hosts.status(host, login, source.id);
    expect(status.state).toBe('needs_authorisation');
    expect(status.problem?.message).toContain('cloudtrail.sources.waiting.write_key');
    for (const path of [`${source.id}/fetch`, `${source.id}/backfill`])
      expect(await ask(host, 'POST', path, { action: 'pause' })).toMatchObject({
        status: 409,
        body: { attributes: { code: 'needs_authorisation' } },
      });

    expect((await ask(host, 'POST', `${source.id}/_renew_key`)).status).toBe(200);
    await hosts.statusThat(host, login, source.id, isIdle);
    expect(await countEvents(admin, namespace)).toBe(countDistinct(objects).expectedDocuments);
    await host.stop();

    const again = await kibanaWith(sources);
    const { write_key: key } = await theSource(again, 'waiting');
    expect(key).toMatchObject({ owner: elasticsearch.username, is_granted: true });
    const after: SourceStatusResponse = await hosts.statusThat(again, login, source.id, isIdle);
    expect(after.notes).toEqual([]);
    await again.stop();
    const { api_keys: keys } = await admin.security.getApiKey({ id: key?.id ?? '' });
    expect(keys[0]?.invalidated).toBe(false);
    const without = await kibanaWith({});
    await until(async () => (await sourcesOf(without)).length === 0);
    await until(
      async () => (await admin.security.getApiKey({ id: key?.id ?? '' })).api_keys[0]?.invalidated === true,
    );
    await without.stop();
  });

  test('that can not be, keeps Kibana from starting, and the message has no secret', async () => {
    const secret = s3.reader.secretAccessKey;
    for (const [change, words] of [
      [{ bucket: '!' }, '[config validation of [cloudtrail].sources.prod.bucket]'],
      [{ endpoint: 'http://127.0.0.1:1' }, 'cloudtrail.aws.allowedEndpoints'],
      [
        { credentials: { type: 'access_key', access_key_id: secret, secret_access_key: secret } },
        'access_key_id',
      ],
    ] as const) {
      const refusal = await kibanaWith({ prod: declared('x', change) }).then(
        () => 'started',
        (error: Error) => error.message,
      );
      expect(refusal).toContain(words);
      expect(refusal).not.toContain(secret);
    }
  });

  test('has its secrets in no answer, no document and no log', async () => {
    const secret = s3.reader.secretAccessKey;
    expect(hosts.answers.filter((answer) => answer.includes(secret))).toEqual([]);
    const { hits } = await admin.search({ index: [SAVED_OBJECTS, TASKS, 'cloudtrail-state'], size: 1_000 });
    expect(JSON.stringify(hits)).not.toContain(secret);
    expect(await hosts.log()).not.toContain(secret);
  });
});
