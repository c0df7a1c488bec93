/**
 * Bad input to every route: each request ends in an answer that says what is wrong, and leaves nothing half-made.
 * `npm run test:fuzz` sends 1,000 to each and prints what they were answered.
 */
import { randomUUID } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACES_API, SOURCES_API } from '../../common/ids';
import { PANEL_IDS } from '../../common/panels';
import type { SourceResponse } from '../../common/sources';
import type { ApiRoute } from '../../tools/docs/api_routes';
import { apiRoutes } from '../../tools/docs/api_routes';
import type { Host } from '../host/start_host';
import { badBodies, badTexts } from './bad_input';
import { basic, PluginHosts, SAVED_OBJECTS, TASKS } from '../integration/plugin_host';
import { elasticsearch } from '../integration/own_servers';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 1_000);
/** Another one finds other things: FUZZ_SEED=2 npm run test:fuzz */
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const AT_ONCE = 8;
/** The longest that a fetch of the route's own may take, and some. */
const MAX_MS = 90_000;

const login = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: login });

let hosts: PluginHosts;
let host: Host;
/** Names that stand for something that is there. */
let known: Readonly<Record<string, string>>;
const table: string[] = [];
/** API keys that other tests have left. */
let others: ReadonlySet<string>;

const nameOf = ({ method, path }: ApiRoute) => `${method.toUpperCase()} ${path}`;
/** The routes in the order of their names, but what deletes last. */
const routes = [...apiRoutes()].sort(
  (one, other) => Number(one.method === 'delete') - Number(other.method === 'delete'),
);

beforeAll(async () => {
  others = new Set(await goodKeys());
  hosts = await PluginHosts.prepare(elasticsearch, []);
  // nothing of AWS can be reached: what is tried there fails at once, and is none of AWS's business
  host = await hosts.start({ settings: { aws: { proxyUrl: 'http://127.0.0.1:9' } } });
  const source = await hosts
    .create(host, login, {
      name: 'The source that is there',
      bucket: 'nowhere',
      interval: '24h',
      namespace: 'fuzz',
      credentials: { type: 'access_key', access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'x' },
    })
    .catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${(await hosts.log()).slice(-2_000)}`);
    });
  known = { id: source.id, name: 'fuzz', panel: PANEL_IDS[0] };
});
afterAll(async () => {
  if (table.length > 0) process.stderr.write(`\n${table.join('\n')}\n`);
  await hosts.stop();
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

interface Sent {
  readonly path: string;
  readonly body: string | undefined;
}

function requestsTo(route: ApiRoute): readonly Sent[] {
  const input = fc.record({
    params: badTexts(route.params, route.method === 'delete' ? {} : known),
    query: route.query === undefined ? fc.constant<Record<string, string>>({}) : badTexts(route.query, {}),
    body: route.body === undefined ? fc.constant(undefined) : badBodies(route.body),
  });
  return fc.sample(input, { numRuns: REQUESTS, seed: SEED }).map(({ params, query, body }) => {
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] || 'x'));
    const search = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
    return {
      path: search.length === 0 ? path : `${path}?${search.join('&')}`,
      body: body === undefined ? undefined : JSON.stringify(body),
    };
  });
}

/** Also what is no text: half a surrogate pair. A segment of dots alone would be taken out of the path by fetch itself. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '\ufffd')).replace(/^\.+$/, 'dots');
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

async function send({ method }: ApiRoute, { path, body }: Sent): Promise<Answered> {
  const response = await fetch(host.url + path, {
    method: method.toUpperCase(),
    headers: {
      authorization: basic(login.username, login.password),
      'content-type': 'application/json',
      'kbn-xsrf': 'fuzz',
      'x-elastic-internal-origin': 'fuzz',
    },
    signal: AbortSignal.timeout(MAX_MS),
    ...(body !== undefined && { body }),
  });
  return { status: response.status, text: await response.text() };
}

/** 2xx for what fits after all, 4xx with words, 502 or 503 where what was asked for fits and AWS can't be reached. Never 500. */
function mistakeIn({ status, text }: Answered): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  let message: unknown;
  try {
    message = (JSON.parse(text) as { message?: unknown }).message;
  } catch {
    return `the answer is no JSON: ${text.slice(0, 200)}`;
  }
  if (typeof message !== 'string' || message.length < 10) return `no message: ${text.slice(0, 200)}`;
  if (status >= 400 && status < 500) return undefined;
  const code = (JSON.parse(text) as { attributes?: { code?: string } }).attributes?.code ?? '';
  return code.startsWith('aws_') ? undefined : `${status}: ${text.slice(0, 400)}`;
}

interface Kept {
  readonly sources: readonly SourceResponse[];
  readonly objects: readonly string[];
  readonly tasks: readonly string[];
  /** Ids of the API keys that are good. */
  readonly keys: readonly string[];
  readonly indices: readonly string[];
}

async function whatIsKept(): Promise<Kept> {
  await admin.indices.refresh({ index: [SAVED_OBJECTS, TASKS] });
  const idsIn = async (index: string) =>
    (await admin.search({ index, size: 5_000, _source: false })).hits.hits.map(({ _id: id }) => String(id));
  const list = await hosts.ask<{ sources: SourceResponse[] }>(host, login, 'GET', SOURCES_API);
  return {
    sources: list.body.sources,
    objects: (await idsIn(SAVED_OBJECTS)).sort(),
    tasks: (await idsIn(TASKS)).sort(),
    keys: (await goodKeys()).filter((id) => !others.has(id)),
    indices: Object.keys(await admin.indices.get({ index: 'cloudtrail*', expand_wildcards: 'all' })).sort(),
  };
}

async function goodKeys(): Promise<readonly string[]> {
  const { api_keys: keys } = await admin.security.getApiKey({ name: 'cloudtrail*' });
  return keys.filter(({ invalidated }) => !invalidated).map(({ id }) => id);
}

/** Each source with its saved object, its key and its tasks, and none of these without a source. */
function requireWhole({ sources, objects, tasks, keys }: Kept): void {
  const stored = objects.filter((id) => id.startsWith('cloudtrail-source:'));
  expect(stored).toEqual(sources.map(({ id }) => `cloudtrail-source:${id}`).sort());
  const lent = sources.flatMap(({ write_key: key }) => (key?.is_granted ? [key.id] : []));
  expect([...keys].sort()).toEqual(lent.sort());
  const ids = new Set(sources.map(({ id }) => id));
  for (const task of tasks.filter((id) => id.includes('cloudtrail:')))
    expect(
      [...ids].some((id) => task.includes(id)),
      `task ${task} is nobody's`,
    ).toBe(true);
}

