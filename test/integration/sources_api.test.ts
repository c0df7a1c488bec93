/** The sources API of the built plugin: what it gives, whom it refuses, and what it never says. */
import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  objectsOfNow,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  sourceRequest,
  TASKS,
  until,
  type Caller,
} from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
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
    const later = objectsOfNow('sources api later', objects, 2);
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
    // made by somebody else than the one who brings it
    const { username, password } = manager as Exclude<Caller, string>;
    const lent = await admin.security.grantApiKey({
      grant_type: 'password',
      username,
      password,
      api_key: { name: 'sources api test, lent', expiration: '20d' },
    });
    const write_key = Buffer.from(`${lent.id}:${lent.api_key}`).toString('base64');
    const source = await hosts.create(host, caller, { ...wanted, write_key });
    expect(source.write_key).toMatchObject({ id: lent.id, owner: username, is_granted: false });
    const { api_keys: known } = await admin.security.getApiKey({ id: lent.id });
    expect(source.write_key?.created_at).toBe(new Date(known[0]?.creation ?? 0).toISOString());
    expect(source.write_key?.expires_at).toBe(new Date(known[0]?.expiration ?? 0).toISOString());
    const status = await hosts.statusThat(host, viewer, source.id, isIdle);
    expect(status.notes).toMatchObject([{ code: 'write_key_expires' }]);
    expect(status.notes[0]?.message).toContain(source.write_key?.expires_at);
    expect(await countEvents(admin, source.namespace)).toBe(countDistinct(objects).expectedDocuments);
    await hosts.ask(host, manager, 'DELETE', `${SOURCES_API}/${source.id}`);
  });

  test('is refused with a key that this Elasticsearch does not know, or that was revoked', async () => {
    const { id, encoded } = await admin.security.createApiKey({ name: 'sources api test, revoked' });
    await admin.security.invalidateApiKey({ ids: [id] });
    const foreign = Buffer.from('of-another-cluster00:nobody-here-knows-it0').toString('base64');
    for (const write_key of [encoded, foreign]) {
      const answer = await refusal(host, `ApiKey ${await apiKey()}`, request({ write_key }));
      expect(answer).toMatchObject({ status: 403, code: 'missing_privileges' });
      expect(answer.message).toContain('The write key is not accepted');
    }
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

describe('with security off', () => {
  test("Kibana's own user writes, and no key is lent or can be renewed", async () => {
    // the other host has security on, and would take the source's tasks
    await host.stop();
    // as whoever it is: Kibana's user may do everything in an Elasticsearch without security
    const own = await hosts.start({ securityEnabled: false, systemUser: superuser });
    const source = await hosts.create(own, 'nobody', request());
    expect(source).toMatchObject({ created_by: 'anonymous' });
    expect(source.write_key).toBeUndefined();
    await hosts.statusThat(own, 'nobody', source.id, isIdle);
    expect(await countEvents(admin, source.namespace)).toBe(countDistinct(objects).expectedDocuments);
    const path = `${SOURCES_API}/${source.id}`;
    const renewal = await hosts.ask<Refusal>(own, 'nobody', 'POST', `${path}/_renew_key`, {});
    expect(renewal.body.attributes?.code).toBe('no_key_needed');
    expect((await hosts.ask(own, 'nobody', 'DELETE', path)).status).toBe(200);
    await own.stop();
    host = await hosts.start();
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

describe('a write key lent for other rights than are needed now', () => {
  test('is named by the source until it is renewed', async () => {
    const source = await hosts.create(host, manager, request());
    const codes = async () => (await hosts.status(host, viewer, source.id)).notes.map(({ code }) => code);
    expect(await codes()).not.toContain('write_key_outdated');
    // as a version of the plugin that needed other rights had stored it
    await admin.update({
      index: SAVED_OBJECTS,
      id: `cloudtrail-source:${source.id}`,
      doc: { attributes: { config: { write_key: { rights: 'others' } } } },
      refresh: true,
    });
    expect(await codes()).toContain('write_key_outdated');
    const path = `${SOURCES_API}/${source.id}`;
    expect((await hosts.ask(host, manager, 'POST', `${path}/_renew_key`, {})).status).toBe(200);
    expect(await codes()).not.toContain('write_key_outdated');
    await hosts.ask(host, manager, 'DELETE', path);
  });
});

describe('a write key that was revoked', () => {
  test('is named by the source, logs nobody out, is renewed by who has the rights, and keeps no source from being deleted', async () => {
    const source = await hosts.create(host, manager, request({ interval: '5s' }));
    await hosts.statusThat(host, viewer, source.id, isIdle);
    await admin.security.invalidateApiKey({ ids: [source.write_key?.id ?? ''] });
    const path = `${SOURCES_API}/${source.id}`;
    const isRefused = ({ state }: { state: string }) => state === 'write_key_refused';
    const { problem } = await hosts.statusThat(host, viewer, source.id, isRefused);
    expect(problem).toMatchObject({
      code: 'elasticsearch_key_refused',
      message: expect.stringMatching(/revoked.*renew/),
    });
    // Kibana would take a 401 for the user's own, and end the session
    const ofSource = host.routes.filter(({ path: at }) => at.startsWith(`${SOURCES_API}/{id}`));
    expect(ofSource.length).toBeGreaterThan(10);
    for (const { method, path: at } of ofSource) {
      if (method === 'DELETE' || at.endsWith('/_renew_key')) continue;
      const body = method === 'GET' ? undefined : {};
      const answer = await hosts.ask(host, manager, method, at.replace('{id}', source.id), body);
      expect([401, 500], `${method} ${at}`).not.toContain(answer.status);
    }
    // the task met it, too
    await until(async () => (await hosts.log()).includes('elasticsearch_key_refused'));
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

describe('diagnostics', () => {
  test('say all that there is to know of a source', async () => {
    const source = await hosts.create(host, manager, request());
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
    await hosts.ask(host, manager, 'DELETE', `${SOURCES_API}/${source.id}`);
  });
});

async function stateOf(sourceId: string): Promise<number> {
  await admin.indices.refresh({ index: 'cloudtrail-state' });
  const query = { term: { source_id: sourceId } };
  return (await admin.count({ index: 'cloudtrail-state', query })).count;
}
