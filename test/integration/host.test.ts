/** The stand-in host on a real Elasticsearch: rights, secrets, keys and restarts are as Kibana's. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHost, type Host, type HostOptions } from '../host/start_host';
import { elasticsearch } from './own_servers';

const KEY = 'k'.repeat(32);
const PASSWORD = 'a-long-password';
const UUID = '3f0b3c52-93c4-4c4f-8f5e-0a1b2c3d4e5f';
const TASKS_INDEX = '.kibana_task_manager_standin';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const client = new Client({ node: elasticsearch.url, auth: superuser });
const folder = mkdtempSync(path.join(tmpdir(), 'stand-in-host-'));
const logFile = path.join(folder, 'host.log');

const options: HostOptions = {
  pluginDir: path.join(import.meta.dirname, '../host/fixture'),
  elasticsearchUrl: elasticsearch.url,
  systemUser: { username: elasticsearch.kibanaUsername, password: elasticsearch.kibanaPassword },
  encryptionKey: KEY,
  taskPollMs: 200,
  logFile,
};

let host: Host | undefined;
const start = async (changes: Partial<HostOptions> = {}) => {
  host = await startHost({ ...options, ...changes });
  return host;
};

async function ask(
  where: string,
  credentials: typeof superuser | string | undefined,
  init: RequestInit = {},
) {
  const authorization =
    typeof credentials === 'object'
      ? `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`
      : credentials;
  const response = await fetch(`${host?.url}${where}`, {
    redirect: 'manual',
    ...init,
    headers: {
      'content-type': 'application/json',
      'kbn-xsrf': 'true',
      ...(authorization === undefined ? {} : { authorization }),
      ...init.headers,
    },
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as never) : undefined,
  };
}

/** How often the fixture's task has run, by the state that it keeps. */
async function taskRuns(): Promise<number> {
  const task = await client.get<{ state: { runs?: number } }>({ index: TASKS_INDEX, id: 'fixture:count:1' });
  return task._source?.state.runs ?? 0;
}

async function until(claim: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await claim())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await sleep(100);
  }
}

beforeAll(async () => {
  for (const level of ['all', 'read'] as const) {
    const name = `fixture_${level}`;
    await client.security.putRole({
      name,
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: [`feature_fixture.${level}`],
          resources: ['space:default'],
        },
      ],
    });
    await client.security.putUser({ username: name, password: PASSWORD, roles: [name] });
  }
  await client.security.putUser({ username: 'fixture_none', password: PASSWORD, roles: [] });
});
afterEach(() => host?.stop());
afterAll(async () => {
  for (const level of ['all', 'read', 'none']) {
    await client.security.deleteUser({ username: `fixture_${level}` });
    if (level !== 'none') await client.security.deleteRole({ name: `fixture_${level}` });
  }
  await client.indices.delete({ index: [TASKS_INDEX, '.kibana_standin'], ignore_unavailable: true });
  await client.close();
  rmSync(folder, { recursive: true });
});

const user = (level: string) => ({ username: `fixture_${level}`, password: PASSWORD });