describe(`${REQUESTS} requests of bad input to`, () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    '%s are answered with what is wrong, and leave nothing half-made',
    async (name, route) => {
      const before = await whatIsKept();
      const statuses = new Map<number, number>();
      const mistakes: string[] = [];
      const waiting = [...requestsTo(route)];
      const work = async () => {
        for (let sent = waiting.pop(); sent !== undefined; sent = waiting.pop()) {
          const answered = await send(route, sent).catch((error: unknown) => ({
            status: 0,
            text: String(error),
          }));
          statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
          const mistake = mistakeIn(answered);
          if (mistake !== undefined)
            mistakes.push(`${sent.path.slice(0, 200)} ${sent.body?.slice(0, 600) ?? ''} → ${mistake}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      table.push(
        `${name}: ${[...statuses]
          .sort()
          .map(([status, count]) => `${count} × ${status}`)
          .join(', ')}`,
      );
      expect(mistakes.slice(0, 5)).toEqual([]);
      expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS);

      const after = await whatIsKept();
      requireWhole(after);
      // what was made is whole; without it all is as before, but for namespaces, which a valid request may have made
      const wasThere = new Set(before.sources.map(({ id }) => id));
      for (const { id } of after.sources.filter((source) => !wasThere.has(source.id)))
        expect((await hosts.ask(host, login, 'DELETE', `${SOURCES_API}/${id}`)).status).toBe(200);
      const cleaned = await whatIsKept();
      const lasting = (ids: readonly string[]) =>
        ids.filter((id) => !/^cloudtrail-(namespace|signing-key):/.test(id));
      expect(lasting(cleaned.objects)).toEqual(lasting(before.objects));
      expect(cleaned.tasks).toEqual(before.tasks);
      expect(cleaned.keys.length).toBe(before.keys.length);
    },
    Math.max(120_000, REQUESTS * 1_000),
  );

  test('every route that the plugin has registered in the host', () => {
    const registered = host.routes.map(({ method, path }) => `${method} ${path}`);
    expect(routes.map(nameOf).sort()).toEqual(registered.sort());
    expect(table).toHaveLength(registered.length);
  });
});

test('what is there still works after all of it', async () => {
  const fresh = `fuzz_${randomUUID().slice(0, 8)}`;
  const namespace = await hosts.ask(host, login, 'PUT', `${NAMESPACES_API}/${fresh}`, { retention_days: 30 });
  expect(namespace.status).toBe(200);
  expect((await hosts.ask(host, login, 'GET', `${SOURCES_API}/${known['id']}/status`)).status).toBe(200);
});
