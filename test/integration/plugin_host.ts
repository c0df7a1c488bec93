/** The built plugin in stand-in hosts over the shared Elasticsearch, as one would use it: by its API, as various users. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { SOURCES_API } from '../../common/ids';
import type { CreateSourceRequest, SourceResponse, SourceStatusResponse } from '../../common/sources';
import type { BucketObject } from '../generate/bucket_object';
import { logKey, readLogFileName } from '../generate/bucket_object';
import { makeEstate } from '../generate/estate';
import { withRetries } from '../../server/indices/retries';
import { copyOfBuiltPlugin, type PluginCopy } from '../e2e/built_plugin';
import { startHost, type Host, type HostOptions } from '../host/start_host';

export const SAVED_OBJECTS = '.kibana_standin';
export const TASKS = '.kibana_task_manager_standin';
const WAIT_MS = 60_000;
const PAUSE_MS = 200;

export interface ElasticsearchOfTest {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly kibanaUsername: string;
  readonly kibanaPassword: string;
}
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
/** Who asks: a user, or a whole Authorization header. */
export type Caller = { readonly username: string; readonly password: string } | string;

export interface Answer<T = never> {
  readonly status: number;
  readonly text: string;
  /** The body as JSON. */
  readonly body: T;
}

/** Hosts with one encryption key, one log file and one copy of the plugin. */
export class PluginHosts {
  /** Every answer so far, to look for what must be in none. */
  readonly answers: string[] = [];
  private readonly hosts: Host[] = [];

  private constructor(
    private readonly elasticsearch: ElasticsearchOfTest,
    private readonly endpoints: readonly string[],
    private readonly plugin: PluginCopy,
    private readonly folder: string,
  ) {}

  /** `endpoints`: the S3 servers that sources may name. */
  static async prepare(
    elasticsearch: ElasticsearchOfTest,
    endpoints: readonly string[],
  ): Promise<PluginHosts> {
    const folder = await mkdtemp(join(tmpdir(), 'cloudtrail-hosts-'));
    return new PluginHosts(elasticsearch, endpoints, await copyOfBuiltPlugin(), folder);
  }

  async start(changes: Partial<HostOptions> = {}): Promise<Host> {
    const { url, kibanaUsername, kibanaPassword } = this.elasticsearch;
    const host = await startHost({
      pluginDir: this.plugin.folder,
      elasticsearchUrl: url,
      systemUser: { username: kibanaUsername, password: kibanaPassword },
      settings: { aws: { allowedEndpoints: this.endpoints } },
      encryptionKey: 'the key of the tests, 32 characters or more',
      taskPollMs: 200,
      logFile: this.logFile('host'),
      ...changes,
    });
    this.hosts.push(host);
    return host;
  }

