/** The whole life of sources, and then a search for every secret there was: in all answers, the whole log, and all documents. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACES_API, SOURCES_API } from '../../common/ids';
import type { Credentials, SourceResponse } from '../../common/sources';
import { errorAnswer, startScriptedS3, type ScriptedS3 } from '../servers/scripted_s3';
import { AttributeEncryption, type Attributes } from '../host/encrypted_attributes';
import type { Host } from '../host/start_host';
import { makeBucket } from './fetch_harness';
import {
  isIdle,
  newNamespace,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  sourceRequest,
  TASKS,
} from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
const namespace = newNamespace();
const ENCRYPTION_KEY = `encryption ${randomBytes(24).toString('hex')}`;
const PAGE = 10_000;
const LEASES_RUN_OUT_MS = 120_000;
/** As AWS makes them: 40 of base64's letters, with its special ones. */
const awsSecret = () => `+/${randomBytes(40).toString('base64').replace(/=/g, '').slice(0, 36)}/+`;

let hosts: PluginHosts;
let host: Host;
let bucket: string;
/** Says things in its errors that nobody should hear. */
let chatty: ScriptedS3;
const secrets = new Map<string, string>();
/** All that was stored while the source was there. */
let documentsOfALife = '';

function keep(name: string, secret: string): string {
  expect(secret.length, name).toBeGreaterThan(11);
  secrets.set(name, secret);
  return secret;
}
const ask = <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) =>
  hosts.ask<T>(host, superuser, method, path, body);
const accessKey = (secret: string, more: object = {}): Credentials => ({
  type: 'access_key',
  access_key_id: s3.reader.accessKeyId,
  secret_access_key: secret,
  ...more,
});
const request = (credentials: object, more: object = {}) => ({
  ...sourceRequest(s3, s3.reader, bucket, { namespace, interval: '1h' }),
  credentials,
  ...more,
});

