/** A source before it is made: tested check by check, previewed, and with an external id of ours. */
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACES_API, SOURCES_API } from '../../common/ids';
import type { CheckLine, ExternalIdResponse, PreviewResponse, TestLine } from '../../common/source_checks';
import { CHECKS } from '../../common/source_checks';
import type { Credentials, SourceResponse } from '../../common/sources';
import type { BucketObject } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import type { Host } from '../host/start_host';
import { makeBucket } from './fetch_harness';
import {
  basic,
  isIdle,
  newNamespace,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  sourceRequest,
  TASKS,
  type Caller,
} from './plugin_host';
import { makeQueue } from './queues';
import { elasticsearch, s3 } from './own_servers';

const superuser: Caller = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
const UNKNOWN_SECRET = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';
const ROLE_ARN = 'arn:aws:iam::123456789012:role/reader';

let hosts: PluginHosts;
let host: Host;
let bucket: string;
let objects: BucketObject[];

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  host = await hosts.start();
  objects = someObjects('source drafts', 4).filter(({ key }) => /\/(us-east-1|us-west-2)\//.test(key));
  bucket = await makeBucket(objects);
});
afterAll(async () => {
  await hosts.stop();
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

const draft = (changes: Parameters<typeof sourceRequest>[3] = {}) =>
  sourceRequest(s3, s3.reader, bucket, changes);

/** By the check; also what each line was, in order. */
async function tested(body: object, { on = host, by = superuser } = {}) {
  const { status, text } = await hosts.ask(on, by, 'POST', `${SOURCES_API}/_test`, body);
  expect(status, text).toBe(200);
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TestLine);
  const ended = new Map(lines.filter(({ state }) => state !== 'running').map((line) => [line.check, line]));
  return { lines, check: (name: TestLine['check']) => ended.get(name) as CheckLine };
}

describe('a test', () => {
  test('of a bucket that can be read ticks off each check in order', async () => {
    const { lines, check } = await tested(draft());
    const ended = lines.filter(({ state }) => state !== 'running').map(({ check: name }) => name);
    expect(ended).toEqual([...CHECKS, 'all']);
    expect(check('all').state).toBe('ok');
    for (const name of ['address', 'clock', 'list', 'get', 'cloudtrail', 'elasticsearch', 'geo'] as const)
      expect(check(name), name).toMatchObject({ state: 'ok' });
    expect(check('identity').details?.['arn']).toMatch(/^arn:aws:iam::\d{12}:user\//);
    expect(check('list').details?.['key']).toBe(check('get').details?.['key']);
  });

  test('sends its lines as they come', async () => {
    const response = await fetch(`${host.url}${SOURCES_API}/_test`, {
      method: 'POST',
      headers: {
        authorization: basic(elasticsearch.username, elasticsearch.password),
        'content-type': 'application/json',
        'kbn-xsrf': 'test',
      },
      body: JSON.stringify(draft()),
    });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toContain('"check":"address"');
    expect(first).not.toContain('"check":"all"');
    await reader?.cancel();
  });

  test('names the key that AWS does not know, and the bucket that is not there', async () => {
    const credentials = {
      type: 'access_key' as const,
      access_key_id: 'AKIAIOSFODNN7EXAMPLE',
      secret_access_key: UNKNOWN_SECRET,
    };
    const unknown = await tested(draft({ credentials }));
    expect(unknown.check('identity')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('ending in MPLE'),
    });
    expect(unknown.check('list').state).toBe('skipped');
    expect(unknown.check('elasticsearch').state).toBe('ok');
    const missing = await tested(draft({ bucket: 'no-such-bucket-of-ours' }));
    expect(missing.check('list')).toMatchObject({ state: 'failed', details: { code: 'aws_no_such_bucket' } });
  });

  test('looks into the queue and leaves its messages where they are', async () => {
    const queue = await makeQueue();
    await queue.send({ any: 'message' });
    const { check } = await tested(draft({ sqs: { queue_url: queue.url } }));
    expect(check('queue')).toMatchObject({ state: 'ok', details: { has_messages: true } });
    expect(await queue.left()).toEqual({ visible: 1, hidden: 0 });
    const none = await tested(draft({ sqs: { queue_url: `${queue.url}-none` } }));
    expect(none.check('queue')).toMatchObject({ state: 'failed', details: { code: 'aws_no_such_queue' } });
  });

  test('tells of an endpoint that the settings do not allow, and asks nothing of it', async () => {
    const { check } = await tested(draft({ endpoint: 'http://169.254.169.254' }));
    expect(check('address')).toMatchObject({ state: 'failed', details: { code: 'aws_endpoint_refused' } });
    const server = await tested(draft({ credentials: { type: 'server' } }));
    expect(server.check('identity').details?.['code']).toBe('aws_server_identity_refused');
  });

  test('names the rights in Elasticsearch that the caller lacks, and asks an API key for another one', async () => {
    const { encoded } = await admin.security.createApiKey({ name: 'source drafts test' });
    const namespace = newNamespace();
    const byKey = await tested(draft({ namespace }), { by: `ApiKey ${encoded}` });
    expect(byKey.check('elasticsearch')).toMatchObject({
      state: 'failed',
      details: { code: 'api_key_caller' },
    });
    const powerless = await admin.security.createApiKey({
      name: 'source drafts test, powerless',
      role_descriptors: { nothing: { cluster: ['monitor'] } },
    });
    const brought = await tested({ ...draft({ namespace }), write_key: powerless.encoded });
    expect(brought.check('elasticsearch')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(`cloudtrail-events-${namespace}-*`),
    });
  });
});

