/** The sources API of the built plugin: what it gives, whom it refuses, and what it never says. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { NAMESPACES_API, SOURCES_API } from '../../common/ids';
import type {
  FailuresResponse,
  RunsResponse,
  SourceResponse,
  UpgradeMappingResponse,
} from '../../common/sources';
import type { DiagnosticsResponse } from '../../server/sources/diagnostics';
import type { BucketObject } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import type { Host } from '../host/start_host';
import { makeBucket, putObjects } from './fetch_harness';
import {
  countEvents,
  isIdle,
  newNamespace,
  objectsOfToday,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  sourceRequest,
  TASKS,
  until,
  type Caller,
} from './plugin_host';

const elasticsearch = inject('elasticsearch');
const s3 = inject('s3');
const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
const SESSION_TOKEN = `token-${randomBytes(12).toString('hex')}`;
const EVERY_PAGE = 10_000;

interface Refusal {
  readonly statusCode: number;
  readonly message: string;
  readonly attributes?: { readonly code: string };
}

let hosts: PluginHosts;
let host: Host;
/** May manage sources, and has the index rights that a source needs. */
let manager: Caller;
let managerWithoutIndexRights: Caller;
/** May see sources only. */
let viewer: Caller;
/** May look at events, and has nothing to do with sources. */
let reader: Caller;
let bucket: string;
let objects: BucketObject[];
const made: string[] = [];

const empty: BucketObject = {
  key: 'AWSLogs/418327650912/CloudTrail/eu-west-1/2026/01/02/418327650912_CloudTrail_eu-west-1_20260102T0000Z_AAAAAAAAAAAAAAAA.json.gz',
  body: Buffer.alloc(0),
};

async function makeUser(name: string, features: readonly string[], hasIndexRights = false): Promise<Caller> {
  const login = { username: `sources_api_${name}`, password: randomBytes(12).toString('hex') };
  const shared = ['create_index', 'read', 'view_index_metadata', 'maintenance'];
  await admin.security.putRole({
    name: login.username,
    indices: hasIndexRights
      ? [
          { names: ['cloudtrail-events-*'], privileges: [...shared, 'create_doc', 'delete_index'] },
          {
            names: ['cloudtrail-state', 'cloudtrail-health', 'cloudtrail-failures-*'],
            privileges: [...shared, 'index', 'delete'],
          },
        ]
      : [],
    applications: [
      {
        application: 'kibana-.kibana',
        privileges: features.map((feature) => `feature_${feature}`),
        // sources are the same in all spaces, so managing them takes a role for all
        resources: ['*'],
      },
    ],
  });
  await admin.security.putUser({ ...login, roles: [login.username] });
  made.push(login.username);
  return login;
}

async function refusal(
  where: Host,
  caller: Caller,
  request: object,
): Promise<{ status: number; code: string; message: string }> {
  const { status, body } = await hosts.ask<Refusal>(where, caller, 'POST', SOURCES_API, request);
  return { status, code: body.attributes?.code ?? '', message: body.message };
}