beforeAll(async () => {
  chatty = await startScriptedS3(() =>
    errorAnswer(403, 'AccessDenied', {
      message: keep('the body of an answer', 'told-by-the-server-in-its-body'),
    }),
  );
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url, chatty.origin]);
  const proxyUrl = `http://user:${keep('the password of the proxy', randomBytes(12).toString('hex'))}@127.0.0.1:9`;
  const aws = { allowedEndpoints: [s3.url, chatty.origin], proxyUrl };
  host = await hosts.start({
    encryptionKey: keep("Kibana's encryption key", ENCRYPTION_KEY),
    settings: { aws },
  });
  bucket = await makeBucket(someObjects('secrets', 12).filter(({ key }) => key.includes('/us-east-1/')));
  keep('the secret that works', s3.reader.secretAccessKey);
  keep('the password of who asks', elasticsearch.password);
  keep("the password of Kibana's user", elasticsearch.kibanaPassword);
});
afterAll(async () => {
  await hosts.stop();
  await chatty.close();
  const events = Object.keys(await admin.indices.get({ index: `cloudtrail-events-${namespace}-*` }));
  for (const index of events) await admin.indices.delete({ index });
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

describe('without an encryption key', () => {
  test('nothing is made, whatever is asked for, and each answer says how to set one', async () => {
    const own = await hosts.start({ encryptionKey: undefined });
    const name = `Never made ${randomUUID()}`;
    const credentials = accessKey(keep('the secret of a source that is not made', awsSecret()));
    for (const [method, path, body] of [
      ['POST', SOURCES_API, request(credentials, { name, namespace: newNamespace() })],
      ['POST', `${SOURCES_API}/_external_id`, {}],
      ['PUT', `${NAMESPACES_API}/${newNamespace()}`, { retention_days: 100 }],
    ] as const) {
      const answer = await hosts.ask<{ message: string }>(own, superuser, method, path, body);
      expect(answer.status, path).toBe(409);
      expect(answer.body.message, path).toContain('xpack.encryptedSavedObjects.encryptionKey');
    }
    await own.stop();
    const found = await admin.search({ index: SAVED_OBJECTS, size: PAGE });
    expect(JSON.stringify(found.hits.hits)).not.toContain('cloudtrail-');
    const { api_keys: keys } = await admin.security.getApiKey({ name: `cloudtrail: ${name}` });
    expect(keys).toEqual([]);
  });
});

describe('the life of a source', () => {
  let source: SourceResponse;
  const one = () => `${SOURCES_API}/${source.id}`;
  const stored = async () => {
    await keepStored();
    return secretsOf(source.id);
  };

  test('begins with what is refused, tested and previewed', async () => {
    const wrong = accessKey(keep('a secret that AWS does not know', awsSecret()));
    for (const body of [
      request({ ...wrong, type: keep('a secret in another field', awsSecret()) }),
      request(wrong, { interval: 'often' }),
      request(wrong, { name: '' }),
      request(wrong, {
        write_key: keep('a write key in another form', `${randomBytes(20).toString('hex')}:`),
      }),
      request(wrong, { endpoint: `http://user:${keep('a password in an endpoint', awsSecret())}@[` }),
    ]) {
      expect((await ask('POST', SOURCES_API, body)).status).toBe(400);
      // what a draft does not have, such as a name, is not looked at there
      for (const path of ['/_test', '/_preview'])
        expect((await ask('POST', SOURCES_API + path, body)).status).not.toBe(500);
    }
    for (const credentials of [
      wrong,
      accessKey(wrong.type === 'access_key' ? wrong.secret_access_key : '', {
        session_token: keep('a session token', awsSecret() + awsSecret()),
      }),
      {
        type: 'role',
        role_arn: 'arn:aws:iam::123456789012:role/reader',
        access_key: {
          access_key_id: s3.reader.accessKeyId,
          secret_access_key: keep('the secret behind a role', awsSecret()),
        },
      },
    ]) {
      const { body } = await ask<{ external_id: string }>('POST', `${SOURCES_API}/_external_id`, {});
      const draft = request(credentials, { external_id: body.external_id });
      await ask('POST', `${SOURCES_API}/_test`, draft);
      expect((await ask('POST', `${SOURCES_API}/_preview`, draft)).status).toBeGreaterThanOrEqual(400);
    }
    const elsewhere = request(accessKey(awsSecret()), { endpoint: chatty.origin });
    const told = await ask('POST', `${SOURCES_API}/_test`, elsewhere);
    expect(told.text).toContain('"failed"');
    expect((await ask('POST', `${SOURCES_API}/_preview`, elsewhere)).status).toBeGreaterThanOrEqual(400);
    expect(chatty.requests.length).toBeGreaterThan(1);
  });

  test('goes on with a secret that does not work, and then with one that does', async () => {
    const wrong = keep('the secret that does not work', awsSecret());
    source = await hosts.create(host, superuser, request(accessKey(wrong)));
    const isFailing = ({ state }: { state: string }) => state === 'failing';
    await hosts.statusThat(host, superuser, source.id, isFailing);
    expect(JSON.stringify(await stored())).toContain(JSON.stringify(wrong));
    const better = { credentials: accessKey(s3.reader.secretAccessKey) };
    expect((await ask('PATCH', one(), better)).status).toBe(200);
    await hosts.statusThat(host, superuser, source.id, isIdle);
  });

  test('keeps its secrets when it is edited without', async () => {
    const before = await stored();
    expect(JSON.stringify(before)).toContain(JSON.stringify(s3.reader.secretAccessKey));
    expect((await ask('PATCH', one(), { name: 'Renamed', exclude_regions: ['eu-west-1'] })).status).toBe(200);
    expect(await stored()).toEqual(before);
    expect((await ask('POST', `${one()}/fetch`)).status).toBe(200);
    await hosts.statusThat(host, superuser, source.id, isIdle);
    const { credentials: _none, ...draft } = request({}, { source_id: source.id });
    expect((await ask('POST', `${SOURCES_API}/_test`, draft)).text).toContain('"check":"all","state":"ok"');
  });

  test('gets other write keys', async () => {
    expect((await ask('POST', `${one()}/_renew_key`, {})).status).toBe(200);
    await keepStored();
    const { encoded } = await admin.security.createApiKey({ name: 'secrets test' });
    keep('a write key that was brought', encoded);
    keep('the secret part of it', Buffer.from(encoded, 'base64').toString().split(':')[1] ?? '');
    expect((await ask('POST', `${one()}/_renew_key`, { write_key: encoded })).status).toBe(200);
    // a run whose key was revoked under it can not let go of its leases: they run out
    await hosts.statusThat(host, superuser, source.id, isIdle, LEASES_RUN_OUT_MS);
  }, 180_000);

  test('is looked at by every route that shows something of it', async () => {
    const shown = host.routes.filter(({ method }) => method === 'GET');
    expect(shown.length).toBeGreaterThan(8);
    for (const { path } of shown) {
      const address = path.replace('{id}', source.id).replace('{name}', namespace);
      expect((await ask('GET', address)).status, address).toBe(200);
    }
  });

  test('goes on with another encryption key, and ends', async () => {
    const own = await hosts.start({ encryptionKey: 'another key of 32 characters or more' });
    for (const path of ['', '/status', '/runs', '/failures'])
      expect((await hosts.ask(own, superuser, 'GET', one() + path)).status, path).toBeLessThan(500);
    expect((await hosts.ask(own, superuser, 'POST', `${one()}/_renew_key`, {})).status).toBe(409);
    await own.stop();
    await keepStored();
    documentsOfALife = await everyDocument();
    expect((await ask('DELETE', one())).status).toBe(200);
  });
});

describe('no secret', () => {
  const everySecret = () =>
    [...secrets].flatMap(([name, secret]) => formsOf(secret).map((form) => ({ name, form })));

  test('was left out of the search', () => {
    expect([...secrets.keys()].filter((name) => name.startsWith('stored')).length).toBeGreaterThanOrEqual(4);
  });

  test('is in an answer', () => {
    expect(hosts.answers.length).toBeGreaterThan(40);
    const text = hosts.answers.join('\n');
    expect(everySecret().filter(({ form }) => text.includes(form))).toEqual([]);
  });

  test('is in the log', async () => {
    const log = await hosts.log();
    expect(log).toContain('aws_bad_credentials');
    expect(everySecret().filter(({ form }) => log.includes(form))).toEqual([]);
  });

  test('is in a document of Elasticsearch, saved objects and tasks as they lie there included', async () => {
    for (const index of [SAVED_OBJECTS, TASKS, `cloudtrail-events-${namespace}-`])
      expect(documentsOfALife).toContain(index);
    const text = documentsOfALife + (await everyDocument());
    expect(everySecret().filter(({ form }) => text.includes(form))).toEqual([]);
  });
});

/** All that Elasticsearch holds now, but for events of others. */
async function everyDocument(): Promise<string> {
  const index = ['*', '.kibana*', '-cloudtrail-events-*', `cloudtrail-events-${namespace}-*`];
  await admin.indices.refresh({ index, expand_wildcards: 'all' });
  const { hits } = await admin.search({ index, expand_wildcards: 'all', size: PAGE, version: true });
  expect(hits.hits.length).toBeLessThan(PAGE);
  return JSON.stringify(hits.hits);
}

/** As they could stand in a text: bare, in an address, in base64, in JSON. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [...new Set([secret, encodeURIComponent(secret), base64, JSON.stringify(secret).slice(1, -1)])];
}

/** Decrypts what is stored now, and keeps each text in it for the search. */
async function keepStored(): Promise<void> {
  for (const [id, attributes] of await decrypted()) {
    for (const text of textsOf(attributes)) keep(`stored in ${id}: ${text.slice(0, 4)}`, text);
  }
}

async function secretsOf(id: string): Promise<unknown> {
  return (await decrypted()).get(`cloudtrail-source:${id}`);
}

/** What the plugin encrypts of each object. */
async function decrypted(): Promise<Map<string, unknown>> {
  const found = await admin.search<{ type: string; attributes: Attributes }>({
    index: SAVED_OBJECTS,
    size: PAGE,
  });
  const plain = new Map<string, unknown>();
  for (const { _id: id, _source: document } of found.hits.hits) {
    if (id === undefined || document === undefined) continue;
    const { type, attributes } = document;
    const names = Object.keys(attributes).filter((name) => ['secrets', 'key'].includes(name));
    if (names.length === 0) continue;
    const encryption = new AttributeEncryption(ENCRYPTION_KEY);
    encryption.registerType({
      type,
      attributesToEncrypt: new Set(names),
      attributesToExcludeFromAAD: new Set(Object.keys(attributes).filter((name) => !names.includes(name))),
    });
    const open = encryption.decrypt(type, id.slice(type.length + 1), attributes);
    plain.set(id, Object.fromEntries(names.map((name) => [name, open[name]])));
  }
  return plain;
}

/** Of what is encrypted, all but what is no secret: kinds, and the ids of access keys. */
function textsOf(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return ['type', 'access_key_id', 'role_arn'].includes(name) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, key));
}