describe('a preview', () => {
  test('counts what lies in the bucket, and shows events of it', async () => {
    const { status, body } = await hosts.ask<PreviewResponse>(
      host,
      superuser,
      'POST',
      `${SOURCES_API}/_preview`,
      draft(),
    );
    expect(status).toBe(200);
    const places = new Set(
      objects.map(({ key }) => /\/(\d{12})\/CloudTrail\/([^/]+)\//.exec(key)?.slice(1).join(' ')),
    );
    const found = body.account_regions.map(({ account_id: account, region }) => `${account} ${region}`);
    expect(found).toEqual([...places].sort());
    const day = body.newest_day?.day.replaceAll('-', '/');
    const ofDay = objects.filter(({ key }) => key.includes(`/${day}/`));
    expect(body.newest_day).toMatchObject({
      objects: ofDay.length,
      bytes: ofDay.reduce((sum, { body: file }) => sum + file.length, 0),
    });
    const events = countDistinct(ofDay).expectedDocuments;
    expect(body.newest_day?.events).toBeGreaterThan(events / 2);
    expect(body.newest_day?.events).toBeLessThan(events * 2);
    expect(body.is_partial).toBe(false);
    expect(body.problems).toEqual([]);
    // a quiet day has few
    expect(body.samples).toHaveLength(Math.min(5, events));
    expect(body.samples.some(({ document }) => JSON.stringify(document).includes('"country_iso_code"'))).toBe(
      true,
    );
    expect(body.estimates.at(-1)?.start).toBe(
      body.account_regions.map(({ first_day: first }) => first).sort()[0],
    );
  });

  test('redacts as the namespace does', async () => {
    const namespace = newNamespace();
    const settings = { redaction: [{ field: 'userAgent', action: 'drop' }] };
    const path = `${NAMESPACES_API}/${namespace}`;
    expect((await hosts.ask(host, superuser, 'PUT', path, settings)).status).toBe(200);
    const ask = (body: object) =>
      hosts.ask<PreviewResponse>(host, superuser, 'POST', `${SOURCES_API}/_preview`, body);
    const plain = JSON.stringify((await ask(draft())).body.samples);
    const redacted = JSON.stringify((await ask(draft({ namespace }))).body.samples);
    expect(plain).toContain('"user_agent"');
    expect(redacted).not.toContain('"user_agent"');
  });

  test('fails as AWS does, in words', async () => {
    const answer = await hosts.ask<{ message: string; attributes: { code: string } }>(
      host,
      superuser,
      'POST',
      `${SOURCES_API}/_preview`,
      draft({ bucket: 'no-such-bucket-of-ours' }),
    );
    expect(answer.status).toBe(502);
    expect(answer.body.attributes.code).toBe('aws_no_such_bucket');
  });
});

describe('an external id', () => {
  const externalId = async (body: object = {}) =>
    (await hosts.ask<ExternalIdResponse>(host, superuser, 'POST', `${SOURCES_API}/_external_id`, body)).body
      .external_id;
  const withRole = (changes: object) => {
    const { access_key_id, secret_access_key } = draft().credentials as Extract<
      Credentials,
      { type: 'access_key' }
    >;
    const access_key = { access_key_id, secret_access_key };
    return {
      ...draft({ interval: '1h' }),
      credentials: { type: 'role', role_arn: ROLE_ARN, access_key },
      ...changes,
    };
  };
  const codeOf = async (body: object) => {
    const answer = await hosts.ask<{ attributes?: { code: string } }>(
      host,
      superuser,
      'POST',
      SOURCES_API,
      body,
    );
    return answer.body.attributes?.code;
  };

  test('is made before the source, and good for that one only', async () => {
    const mine = await externalId();
    expect(await externalId()).not.toBe(mine);
    const source = await hosts.create(host, superuser, withRole({ external_id: mine }));
    expect(source.credentials.external_id).toBe(mine);
    expect(await externalId({ source_id: source.id })).toBe(mine);
    // nobody can give it another one, nor take that of another source
    const path = `${SOURCES_API}/${source.id}`;
    const other = await externalId();
    expect((await hosts.ask(host, superuser, 'PATCH', path, { external_id: other })).status).toBe(400);
    expect(await codeOf(withRole({ external_id: mine }))).toBe('external_id_taken');
    expect(await codeOf(withRole({ external_id: `${mine.slice(0, -4)}AAAA` }))).toBe('external_id_unknown');
    const all = await hosts.ask<{ sources: SourceResponse[] }>(host, superuser, 'GET', SOURCES_API);
    expect(all.body.sources.map(({ id }) => id)).toEqual([source.id]);
    await hosts.ask(host, superuser, 'DELETE', `${SOURCES_API}/${source.id}`);
  });

  test('is known to another node, and sent to AWS', async () => {
    const mine = await externalId();
    const other = await hosts.start();
    const { check } = await tested(withRole({ external_id: mine }), { on: other });
    expect(check('identity').state).toBe('ok');
    // this server's reader may assume nothing
    expect(check('role')).toMatchObject({ state: 'failed', message: expect.stringContaining(ROLE_ARN) });
    expect(check('list').state).toBe('skipped');
    await other.stop();
  });
});

describe('a source that is there', () => {
  test('is changed, and tested with the secrets that it keeps', async () => {
    const source = await hosts.create(host, superuser, draft({ interval: '1h' }));
    const path = `${SOURCES_API}/${source.id}`;
    const patch = (body: object) => hosts.ask<SourceResponse>(host, superuser, 'PATCH', path, body);
    const seen = source.created_at;
    const changed = await patch({ name: 'Renamed', exclude_regions: ['us-west-2'], updated_at: seen });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject({
      name: 'Renamed',
      exclude_regions: ['us-west-2'],
      updated_by: 'elastic',
    });
    expect((await patch({ name: 'Late', updated_at: seen })).status).toBe(409);
    expect((await patch({ bucket: 'another-bucket' })).status).toBe(400);
    expect((await patch({ intervall: '5m' })).status).toBe(400);
    await hosts.statusThat(host, superuser, source.id, isIdle);

    const { credentials: _none, ...rest } = draft({ namespace: source.namespace });
    const { check } = await tested({ ...rest, source_id: source.id });
    expect(check('cloudtrail').state).toBe('ok');
    const elsewhere = { ...rest, source_id: source.id, bucket: 'another-bucket' };
    expect((await hosts.ask(host, superuser, 'POST', `${SOURCES_API}/_test`, elsewhere)).status).toBe(400);
    await hosts.ask(host, superuser, 'DELETE', path);
  });

  test('rests while it is paused, also when it is changed, and goes on when it is resumed', async () => {
    const source = await hosts.create(host, superuser, draft({ interval: '1h' }));
    const path = `${SOURCES_API}/${source.id}`;
    const stateNow = async () => (await hosts.status(host, superuser, source.id)).state;
    await hosts.ask(host, superuser, 'POST', `${path}/_pause`);
    expect(await stateNow()).toBe('paused');
    await hosts.ask(host, superuser, 'PATCH', path, { name: 'Paused' });
    expect(await stateNow()).toBe('paused');
    await hosts.ask(host, superuser, 'POST', `${path}/_resume`);
    expect(await stateNow()).not.toBe('paused');
    await hosts.ask(host, superuser, 'DELETE', path);
  });
});

test('no answer and no line of the log holds a secret', async () => {
  const everything = [...hosts.answers, await hosts.log()].join('\n');
  for (const secret of [s3.reader.secretAccessKey, UNKNOWN_SECRET]) {
    expect(secret.length).toBeGreaterThan(8);
    expect(everything.includes(secret)).toBe(false);
  }
});