  logFile(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  async log(name = 'host'): Promise<string> {
    return readFile(this.logFile(name), 'utf8');
  }

  /** Sends what Kibana's own client would send. */
  async ask<T>(
    host: Host,
    caller: Caller,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Answer<T>> {
    const response = await fetch(host.url + path, {
      method,
      headers: {
        authorization: typeof caller === 'string' ? caller : basic(caller.username, caller.password),
        'content-type': 'application/json',
        // a busy host may close a kept one just when it is used again
        connection: 'close',
        'kbn-xsrf': 'test',
        // internal routes of Kibana 9 want it, as its own pages send it
        'x-elastic-internal-origin': 'Kibana',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    this.answers.push(text);
    const isLines = response.headers.get('content-type') === 'application/x-ndjson';
    return { status: response.status, text, body: (isLines ? undefined : JSON.parse(text)) as T };
  }

  async create(host: Host, caller: Caller, request: object): Promise<SourceResponse> {
    const answer = await this.ask<SourceResponse>(host, caller, 'POST', SOURCES_API, request);
    if (answer.status !== 200) throw new Error(`creating a source answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  async status(host: Host, caller: Caller, id: string): Promise<SourceStatusResponse> {
    const path = `${SOURCES_API}/${id}/status`;
    const answer = await this.ask<SourceStatusResponse>(host, caller, 'GET', path);
    if (answer.status !== 200) throw new Error(`the status answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  /** Asks for the status until it is as wished. */
  async statusThat(
    host: Host,
    caller: Caller,
    id: string,
    isWished: (status: SourceStatusResponse) => boolean,
    waitMs = WAIT_MS,
  ): Promise<SourceStatusResponse> {
    let last: SourceStatusResponse | undefined;
    await until(
      async () => isWished((last = await this.status(host, caller, id))),
      () => JSON.stringify(last),
      waitMs,
    );
    if (last === undefined) throw new Error('no status');
    return last;
  }

  async stop(): Promise<void> {
    for (const host of this.hosts) await host.stop();
    await this.plugin.remove();
    await rm(this.folder, { recursive: true });
  }
}

/** All days down to the start are read, and nothing is wrong. */
export function isIdle({ state, last_fetched_at: fetchedAt }: SourceStatusResponse): boolean {
  return state === 'idle' && fetchedAt !== null;
}

/** Throws, with what was last seen, when the claim does not come true in time. */
export async function until(
  claim: () => Promise<boolean>,
  seen: () => string = () => '',
  waitMs = WAIT_MS,
): Promise<void> {
  const deadline = Date.now() + waitMs;
  while (!(await claim())) {
    if (Date.now() > deadline) throw new Error(`waited in vain; last seen: ${seen()}`);
    await sleep(PAUSE_MS);
  }
}

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A namespace that no other test uses. */
export function newNamespace(): string {
  return `api_${randomBytes(4).toString('hex')}`;
}

/** What a source over a bucket of the tests is created with. */
export function sourceRequest(
  s3: { readonly url: string; readonly region: string },
  key: KeyPair,
  bucket: string,
  changes: Partial<CreateSourceRequest> = {},
): Partial<CreateSourceRequest> {
  return {
    name: `Source ${randomUUID()}`,
    bucket,
    region: s3.region,
    endpoint: s3.url,
    force_path_style: true,
    namespace: newNamespace(),
    start: '2013-11-01',
    interval: '5s',
    credentials: {
      type: 'access_key',
      access_key_id: key.accessKeyId,
      secret_access_key: key.secretAccessKey,
    },
    ...changes,
  };
}

const estates = new Map<string, readonly BucketObject[]>();

/** Some objects of an estate that ends now, or ended when this file first asked for it: each `step`-th, from `first` on. */
export function someObjects(seed: string, step: number, first = 0): BucketObject[] {
  const estate = estates.get(seed) ?? [...makeEstate({ seed, now: new Date() })];
  estates.set(seed, estate);
  return estate.filter((_, index) => index % step === first);
}

/**
 * The last objects of another estate, as if they were delivered this minute whatever the time of day, in accounts and
 * regions that are among `known` already: new ones are looked for once an hour, and past days once a day.
 */
export function objectsOfNow(seed: string, known: readonly BucketObject[], count: number): BucketObject[] {
  const now = new Date();
  const placeOf = ({ key }: BucketObject) => /^.*?\/CloudTrail\/[^/]+\//.exec(key)?.[0];
  const places = new Set(known.map(placeOf).filter((place) => place !== undefined));
  const others = [...makeEstate({ seed, now })].filter((object) => places.has(placeOf(object) ?? ''));
  return others.slice(-count).map(({ key, body }) => ({ key: restamped(key, now.getTime()), body }));
}

function restamped(key: string, at: number): string {
  const [, organisationFolder, name = ''] = /^AWSLogs\/(o-[^/]+\/)?.*\/([^/]+)\.json\.gz$/.exec(key) ?? [];
  const file = readLogFileName(name);
  if (file === undefined) throw new Error(`${key} is no log file's key`);
  return logKey({ ...file, organisationFolder, at }, name.slice(name.lastIndexOf('_') + 1));
}

/** How many events a namespace holds, the very latest included. */
export async function countEvents(client: Client, namespace: string | undefined): Promise<number> {
  const index = `cloudtrail-events-${namespace}-*`;
  // one that has just been made has no shard yet, and while a source fetches another may be made at any time
  await client.cluster.health({ index, wait_for_status: 'yellow', timeout: '30s' });
  await client.indices.refresh({ index, allow_no_indices: true });
  return (await withRetries(() => client.count({ index, allow_no_indices: true }))).count;
}

/** As after their timeout: Task Manager then runs a source's tasks again while a former run still goes on, or is dead. */
export async function freeRunningTasks(client: Client, sourceId: string): Promise<void> {
  const found = await client.search<{ status: string; retryAt: number | null }>({ index: TASKS, size: 100 });
  for (const { _id: id, _source: task } of found.hits.hits) {
    if (id === undefined || !id.includes(sourceId) || task?.status !== 'running') continue;
    // a task that has changed meanwhile is not running any more
    await client.update({ index: TASKS, id, doc: { retryAt: 0 }, refresh: true }).catch(() => undefined);
  }
}