const request = (changes: Parameters<typeof sourceRequest>[3] = {}) =>
  sourceRequest(s3, s3.reader, bucket, { interval: '1h', ...changes });

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  host = await hosts.start();
  manager = await makeUser('manager', ['cloudtrailSources.all'], true);
  managerWithoutIndexRights = await makeUser('no_index', ['cloudtrailSources.all']);
  viewer = await makeUser('viewer', ['cloudtrailSources.read']);
  reader = await makeUser('reader', ['cloudtrail.all'], true);
  // few places: each costs listings in every fetch
  objects = someObjects('sources api', 12).filter(({ key }) => /\/(us-east-1|us-west-2)\//.test(key));
  bucket = await makeBucket([...objects, empty]);
});
afterAll(async () => {
  await hosts.stop();
  for (const username of made) {
    await admin.security.deleteUser({ username });
    await admin.security.deleteRole({ name: username });
  }
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

describe('a source of a user with just the rights it needs', () => {
  let source: SourceResponse;

  test('is created, and fetched by itself', async () => {
    source = await hosts.create(host, manager, request());
    expect(source).toMatchObject({ bucket, created_by: 'sources_api_manager', slices: 2 });
    expect(source.write_key?.owner).toBe('sources_api_manager');
    const { counts } = await hosts.statusThat(host, viewer, source.id, isIdle);
    const expected = countDistinct(objects).expectedDocuments;
    expect(counts).toMatchObject({ events: expected, objects: objects.length, failed: 1 });
    expect(await countEvents(admin, source.namespace)).toBe(expected);
  });

  test('is listed and shown without a secret', async () => {
    const all = await hosts.ask<{ sources: SourceResponse[] }>(host, viewer, 'GET', SOURCES_API);
    expect(all.body.sources.map(({ id }) => id)).toContain(source.id);
    const one = await hosts.ask<SourceResponse>(host, viewer, 'GET', `${SOURCES_API}/${source.id}`);
    expect(one.body).toEqual(source);
    expect(source.credentials).toEqual({
      type: 'access_key',
      access_key_id_end: s3.reader.accessKeyId.slice(-4),
    });
  });

  test('lists what it could not take in, with the reason', async () => {
    const path = `${SOURCES_API}/${source.id}/failures`;
    const { body } = await hosts.ask<FailuresResponse>(host, viewer, 'GET', path);
    expect(body.total).toBe(1);
    expect(body.failures[0]).toMatchObject({ key: empty.key, reason: 'empty_object' });
  });

  test('tries it again when asked, with the rights of its key, and tells of its runs', async () => {
    const repaired = someObjects('sources api repaired', 12).slice(-1);
    await putObjects(
      bucket,
      repaired.map(({ body }) => ({ key: empty.key, body })),
    );
    objects.push(...repaired);
    expect(repaired).toHaveLength(1);
    const path = `${SOURCES_API}/${source.id}`;
    const answer = await hosts.ask(host, manager, 'POST', `${path}/failures/_retry`);
    expect(answer.body).toEqual({ failures: 1 });
    const { counts } = await hosts.statusThat(
      host,
      viewer,
      source.id,
      (status) => status.counts.failed === 0,
    );
    expect(counts).toMatchObject({
      events: countDistinct(objects).expectedDocuments,
      objects: objects.length,
    });
    const { body } = await hosts.ask<FailuresResponse>(host, viewer, 'GET', `${path}/failures?size=1`);
    expect(body).toEqual({ total: 0, reasons: [], failures: [], after: null });
    const { body: told } = await hosts.ask<RunsResponse>(host, viewer, 'GET', `${path}/runs`);
    expect(told.runs.map((run) => run.counts.failed)).toContain(-1);
    const dismissed = await hosts.ask(host, manager, 'POST', `${path}/failures/_dismiss`, {});
    expect(dismissed.body).toEqual({ failures: 0 });
    for (const wrong of ['size=0', 'size=1001', 'after=x'])
      expect((await hosts.ask(host, viewer, 'GET', `${path}/failures?${wrong}`)).status).toBe(400);
  });

  test('writes with an API key that may do no more than it must', async () => {
    const { api_keys: keys } = await admin.security.getApiKey({ id: source.write_key?.id ?? '' });
    const [role] = Object.values(keys[0]?.role_descriptors ?? {});
    expect(role?.cluster).toEqual([]);
    const rights = role?.indices?.map(({ names, privileges }) => [[names].flat(), privileges]);
    const shared = ['create_index', 'read', 'view_index_metadata', 'maintenance'];
    expect(rights).toEqual([
      [[`cloudtrail-events-${source.namespace}-*`], [...shared, 'create_doc', 'delete_index']],
      [
        ['cloudtrail-state', 'cloudtrail-health', `cloudtrail-failures-${source.namespace}`],
        [...shared, 'index', 'delete'],
      ],
    ]);
  });

  test('fetches at once when asked to, long before its interval is over', async () => {
    const later = objectsOfToday('sources api later', objects).slice(-2);
    expect(later).toHaveLength(2);
    await putObjects(bucket, later);
    objects.push(...later);
    const answer = await hosts.ask(host, manager, 'POST', `${SOURCES_API}/${source.id}/fetch`);
    expect(answer.status).toBe(200);
    const expected = countDistinct(objects).expectedDocuments;
    await hosts.statusThat(host, viewer, source.id, ({ counts }) => counts.events >= expected, 20_000);
    expect(await countEvents(admin, source.namespace)).toBe(expected);
  });

  test('leaves its events and nothing else when it is deleted', async () => {
    const events = await countEvents(admin, source.namespace);
    expect((await hosts.ask(host, manager, 'DELETE', `${SOURCES_API}/${source.id}`)).status).toBe(200);
    expect((await hosts.ask(host, manager, 'GET', `${SOURCES_API}/${source.id}`)).status).toBe(404);
    expect((await hosts.ask(host, manager, 'GET', `${SOURCES_API}/${source.id}/status`)).status).toBe(404);
    expect(await countEvents(admin, source.namespace)).toBe(events);
    expect(await stateOf(source.id)).toBe(0);
    const { api_keys: keys } = await admin.security.getApiKey({ id: source.write_key?.id ?? '' });
    expect(keys.map(({ invalidated }) => invalidated)).toEqual([true]);
    const tasks = await admin.search({ index: TASKS, size: EVERY_PAGE });
    expect(tasks.hits.hits.filter(({ _id: id }) => id?.includes(source.id))).toEqual([]);
  });
});

describe('who is refused', () => {
  const routes = (id: string) =>
    [
      { method: 'POST', path: SOURCES_API, isForViewers: false },
      { method: 'DELETE', path: `${SOURCES_API}/${id}`, isForViewers: false },
      { method: 'POST', path: `${SOURCES_API}/${id}/fetch`, isForViewers: false },
      { method: 'POST', path: `${SOURCES_API}/${id}/failures/_retry`, isForViewers: false },
      { method: 'POST', path: `${SOURCES_API}/${id}/failures/_dismiss`, isForViewers: false },
      { method: 'POST', path: `${NAMESPACES_API}/default/mapping`, isForViewers: false },
      { method: 'PATCH', path: `${SOURCES_API}/${id}`, isForViewers: false },
      { method: 'POST', path: `${SOURCES_API}/${id}/_renew_key`, isForViewers: false },
      { method: 'POST', path: `${SOURCES_API}/_test`, isForViewers: false },
      { method: 'POST', path: `${SOURCES_API}/_preview`, isForViewers: false },
      { method: 'POST', path: `${SOURCES_API}/_external_id`, isForViewers: false },
      { method: 'GET', path: SOURCES_API, isForViewers: true },
      { method: 'GET', path: `${SOURCES_API}/${id}`, isForViewers: true },
      { method: 'GET', path: `${SOURCES_API}/${id}/status`, isForViewers: true },
      { method: 'GET', path: `${SOURCES_API}/${id}/failures`, isForViewers: true },
      { method: 'GET', path: `${SOURCES_API}/${id}/runs`, isForViewers: true },
      { method: 'GET', path: `${SOURCES_API}/${id}/diagnostics`, isForViewers: true },
    ] as const;

  test.each(['8.x', '9.x'] as const)(
    'everybody without the privilege of a route, where Kibana reads it as %s does',
    async (routeSecurity) => {
      const own = await hosts.start({ routeSecurity });
      for (const { method, path, isForViewers } of routes(randomUUID())) {
        const by = async (caller: Caller) =>
          (await hosts.ask(own, caller, method, path, method === 'POST' ? request() : undefined)).status;
        expect(await by(reader), `${method} ${path} by a reader of events`).toBe(403);
        const byViewer = await by(viewer);
        if (isForViewers) expect(byViewer, `${method} ${path} by a viewer`).not.toBe(403);
        else expect(byViewer, `${method} ${path} by a viewer`).toBe(403);
      }
      await own.stop();
    },
  );

  test('a creator without index rights, who is told which are missing', async () => {
    const namespace = newNamespace();
    const answer = await refusal(host, managerWithoutIndexRights, request({ namespace }));
    expect(answer).toMatchObject({ status: 403, code: 'missing_privileges' });
    expect(answer.message).toContain(`cloudtrail-events-${namespace}-*`);
    expect(answer.message).toMatch(/create_doc.*cloudtrail-events/);
    expect(answer.message).toMatch(/cloudtrail-state/);
    expect(answer.message).toContain(`cloudtrail-failures-${namespace}`);
  });

  test.each([
    'http://127.0.0.1:1',
    'http://169.254.169.254',
    'https://s3.example.org',
    `${s3.url}.example.org`,
  ])('an endpoint that the settings do not list: %s', async (endpoint) => {
    expect(await refusal(host, manager, request({ endpoint }))).toMatchObject({ status: 400 });
  });

  test('a source that cannot be: no bucket’s name, a day that never was, a day to come', async () => {
    for (const wrong of [{ bucket: 'a/b' }, { start: '2026-02-30' }, { start: '2999-01-01' }]) {
      expect((await refusal(host, manager, request(wrong))).status).toBe(400);
    }
  });

  test('leaves no source behind', async () => {
    const { body } = await hosts.ask<{ sources: unknown[] }>(host, viewer, 'GET', SOURCES_API);
    expect(body.sources).toEqual([]);
  });
});

describe('a caller that itself uses an API key', () => {
  const apiKey = async () => (await admin.security.createApiKey({ name: 'sources api test' })).encoded;

  test('is told to bring the key that writes, and then may create a source', async () => {
    const caller = `ApiKey ${await apiKey()}`;
    const wanted = request();
    const answer = await refusal(host, caller, wanted);
    expect(answer).toMatchObject({ status: 400, code: 'api_key_caller' });
    expect(answer.message).toContain('write_key');
    const writeKey = await apiKey();
    const source = await hosts.create(host, caller, { ...wanted, write_key: writeKey });
    await hosts.statusThat(host, viewer, source.id, isIdle);
    expect(await countEvents(admin, source.namespace)).toBe(countDistinct(objects).expectedDocuments);
    secrets.push(writeKey, Buffer.from(writeKey, 'base64').toString().split(':')[1] ?? '');
    await hosts.ask(host, manager, 'DELETE', `${SOURCES_API}/${source.id}`);
  });

  test('is refused with a write key that lacks rights', async () => {
    const { encoded } = await admin.security.createApiKey({
      name: 'sources api test, powerless',
      role_descriptors: { nothing: { cluster: ['monitor'] } },
    });
    const answer = await refusal(host, `ApiKey ${await apiKey()}`, request({ write_key: encoded }));
    expect(answer).toMatchObject({ status: 403, code: 'missing_privileges' });
  });
});

describe('event indices of an older version', () => {
  const namespace = newNamespace();
  const index = `cloudtrail-events-${namespace}-2026.01`;
  const path = `${NAMESPACES_API}/${namespace}/mapping`;
  afterAll(() => admin.indices.delete({ index, ignore_unavailable: true }));

  test('are upgraded by an administrator with rights of their own, and by nobody without', async () => {
    await admin.indices.create({ index, mappings: { _meta: { version: 1 } } });
    const refused = await hosts.ask<Refusal>(host, managerWithoutIndexRights, 'POST', path);
    expect(refused.status).toBe(403);
    expect(refused.body.attributes?.code).toBe('elasticsearch_forbidden');
    const answer = await hosts.ask<UpgradeMappingResponse>(host, manager, 'POST', path);
    expect(answer.body).toEqual({ upgraded: 1, left: [], refusal: null });
    expect((await hosts.ask(host, manager, 'POST', path)).body).toEqual({
      upgraded: 0,
      left: [],
      refusal: null,
    });
  });

  test('are brought up to date by a source that writes to their namespace, and counted in its status till then', async () => {
    await admin.indices.putMapping({ index, _meta: { version: 1 } });
    const source = await hosts.create(host, manager, request({ namespace }));
    const isUpToDate = ({ outdated_indices: outdated }: { outdated_indices: number }) => outdated === 0;
    await hosts.statusThat(host, viewer, source.id, isUpToDate);
    const mapping = await admin.indices.getMapping({ index });
    expect(mapping[index]?.mappings._meta?.['version']).toBeGreaterThan(1);
    await hosts.ask(host, manager, 'DELETE', `${SOURCES_API}/${source.id}`);
  });
});

describe('the encryption key', () => {
  test('must be there: without it no source is created, and the answer says what to set', async () => {
    const own = await hosts.start({ encryptionKey: undefined });
    const answer = await refusal(own, manager, request());
    expect(answer).toMatchObject({ status: 409, code: 'no_encryption_key' });
    expect(answer.message).toContain('xpack.encryptedSavedObjects.encryptionKey');
    await own.stop();
  });

  test('may not change unnoticed: the source says so, and new credentials repair it', async () => {
    const source = await hosts.create(host, manager, request());
    const own = await hosts.start({ encryptionKey: 'another key of 32 characters or more' });
    const path = `${SOURCES_API}/${source.id}`;
    const status = await hosts.status(own, viewer, source.id);
    expect(status).toMatchObject({ state: 'secrets_unreadable', problem: { code: 'secrets_unreadable' } });
    expect(status.problem?.message).toContain('xpack.encryptedSavedObjects.encryptionKey has changed');
    const named = await hosts.ask<Refusal>(own, manager, 'PATCH', path, { name: 'renamed' });
    expect(named.body.attributes?.code).toBe('secrets_unreadable');

    const { credentials } = request();
    const repaired = await hosts.ask<SourceResponse>(own, manager, 'PATCH', path, { credentials });
    expect(repaired.status, repaired.text).toBe(200);
    expect(repaired.body.write_key?.id).not.toBe(source.write_key?.id);
    expect((await hosts.status(own, viewer, source.id)).state).not.toBe('secrets_unreadable');
    expect((await hosts.ask(own, manager, 'PATCH', path, { name: 'renamed' })).status).toBe(200);
    await own.stop();
    // now it is the first key that is the wrong one
    expect((await hosts.status(host, viewer, source.id)).state).toBe('secrets_unreadable');
    expect((await hosts.ask(host, manager, 'DELETE', path)).status).toBe(200);
  });
});

describe('a write key that was revoked', () => {
  test('is named by the source, logs nobody out, is renewed by who has the rights, and keeps no source from being deleted', async () => {
    const source = await hosts.create(host, manager, request({ interval: '5s' }));
    await hosts.statusThat(host, viewer, source.id, isIdle);
    await admin.security.invalidateApiKey({ ids: [source.write_key?.id ?? ''] });
    const path = `${SOURCES_API}/${source.id}`;
    let answer = await hosts.ask<Refusal>(host, viewer, 'GET', `${path}/status`);
    await until(
      async () => {
        answer = await hosts.ask<Refusal>(host, viewer, 'GET', `${path}/status`);
        return answer.status !== 200;
      },
      () => answer.text,
    );
    expect(answer.status).toBe(409);
    expect(answer.body.attributes?.code).toBe('elasticsearch_key_refused');
    expect(answer.body.message).toMatch(/revoked/);
    for (const { method, where } of [
      { method: 'GET', where: path },
      { method: 'GET', where: `${path}/failures` },
      { method: 'POST', where: `${path}/fetch` },
    ] as const) {
      expect((await hosts.ask(host, manager, method, where)).status, `${method} ${where}`).not.toBe(401);
    }
    // the task met it, too
    await until(async () => (await hosts.log()).includes('elasticsearch_key_refused'));
    expect(answer.body.message).toMatch(/renew/i);
    const renew = (caller: Caller, body: object = {}) =>
      hosts.ask<Refusal & SourceResponse>(host, caller, 'POST', `${path}/_renew_key`, body);
    expect((await renew(viewer)).status).toBe(403);
    const lacking = await renew(managerWithoutIndexRights);
    expect(lacking.body.attributes?.code).toBe('missing_privileges');
    expect(lacking.body.message).toContain(`cloudtrail-events-${source.namespace}-*`);
    const apiKey = await admin.security.createApiKey({ name: 'sources api test, renewing' });
    const byKey = await renew(`ApiKey ${apiKey.encoded}`);
    expect(byKey.body.attributes?.code).toBe('api_key_caller');

    const { write_key: renewed } = (await renew(manager)).body;
    expect(renewed).toMatchObject({ owner: 'sources_api_manager', is_granted: true });
    expect(renewed?.id).not.toBe(source.write_key?.id);
    await hosts.statusThat(host, viewer, source.id, isIdle);
    await admin.security.invalidateApiKey({ ids: [renewed?.id ?? ''] });
    expect((await hosts.ask(host, manager, 'DELETE', path)).status).toBe(200);
    expect((await hosts.ask(host, manager, 'GET', path)).status).toBe(404);
  });
});

describe('secrets', () => {
  test('are in no answer, in no document of Elasticsearch in plain text, and not in the log', async () => {
    const withToken = sourceRequest(s3, s3.reader, bucket, {
      credentials: {
        type: 'access_key',
        access_key_id: s3.reader.accessKeyId,
        secret_access_key: s3.reader.secretAccessKey,
        session_token: SESSION_TOKEN,
      },
    });
    const source = await hosts.create(host, manager, withToken);
    await until(async () => (await hosts.log()).includes(source.name));
    // a request that is refused for another field must not quote this one
    await refusal(host, manager, { ...withToken, interval: 'often' });
    await refusal(host, manager, { ...withToken, credentials: { ...withToken.credentials, type: 'other' } });
    const path = `${SOURCES_API}/${source.id}/diagnostics`;
    const diagnostics = await hosts.ask<DiagnosticsResponse>(host, viewer, 'GET', path);
    expect(diagnostics.body).toMatchObject({
      versions: { kibana: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      source: { name: source.name, bucket },
      namespace: { index_period: 'month' },
      status: { id: source.id },
      failures: { total: expect.any(Number) },
    });
    expect(diagnostics.body.account_regions).toEqual(expect.any(Array));
    const stored = await admin.search({
      index: [SAVED_OBJECTS, TASKS, 'cloudtrail-*'],
      size: EVERY_PAGE,
      query: { bool: { must_not: { prefix: { _index: 'cloudtrail-events-' } } } },
      expand_wildcards: 'all',
    });
    const kept = stored.hits.hits.filter(({ _index: index }) => index === SAVED_OBJECTS);
    expect(JSON.stringify(kept)).toContain(source.name);
    const everything = [...hosts.answers, JSON.stringify(stored.hits.hits), await hosts.log()].join('\n');
    for (const secret of [...secrets, s3.reader.secretAccessKey, SESSION_TOKEN]) {
      expect(secret.length).toBeGreaterThan(8);
      expect(everything.includes(secret)).toBe(false);
    }
    await hosts.ask(host, manager, 'DELETE', `${SOURCES_API}/${source.id}`);
  });
});

/** Filled by the tests that make one. */
const secrets: string[] = [];

async function stateOf(sourceId: string): Promise<number> {
  await admin.indices.refresh({ index: 'cloudtrail-state' });
  const query = { term: { source_id: sourceId } };
  return (await admin.count({ index: 'cloudtrail-state', query })).count;
}
