/** What a namespace decides, over the API of the built plugin and with the key that a source really has. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACES_API, SOURCES_API } from '../../common/ids';
import type { NamespaceDetailsResponse, NamespacesResponse } from '../../common/namespaces';
import type { FailuresResponse, SourceResponse } from '../../common/sources';
import type { BucketObject } from '../generate/bucket_object';
import type { Host } from '../host/start_host';
import { FetchHarness, makeBucket } from './fetch_harness';
import {
  countEvents,
  isIdle,
  newNamespace,
  PluginHosts,
  SAVED_OBJECTS,
  sourceRequest,
  TASKS,
  until,
  type Caller,
} from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
const ACCOUNT = '418327650912';
const REGION = 'eu-west-1';
const EVERY_PAGE = 10_000;

interface Refusal {
  readonly message: string;
  readonly attributes?: { readonly code: string };
}

let hosts: PluginHosts;
let host: Host;
/** May manage sources, and has the index rights that a source needs: not those for an alias. */
let manager: Caller;
let viewer: Caller;
let reader: Caller;
const users: string[] = [];
const namespaces: string[] = [];

function namespace(): string {
  const name = newNamespace();
  namespaces.push(name);
  return name;
}

async function makeUser(name: string, features: readonly string[]): Promise<Caller> {
  const login = { username: `namespaces_${name}`, password: randomBytes(12).toString('hex') };
  const shared = ['create_index', 'read', 'view_index_metadata', 'maintenance'] as const;
  await admin.security.putRole({
    name: login.username,
    indices: [
      { names: ['cloudtrail-events-*'], privileges: [...shared, 'create_doc', 'delete_index'] },
      {
        names: ['cloudtrail-state', 'cloudtrail-health', 'cloudtrail-failures-*'],
        privileges: [...shared, 'index', 'delete'],
      },
    ],
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
  users.push(login.username);
  return login;
}

async function put(caller: Caller, name: string, change: object, where = host) {
  const answer = await hosts.ask<NamespaceDetailsResponse & Refusal>(
    where,
    caller,
    'PUT',
    `${NAMESPACES_API}/${name}`,
    change,
  );
  return { status: answer.status, code: answer.body.attributes?.code, ...answer.body };
}
async function details(name: string): Promise<NamespaceDetailsResponse> {
  return (await hosts.ask<NamespaceDetailsResponse>(host, viewer, 'GET', `${NAMESPACES_API}/${name}`)).body;
}
/** Creates a source and waits until all that is in the bucket was looked at. */
async function fetched(request: object): Promise<SourceResponse> {
  const source = await hosts.create(host, manager, request);
  await hosts.statusThat(host, viewer, source.id, isIdle);
  return source;
}
async function remove({ id }: SourceResponse): Promise<void> {
  await hosts.ask(host, manager, 'DELETE', `${SOURCES_API}/${id}`);
}
async function search(index: string): Promise<number> {
  await admin.indices.refresh({ index: 'cloudtrail-events-*' });
  return (await admin.count({ index, allow_no_indices: true, ignore_unavailable: true })).count;
}
async function indicesOf(name: string): Promise<readonly string[]> {
  const found = await admin.indices.get({ index: `cloudtrail-events-${name}-*`, expand_wildcards: 'all' });
  return Object.keys(found).sort();
}

let files = 0;
/** A log file of the day, as it would be delivered, with what is given between the brackets of `Records`. */
function logFile(day: string, records: readonly string[]): BucketObject {
  const [stamp, name] = [`${day.replaceAll('-', '')}T1200Z`, String(files++).padStart(16, 'A')];
  return {
    key: `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${day.replaceAll('-', '/')}/${ACCOUNT}_CloudTrail_${REGION}_${stamp}_${name}.json.gz`,
    body: gzipSync(`{"Records":[${records.join(',')}]}`),
  };
}
function record(day: string, more: object = {}): string {
  return JSON.stringify({
    eventVersion: '1.08',
    eventTime: `${day}T10:00:00Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    eventID: randomBytes(8).toString('hex'),
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    sourceIPAddress: '203.0.113.7',
    ...more,
  });
}
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const dotted = (day: string) => day.replaceAll('-', '.');

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  host = await hosts.start();
  manager = await makeUser('manager', ['cloudtrailSources.all']);
  viewer = await makeUser('viewer', ['cloudtrailSources.read']);
  reader = await makeUser('reader', ['cloudtrail.all']);
});
afterAll(async () => {
  await hosts.stop();
  for (const username of users) {
    await admin.security.deleteUser({ username });
    await admin.security.deleteRole({ name: username });
  }
  for (const name of namespaces) {
    for (const index of await indicesOf(name)) await admin.indices.delete({ index });
    await admin.indices.deleteIndexTemplate({ name: `cloudtrail-events-${name}` }, { ignore: [404] });
  }
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

describe('the settings of a namespace', () => {
  test.each(['8.x', '9.x'] as const)(
    'are seen and changed by who may see and manage sources, where Kibana reads it as %s does',
    async (routeSecurity) => {
      const own = await hosts.start({ routeSecurity });
      const name = namespace();
      const status = async (caller: Caller, method: 'GET' | 'PUT', path: string) =>
        (await hosts.ask(own, caller, method, path, method === 'PUT' ? {} : undefined)).status;
      const one = `${NAMESPACES_API}/${name}`;
      expect(await status(manager, 'PUT', one)).toBe(200);
      expect([await status(viewer, 'PUT', one), await status(reader, 'PUT', one)]).toEqual([403, 403]);
      for (const path of [NAMESPACES_API, one])
        expect([await status(viewer, 'GET', path), await status(reader, 'GET', path)]).toEqual([200, 403]);
      await own.stop();
    },
  );

  test('refuse in words what can not be', async () => {
    const name = namespace();
    const refused = await put(manager, name, { redaction: [{ field: 'userIdentity', action: 'drop' }] });
    expect(refused).toMatchObject({
      status: 400,
      message: expect.stringContaining('userIdentity.accountId in it'),
    });
    expect(await put(manager, name, { retention: 3 })).toMatchObject({
      status: 400,
      message: expect.stringContaining('retention'),
    });
    expect((await put(manager, 'Not-a-name', {})).status).toBe(400);
    expect(await details(name)).toMatchObject({ is_made: false });
  });

  test('hold from the first source on, which fixes the index period', async () => {
    const name = namespace();
    const bucket = await makeBucket([logFile('2026-01-02', [record('2026-01-02')])]);
    const source = await fetched(sourceRequest(s3, s3.reader, bucket, { namespace: name, interval: '1h' }));
    expect(await indicesOf(name)).toEqual([`cloudtrail-events-${name}-2026.01`]);
    const { body } = await hosts.ask<NamespacesResponse>(host, viewer, 'GET', NAMESPACES_API);
    expect(body.namespaces.find((one) => one.name === name)).toMatchObject({ is_made: true });
    expect(await put(manager, name, { index_period: 'day' })).toMatchObject({
      status: 409,
      code: 'index_period_fixed',
    });
    await remove(source);
    expect((await put(manager, name, { index_period: 'day' })).status).toBe(409);
  });
});

describe('a namespace that redacts, keeps whole records, and has an index for each day', () => {
  const SECRETS = ['carla.secret@example.org', '198.51.100.217', 'secret-agent/7.1', 'correct horse battery'];
  const [user, address, agent, password] = SECRETS as [string, string, string, string];
  const about = {
    sourceIPAddress: address,
    userAgent: agent,
    userIdentity: {
      type: 'AssumedRole',
      accountId: ACCOUNT,
      principalId: `AROAEXAMPLE:${user}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/${user}`,
      userName: user,
    },
    requestParameters: {
      db: { password },
      url: `https://example.org/?p=${encodeURIComponent(password)}`,
      json: JSON.stringify({ [user]: { password } }),
    },
    errorMessage: `User: ${user} from ${address.toUpperCase()} is not authorized`,
  };
  const name = namespace();
  let source: SourceResponse;

  test('stores no redacted value in a document, a failure, a log line or an answer', async () => {
    const rules = [
      { field: 'userIdentity.userName', action: 'hmac' },
      { field: 'sourceIPAddress', action: 'hmac' },
      { field: 'userAgent', action: 'drop' },
      { field: 'requestParameters.*.password', action: 'drop' },
    ];
    const answer = await put(manager, name, { redaction: rules, keep_original: true, index_period: 'day' });
    expect(answer).toMatchObject({ status: 200, settings: { redaction: rules, index_period: 'day' } });
    // one day's index is somebody else's, which takes no event with a text for address
    const mappings = { properties: { source: { properties: { address: { type: 'long' } } } } } as const;
    await admin.indices.create({ index: `cloudtrail-events-${name}-2026.01.04`, mappings });
    const noId = record('2026-01-02', { ...about, eventID: undefined });
    const bucket = await makeBucket([
      logFile('2026-01-02', [record('2026-01-02', about), record('2026-01-03', about), noId, noId]),
      logFile('2026-01-02', [
        record('2026-01-04', about),
        record('2031-01-01', about),
        `{"userAgent":"${agent}","x":tru}`,
        JSON.stringify([about]),
      ]),
      {
        key: logFile('2026-01-02', []).key,
        body: Buffer.from(`{"Records":[${record('2026-01-02', about)},`),
      },
    ]);
    source = await fetched(sourceRequest(s3, s3.reader, bucket, { namespace: name }));
    expect(await indicesOf(name)).toEqual(
      ['02', '03', '04'].map((day) => `cloudtrail-events-${name}-2026.01.${day}`),
    );

    await admin.indices.refresh({ index: `cloudtrail-events-${name}-*` });
    const { hits } = await admin.search({
      index: [`cloudtrail-events-${name}-*`, `cloudtrail-failures-${name}`],
      size: EVERY_PAGE,
    });
    const failures = hits.hits.filter(({ _index: index }) => index.startsWith('cloudtrail-failures-'));
    const reasons = failures.map(({ _source }) => (_source as { reason: string }).reason);
    expect(new Set(reasons)).toEqual(
      new Set(['mapping_refused', 'event_time_out_of_range', 'bad_json', 'record_not_object']),
    );
    expect(hits.hits.length - failures.length).toBeGreaterThanOrEqual(3);
    const other = await admin.search({
      index: ['cloudtrail-state', TASKS, SAVED_OBJECTS],
      size: EVERY_PAGE,
      query: { bool: { must_not: { exists: { field: 'nothing' } } } },
    });
    const path = `${SOURCES_API}/${source.id}/failures`;
    await hosts.ask<FailuresResponse>(host, viewer, 'GET', path);
    const everything = [JSON.stringify([hits.hits, other.hits.hits]), await hosts.log(), ...hosts.answers];
    for (const secret of SECRETS) {
      const forms = [secret, encodeURIComponent(secret), secret.replaceAll(' ', '+')];
      for (const form of forms) expect(everything.some((text) => text.includes(form))).toBe(false);
    }
  });

  test('keeps who did what together: one token for one value, also in the record’s own text', async () => {
    const { hits } = await admin.search<{
      readonly source: { readonly address: string };
      readonly event: { readonly original: string };
      readonly cloudtrail: { readonly actor: { readonly session_name: string } };
    }>({ index: `cloudtrail-events-${name}-*`, size: EVERY_PAGE });
    const documents = hits.hits.flatMap(({ _source: document }) => document ?? []);
    expect(new Set(documents.map(({ source: { address: token } }) => token)).size).toBe(1);
    for (const { source: from, event, cloudtrail } of documents) {
      expect(from.address).toMatch(/^hmac-[\w-]{22}$/);
      expect(from).not.toHaveProperty('geo');
      const original = JSON.parse(event.original) as { userIdentity: object; sourceIPAddress: string };
      expect(original.sourceIPAddress).toBe(from.address);
      expect(original.userIdentity).toMatchObject({ userName: cloudtrail.actor.session_name });
    }
  });

  test('keeps its key encrypted', async () => {
    const { hits } = await admin.search<{ attributes: Record<string, unknown> }>({
      index: SAVED_OBJECTS,
      size: EVERY_PAGE,
      query: { term: { type: 'cloudtrail-namespace' } },
    });
    const attributes = hits.hits.map(({ _source }) => _source?.attributes ?? {});
    expect(attributes.length).toBeGreaterThan(0);
    for (const { secrets } of attributes) expect(secrets).toMatch(/^[A-Za-z0-9+/=]{60,}$/);
    expect(hosts.answers.join()).not.toContain('redaction_key":');
  });

  test('deletes whole days past retention with the source’s key, of no other namespace', async () => {
    const alike = [`cloudtrail-events-${name}x-2013.12.01`, `cloudtrail-events-${name}-2013.12.01-copy`];
    namespaces.push(`${name}x`);
    for (const index of alike) await admin.indices.create({ index });
    const [kept, expired] = [dayBefore(9), dayBefore(11)];
    await admin.indices.create({ index: `cloudtrail-events-${name}-${dotted(kept)}` });
    await admin.indices.create({ index: `cloudtrail-events-${name}-${dotted(expired)}` });
    expect((await put(manager, name, { retention_days: 10 })).status).toBe(200);
    const left = [`cloudtrail-events-${name}-2013.12.01-copy`, `cloudtrail-events-${name}-${dotted(kept)}`];
    await until(
      async () => (await indicesOf(name)).join() === left.sort().join(),
      () => 'indices past retention',
    );
    expect(await admin.indices.exists({ index: alike[0] ?? '' })).toBe(true);
    expect(await hosts.log()).toContain(`Deleted cloudtrail-events-${name}-${dotted(expired)}`);
    await remove(source);
  });
});

describe('retention', () => {
  test('fetches nothing from before it, and counts what is older in newer files', async () => {
    const [old, recent] = [dayBefore(40), dayBefore(3)];
    const bucket = await makeBucket([
      logFile(old, [record(old)]),
      logFile(recent, [record(recent), record(old), record(dayBefore(11))]),
    ]);
    const source = new FetchHarness(bucket, { start: '2013-11-01' });
    namespaces.push(source.namespace);
    source.rules = { ...source.rules, settings: { ...source.rules.settings, retention_days: 10 } };
    await source.runToEnd();
    expect(await source.documents()).toBe(1);
    expect((await source.progress()).counts).toMatchObject({ objects: 1, events: 1, expired: 2 });
  });
});

describe('the alias for Elastic’s rules', () => {
  const RULES = ['logs-aws.cloudtrail-*', 'logs-aws.cloudtrail*'];
  const template = `namespaces-test-${randomBytes(4).toString('hex')}`;
  const name = namespace();
  const bucketOf = () => makeBucket([logFile('2026-01-02', [record('2026-01-02'), record('2026-02-03')])]);
  let source: SourceResponse;

  /** As a full cluster has one for all `logs-*-*`. */
  const putDataStreamTemplate = (priority: number) =>
    admin.indices.putIndexTemplate({
      name: template,
      index_patterns: ['logs-*-*'],
      priority,
      data_stream: {},
      template: { settings: { number_of_replicas: 0 } },
    });
  const isPlain = async () => {
    const { aliases, data_streams: streams } = await admin.indices.resolveIndex({
      name: `logs-aws.cloudtrail-plugin-${name}`,
    });
    return streams.length === 0 && aliases.length === 1;
  };
  const writeToAlias = () =>
    admin
      .bulk({
        operations: [
          { create: { _index: `logs-aws.cloudtrail-plugin-${name}` } },
          { '@timestamp': '2026-01-02T00:00:00Z' },
        ],
      })
      .then(({ items }) => items[0]?.create?.status);

  afterAll(async () => {
    await admin.indices.deleteIndexTemplate({ name: template }, { ignore: [404] });
    await admin.indices.delete({ index: `logs-aws.cloudtrail-test_${name}`, ignore_unavailable: true });
  });

  test('is off at first, and switched only by who may manage the indices', async () => {
    source = await fetched(
      sourceRequest(s3, s3.reader, await bucketOf(), { namespace: name, interval: '1h' }),
    );
    expect(await details(name)).toMatchObject({
      alias: `logs-aws.cloudtrail-plugin-${name}`,
      settings: { elastic_alias: false },
    });
    const refused = await put(manager, name, { elastic_alias: true });
    expect(refused).toMatchObject({ status: 403, code: 'missing_privileges' });
    expect(refused.message).toContain(`manage on logs-aws.cloudtrail-plugin-${name}`);
    expect(await search(`logs-aws.cloudtrail-plugin-${name}`)).toBe(0);
  });

  test('comes to the indices that are there, whatever template takes logs-*-* for data streams', async () => {
    await putDataStreamTemplate(5000);
    expect((await put(superuser, name, { elastic_alias: true })).status).toBe(200);
    for (const pattern of RULES) {
      const found = await admin.search({
        index: pattern,
        size: EVERY_PAGE,
        query: { term: { 'data_stream.namespace': name } },
      });
      expect(found.hits.hits).toHaveLength(2);
    }
    expect(await writeToAlias()).toBe(400);
    expect(await isPlain()).toBe(true);
  });

  test('comes to indices that the source’s key makes later, before and after such a template', async () => {
    for (const [month, priority] of [
      ['05', 100],
      ['06', 5000],
    ] as const) {
      await putDataStreamTemplate(priority);
      const bucket = await makeBucket([logFile(`2026-${month}-02`, [record(`2026-${month}-02`)])]);
      await remove(source);
      source = await fetched(sourceRequest(s3, s3.reader, bucket, { namespace: name, interval: '1h' }));
    }
    expect(await search(`logs-aws.cloudtrail-plugin-${name}`)).toBe(4);
    expect(await indicesOf(name)).toHaveLength(4);
    expect(await isPlain()).toBe(true);
    await putDataStreamTemplate(100);
    expect(await writeToAlias()).toBe(400);
    expect(await isPlain()).toBe(true);
  });

  test('tells what else is found by the pattern', async () => {
    const other = `logs-aws.cloudtrail-test_${name}`;
    expect((await details(name)).other_cloudtrail).not.toContain(other);
    await admin.indices.deleteIndexTemplate({ name: template });
    await admin.indices.create({ index: other });
    expect((await details(name)).other_cloudtrail).toContain(other);
  });

  test('is gone when it is switched off, from new indices too', async () => {
    expect((await put(manager, name, { elastic_alias: false })).code).toBe('missing_privileges');
    expect((await put(superuser, name, { elastic_alias: false })).status).toBe(200);
    await remove(source);
    const bucket = await makeBucket([logFile('2026-07-02', [record('2026-07-02')])]);
    source = await fetched(sourceRequest(s3, s3.reader, bucket, { namespace: name, interval: '1h' }));
    expect(await indicesOf(name)).toHaveLength(5);
    expect(await countEvents(admin, name)).toBe(5);
    expect(await search(`logs-aws.cloudtrail-plugin-${name}`)).toBe(0);
    await remove(source);
  });
});

describe('a redaction key that can not be decrypted any more', () => {
  test('stops the fetch with what to do, and nothing is stored', async () => {
    const name = namespace();
    await put(manager, name, { redaction: [{ field: 'userAgent', action: 'drop' }] });
    await host.stop();
    host = await hosts.start({ encryptionKey: 'another key of 32 characters or more' });
    const bucket = await makeBucket([logFile('2026-01-02', [record('2026-01-02')])]);
    const source = await hosts.create(
      host,
      manager,
      sourceRequest(s3, s3.reader, bucket, { namespace: name }),
    );
    const { problem } = await hosts.statusThat(host, viewer, source.id, (status) => status.problem !== null);
    expect(problem?.code).toBe('redaction_key_unreadable');
    expect(problem?.message).toContain('decryptionOnlyKeys');
    expect(await indicesOf(name)).toEqual([]);
    // what is there can still be seen, and redaction be ended on purpose
    expect((await put(manager, name, { redaction: [] })).status).toBe(200);
    await hosts.statusThat(host, viewer, source.id, isIdle);
    expect(await countEvents(admin, name)).toBe(1);
    await remove(source);
  });
});