describe('the stand-in host', () => {
  it('lets in whom Elasticsearch knows, and gives each what the role grants', async () => {
    await start();
    expect((await ask('/api/fixture/who', undefined)).status).toBe(401);
    expect((await ask('/api/fixture/who', { ...user('read'), password: 'wrong' })).status).toBe(401);
    expect((await ask('/api/fixture/who', user('none'))).status).toBe(403);
    const who = await ask('/api/fixture/who', user('read'));
    expect(who.json).toMatchObject({ elasticsearch: 'fixture_read', kibana: 'fixture_read' });
    const things = { method: 'POST', body: JSON.stringify({ config: {} }) };
    expect((await ask('/api/fixture/things', user('read'), things)).status).toBe(403);
    expect((await ask('/api/fixture/things', user('all'), things)).status).toBe(200);
    expect((await ask('/api/fixture/things', superuser, things)).status).toBe(200);
  });

  it('keeps a session after login, shows the page under Kibana’s policy with the user’s capabilities, and ends it', async () => {
    await start();
    const page = await ask('/app/fixture?x=1', undefined);
    expect([page.status, page.headers.get('location')]).toEqual([
      302,
      '/login?next=%2Fapp%2Ffixture%3Fx%3D1',
    ]);
    const body = JSON.stringify({
      providerType: 'basic',
      providerName: 'basic',
      currentURL: `${host?.url}/login?next=%2Fapp%2Ffixture`,
      params: user('read'),
    });
    const login = await ask('/internal/security/login', undefined, { method: 'POST', body });
    expect(login.json).toEqual({ location: '/app/fixture' });
    const headers = { cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '' };
    const opened = await ask('/app/fixture', undefined, { headers });
    expect(opened.headers.get('content-security-policy')).toContain("script-src 'report-sample' 'self';");
    expect(opened.text).not.toMatch(/<script>|onload=/);
    const metadata = /data="([^"]*)"/.exec(opened.text)?.[1]?.replaceAll('&#34;', '"') ?? '';
    expect(JSON.parse(metadata)).toMatchObject({
      username: 'fixture_read',
      capabilities: { fixture: { show: true, save: false }, navLinks: { fixture: true } },
      plugins: [{ id: 'fixture', config: { greeting: 'hello' } }],
    });
    expect(metadata).not.toContain('server only');
    await ask('/logout', undefined, { headers });
    expect((await ask('/api/fixture/who', undefined, { headers })).status).toBe(401);
  });

  it('stores secrets encrypted, answers without them, and says so when the key changed', async () => {
    await start();
    const send = (id: string, more: object = {}) =>
      ask('/api/fixture/things', superuser, {
        method: 'POST',
        body: JSON.stringify({ id, secrets: { password: 'hunter2' }, config: { bucket: 'b' }, ...more }),
      });
    expect((await send('not-a-uuid')).text).toContain('unless the ID is a UUID');
    expect(await send(UUID, { unknown: 1 })).toMatchObject({ status: 400 });
    expect((await send(UUID)).text).not.toContain('hunter2');
    expect((await send(UUID)).status).toBe(409);
    const stored = await client.get({ index: '.kibana_standin', id: `fixture-thing:${UUID}` });
    expect(JSON.stringify(stored)).not.toContain('hunter2');
    expect((await ask(`/api/fixture/things/${UUID}`, user('all'))).json).toMatchObject({
      scoped: { config: { bucket: 'b' } },
      scopedUnhidden: { status: 404 },
      withSecurity: { status: 403 },
      decrypted: { secrets: { password: 'hunter2' } },
    });
    await host?.stop();
    await start({ encryptionKey: 'o'.repeat(32) });
    expect((await ask(`/api/fixture/things/${UUID}`, superuser)).json).toMatchObject({
      scoped: { config: { bucket: 'b' } },
      decrypted: { encryption: true, error: 'Unable to decrypt attribute "secrets"' },
    });
  });

  it('grants API keys to people, not to API keys, and ends a request with 401 when a revoked key’s refusal leaves a handler', async () => {
    await start();
    const post = { method: 'POST' };
    expect((await ask('/api/fixture/key', user('all'), post)).json).toEqual({
      before: 'fixture_all',
      after: 401,
      enabled: true,
    });
    const { encoded } = await client.security.createApiKey({ name: 'caller', expiration: '1h' });
    expect((await ask('/api/fixture/key', `ApiKey ${encoded}`, post)).text).toContain(
      'Unsupported scheme \\"ApiKey\\" for granting API Key',
    );
    expect((await ask('/api/fixture/revoked', user('read'))).status).toBe(401);
  });

  it('goes on with its tasks after SIGKILL', async () => {
    const { pid } = await start();
    await until(async () => (await taskRuns()) >= 2);
    await host?.kill('SIGKILL');
    expect(() => process.kill(pid, 0)).toThrow();
    const before = await taskRuns();
    await start();
    await until(async () => (await taskRuns()) > before);
  });

  it('stops the plugin on SIGTERM, and refuses settings that the plugin does not know', async () => {
    await start();
    await host?.stop();
    expect(readFileSync(logFile, 'utf8')).toContain('fixture stopped');
    await expect(start({ settings: { nonsense: 1 } })).rejects.toThrow(
      '[config validation of [fixture].nonsense]: definition for this key is missing',
    );
  });

  it('serves bundles for a year and nothing beside them', async () => {
    await start();
    const bundle = await ask('/70281/bundles/plugin/fixture/1.0.0/fixture.plugin.js', undefined);
    expect([bundle.status, bundle.headers.get('cache-control')]).toEqual([200, 'max-age=31536000']);
    expect((await ask('/70281/bundles/plugin/fixture/1.0.0/..%2f..%2fkibana.json', undefined)).status).toBe(
      404,
    );
    expect((await ask('/plugins/fixture/assets/hello.txt', undefined)).text).toBe('hello\n');
  });
});
