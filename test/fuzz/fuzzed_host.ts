/** Every route of the built plugin in a stand-in host, sent bad input: what it is answered, and what is there after it. */
import { Client } from '@elastic/elasticsearch';
import fc from 'fast-check';
import { expect } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import { PANEL_IDS } from '../../common/panels';
import type { SourceResponse } from '../../common/sources';
import type { ApiRoute } from '../../tools/docs/api_routes';
import { apiRoutes } from '../../tools/docs/api_routes';
import type { Host } from '../host/start_host';
import {
  basic,
  PluginHosts,
  SAVED_OBJECTS,
  TASKS,
  type Answer,
  type ElasticsearchOfTest,
} from '../integration/plugin_host';
import { badBodies, badTexts } from './bad_input';

const AT_ONCE = 8;
/** The longest that a fetch of the route's own may take, and some. */
const MAX_MS = 90_000;

export const nameOf = ({ method, path }: ApiRoute) => `${method.toUpperCase()} ${path}`;

/** The routes as they are registered, but what deletes last. */
export const routes: readonly ApiRoute[] = [...apiRoutes()].sort(
  (one, other) => Number(one.method === 'delete') - Number(other.method === 'delete'),
);

interface Sent {
  readonly path: string;
  readonly body: string | undefined;
}

export interface Answered {
  /** How often each status was answered; 0 for no answer. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests whose answers are none that may be, each in a line. */
  readonly mistakes: readonly string[];
}

interface Kept {
  readonly sources: readonly SourceResponse[];
  readonly objects: readonly string[];
  readonly tasks: readonly string[];
  /** Ids of the API keys that are good. */
  readonly keys: readonly string[];
}

export class FuzzedHost {
  private constructor(
    readonly host: Host,
    private readonly hosts: PluginHosts,
    private readonly login: { readonly username: string; readonly password: string },
    private readonly admin: Client,
    /** API keys that other tests have left. */
    private readonly others: ReadonlySet<string>,
    /** Names that stand for something that is there. */
    private readonly known: Readonly<Record<'id' | 'name' | 'panel', string>>,
  ) {}

  /** With one source. */
  static async start(elasticsearch: ElasticsearchOfTest): Promise<FuzzedHost> {
    const login = { username: elasticsearch.username, password: elasticsearch.password };
    const admin = new Client({ node: elasticsearch.url, auth: login });
    const others = new Set(await goodKeys(admin));
    const hosts = await PluginHosts.prepare(elasticsearch, []);
    // nothing of AWS can be reached: what is tried there fails at once, and is none of AWS's business
    const host = await hosts.start({ settings: { aws: { proxyUrl: 'http://127.0.0.1:9' } } });
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
    const known = { id: source.id, name: 'fuzz', panel: PANEL_IDS[0] };
    return new FuzzedHost(host, hosts, login, admin, others, known);
  }

  async stop(): Promise<void> {
    await this.hosts.stop();
    await this.admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
    await this.admin.close();
  }

  async ask<T>(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answer<T>> {
    return this.hosts.ask<T>(this.host, this.login, method, path, body);
  }

  async statusOfSource(): Promise<number> {
    return (await this.ask('GET', `${SOURCES_API}/${this.known.id}/status`)).status;
  }

  /** Sends so many requests of bad input to a route, the same ones for the same seed. */
  async send(route: ApiRoute, requests: number, seed: number): Promise<Answered> {
    const statuses = new Map<number, number>();
    const mistakes: string[] = [];
    const waiting = [...this.requestsTo(route, requests, seed)];
    const work = async () => {
      for (let sent = waiting.pop(); sent !== undefined; sent = waiting.pop()) {
        const answer = await this.sendOne(route, sent).catch((error: unknown) => ({
          status: 0,
          text: String(error),
        }));
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const mistake = mistakeIn(answer);
        if (mistake !== undefined)
          mistakes.push(`${sent.path.slice(0, 200)} ${sent.body?.slice(0, 600) ?? ''} → ${mistake}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { statuses, mistakes };
  }

  async whatIsKept(): Promise<Kept> {
    const { admin, others } = this;
    await admin.indices.refresh({ index: [SAVED_OBJECTS, TASKS] });
    const idsIn = async (index: string) =>
      (await admin.search({ index, size: 5_000, _source: false })).hits.hits.map(({ _id: id }) => String(id));
    const list = await this.ask<{ sources: SourceResponse[] }>('GET', SOURCES_API);
    return {
      sources: list.body.sources,
      objects: (await idsIn(SAVED_OBJECTS)).sort(),
      tasks: (await idsIn(TASKS)).sort(),
      keys: (await goodKeys(admin)).filter((id) => !others.has(id)),
    };
  }

  /**
   * What was made since is whole; without it all is as before, but for namespaces, which a valid request may have made, and
   * for tasks where a valid request pauses or resumes the source.
   */
  async requireNothingHalfMade(before: Kept, pauses = false): Promise<void> {
    const after = await this.whatIsKept();
    requireWhole(after);
    const wasThere = new Set(before.sources.map(({ id }) => id));
    for (const { id } of after.sources.filter((source) => !wasThere.has(source.id)))
      expect((await this.ask('DELETE', `${SOURCES_API}/${id}`)).status).toBe(200);
    const cleaned = await this.whatIsKept();
    const lasting = (ids: readonly string[]) =>
      ids.filter((id) => !/^cloudtrail-(namespace|signing-key):/.test(id));
    expect(lasting(cleaned.objects)).toEqual(lasting(before.objects));
    if (!pauses) expect(cleaned.tasks).toEqual(before.tasks);
    expect(cleaned.keys.length).toBe(before.keys.length);
  }

  private requestsTo(route: ApiRoute, requests: number, seed: number): readonly Sent[] {
    const input = fc.record({
      params: badTexts(route.params, route.method === 'delete' ? {} : this.known),
      query: route.query === undefined ? fc.constant<Record<string, string>>({}) : badTexts(route.query, {}),
      body: route.body === undefined ? fc.constant(undefined) : badBodies(route.body),
    });
    return fc.sample(input, { numRuns: requests, seed }).map(({ params, query, body }) => {
      const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] || 'x'));
      const search = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
      return {
        path: search.length === 0 ? path : `${path}?${search.join('&')}`,
        body: body === undefined ? undefined : JSON.stringify(body),
      };
    });
  }

  private async sendOne(
    { method }: ApiRoute,
    { path, body }: Sent,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(this.host.url + path, {
      method: method.toUpperCase(),
      headers: {
        authorization: basic(this.login.username, this.login.password),
        'content-type': 'application/json',
        'kbn-xsrf': 'fuzz',
        'x-elastic-internal-origin': 'fuzz',
      },
      signal: AbortSignal.timeout(MAX_MS),
      ...(body !== undefined && { body }),
    });
    return { status: response.status, text: await response.text() };
  }
}

/** Also what is no text: half a surrogate pair. A segment of dots alone would be taken out of the path by fetch itself. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '\ufffd')).replace(/^\.+$/, 'dots');
}

/** 2xx for what fits after all, 4xx with words, 502 or 503 where what was asked for fits and AWS can't be reached. Never 500. */
function mistakeIn({ status, text }: { readonly status: number; readonly text: string }): string | undefined {
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

async function goodKeys(admin: Client): Promise<readonly string[]> {
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
