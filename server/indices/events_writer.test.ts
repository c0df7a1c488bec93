import type { Client } from '@elastic/elasticsearch';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ElasticsearchError } from '../errors';
import { IndexCreator } from './ensure_index';
import { DOCUMENT_START } from '../documents/to_document';
import type { WrittenDocument } from './events_writer';
import { EventsWriter } from './events_writer';
import { WriteWindow } from './write_window';

const NOW = Date.UTC(2024, 0, 31, 12);

interface Item {
  readonly status: number;
  readonly type?: string;
}
/** What a bulk request gets: a status for each id, or an error that the client throws. */
type Respond = (ids: readonly string[], attempt: number) => readonly Item[] | Error;

function responseError(statusCode: number | undefined, type = ''): Error {
  const meta =
    statusCode === undefined ? {} : { statusCode, body: { error: { type, reason: 'secret reason' } } };
  const name = statusCode === undefined ? 'ConnectionError' : 'ResponseError';
  return Object.assign(new Error('as the client says it'), { name, meta });
}

/** An Elasticsearch that answers bulk requests as it is told, and keeps what it was sent. */
function fakeElasticsearch(respond: Respond) {
  const bodies: string[] = [];
  const created: string[] = [];
  const client = {
    indices: {
      create: async ({ index }: { index: string }) => {
        created.push(index);
      },
    },
    bulk: async ({ operations }: { operations: Buffer }) => {
      const body = operations.toString();
      bodies.push(body);
      const ids = [...body.matchAll(/^\{"create":\{"_index":"[^"]*","_id":"([^"]*)"\}\}$/gm)].map(
        ([, id]) => id ?? '',
      );
      const answer = respond(ids, bodies.length);
      if (answer instanceof Error) throw answer;
      return {
        items: answer.map(({ status, type }) => ({
          create: { status, error: type === undefined ? undefined : { type } },
        })),
      };
    },
  };
  return { client: client as unknown as Client, bodies, created };
}

function document(id: string, time = NOW, more: object = {}): WrittenDocument {
  const source = { event: { kind: 'event', id }, '@timestamp': new Date(time).toISOString(), ...more };
  return { id, time, rest: Buffer.from(JSON.stringify(source).slice(DOCUMENT_START.length)) };
}
const documents = (count: number) => Array.from({ length: count }, (_, i) => document(`id${i}`));
const all = (ids: readonly string[], status: number, type?: string) => ids.map(() => ({ status, type }));

let clock = NOW;
function writer(client: Client, signal = new AbortController().signal, window = new WriteWindow()) {
  return new EventsWriter(client, new IndexCreator(client), 'default', signal, () => clock, window);
}
/** Documents of about 100 KB each. */
const largeDocuments = (count: number) =>
  Array.from({ length: count }, (_, i) => document(`id${i}`, NOW, { text: 'x'.repeat(100_000) }));
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  return error instanceof ElasticsearchError ? error.code : String(error);
}
function stampsOf(body: string): string[] {
  return [...body.matchAll(/"ingested":"([^"]+)"/g)].map(([, stamp]) => stamp ?? '');
}

describe('EventsWriter', () => {
  // pauses between tries pass at once
  beforeEach(() => {
    clock = NOW;
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => vi.restoreAllMocks());

  it('gives a verdict for each event, in order', async () => {
    const statuses = [201, 409, 400, 201];
    const { client } = fakeElasticsearch((ids) =>
      ids.map((_, i) => ({
        status: statuses[i] ?? 500,
        type: statuses[i] === 400 ? 'document_parsing_exception' : undefined,
      })),
    );
    expect(await writer(client).write(documents(4))).toEqual([
      { kind: 'created' },
      { kind: 'known' },
      { kind: 'refused', reason: 'document_parsing_exception' },
      { kind: 'created' },
    ]);
  });

  it('writes to the index of the month in which the event happened, by its own id (pain 21)', async () => {
    const { client, bodies, created } = fakeElasticsearch((ids) => all(ids, 201));
    await writer(client).write([
      document('a', Date.UTC(2023, 11, 31, 23, 59, 59)),
      document('b', Date.UTC(2024, 0, 1)),
      document('c'),
    ]);
    expect(created).toEqual(['cloudtrail-events-default-2023.12', 'cloudtrail-events-default-2024.01']);
    expect(bodies[0]).toContain('{"create":{"_index":"cloudtrail-events-default-2023.12","_id":"a"}}\n');
    expect(bodies[0]).toContain('{"create":{"_index":"cloudtrail-events-default-2024.01","_id":"b"}}\n');
  });

  it('sends lines of JSON that are the document with the two stamps', async () => {
    const { client, bodies } = fakeElasticsearch((ids) => all(ids, 201));
    await writer(client).write([document('a')]);
    const lines = bodies[0]?.split('\n') ?? [];
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('');
    const at = new Date(NOW).toISOString();
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      event: { kind: 'event', id: 'a', created: at, ingested: at },
      '@timestamp': at,
    });
  });

  it('stamps event.ingested anew at each attempt (pain 25)', async () => {
    const { client, bodies } = fakeElasticsearch((ids, attempt) => {
      clock += 5000;
      return attempt < 3 ? responseError(429) : all(ids, 201);
    });
    await writer(client).write([document('a')]);
    expect(bodies.flatMap(stampsOf)).toEqual([0, 5000, 10_000].map((ms) => new Date(NOW + ms).toISOString()));
  });

  it.each([[429], [502], [503], [504], [undefined]])(
    'tries again after %s, up to six times',
    async (status) => {
      const again = fakeElasticsearch((ids, attempt) =>
        attempt < 6 ? responseError(status) : all(ids, 201),
      );
      expect(await writer(again.client).write(documents(2))).toEqual([
        { kind: 'created' },
        { kind: 'created' },
      ]);
      expect(again.bodies).toHaveLength(6);
      const never = fakeElasticsearch(() => responseError(status));
      expect(await codeOf(writer(never.client).write(documents(2)))).toMatch(
        /elasticsearch_(overloaded|unreachable)/,
      );
      expect(never.bodies).toHaveLength(6);
    },
  );

  it('tries again only those that were not taken for want of room, and keeps each verdict in its place', async () => {
    const sent: (readonly string[])[] = [];
    const { client } = fakeElasticsearch((ids, attempt) => {
      sent.push(ids);
      return ids.map((id) =>
        attempt === 1 && id !== 'id1'
          ? { status: 429, type: 'es_rejected_execution_exception' }
          : { status: id === 'id2' ? 409 : 201 },
      );
    });
    expect(await writer(client).write(documents(3))).toEqual([
      { kind: 'created' },
      { kind: 'created' },
      { kind: 'known' },
    ]);
    expect(sent).toEqual([
      ['id0', 'id1', 'id2'],
      ['id0', 'id2'],
    ]);
  });

  it('pauses at random up to 0.5, then 1, then 2 seconds', async () => {
    // a tenth of the longest pauses: 50, 100 and 200 ms
    vi.spyOn(Math, 'random').mockReturnValue(0.1);
    const { client } = fakeElasticsearch((ids, attempt) =>
      attempt < 4 ? responseError(503) : all(ids, 201),
    );
    const before = performance.now();
    await writer(client).write(documents(1));
    expect(performance.now() - before).toBeGreaterThanOrEqual(345);
  });

  it.each([
    [403, 'security_exception', 'elasticsearch_forbidden'],
    [401, 'security_exception', 'elasticsearch_key_refused'],
    [403, 'cluster_block_exception', 'elasticsearch_blocked'],
    [400, 'index_closed_exception', 'elasticsearch_blocked'],
    [500, 'internal', 'elasticsearch_unreachable'],
  ])('stops at once at an item with %i %s, which is no fault of the event', async (status, type, code) => {
    const { client, bodies } = fakeElasticsearch((ids) => all(ids, status, type));
    expect(await codeOf(writer(client).write(documents(1)))).toBe(code);
    expect(bodies).toHaveLength(1);
  });

  it.each([
    [401, 'elasticsearch_key_refused'],
    [403, 'elasticsearch_forbidden'],
  ])('stops at once at an answer of %i', async (status, code) => {
    const { client, bodies } = fakeElasticsearch(() => responseError(status));
    expect(await codeOf(writer(client).write(documents(1)))).toBe(code);
    expect(bodies).toHaveLength(1);
  });

  it('refuses an event that is too large alone, and writes those that came with it', async () => {
    const { client } = fakeElasticsearch((ids) => (ids.includes('id1') ? responseError(413) : all(ids, 201)));
    const events = [document('id0'), document('id1', NOW, { text: 'x'.repeat(300_000) }), document('id2')];
    expect(await writer(client).write(events)).toEqual([
      { kind: 'created' },
      { kind: 'refused', reason: 'content_too_large' },
      { kind: 'created' },
    ]);
  });

  it('stops where a proxy finds each event too large', async () => {
    const { client } = fakeElasticsearch(() => responseError(413));
    const write = writer(client);
    const each = async () => codeOf(write.write(documents(1)));
    const codes = [];
    for (let i = 0; i < 20; i++) codes.push(await each());
    expect(codes.at(-1)).toBe('elasticsearch_too_many_refused');
  });

  it('stops when more than a fifth of a run is refused, over all its writes', async () => {
    const { client } = fakeElasticsearch((ids) =>
      ids.map((id) => (id < 'id5' ? { status: 400, type: 'mapper_parsing_exception' } : { status: 201 })),
    );
    const tooMany = writer(client);
    // 5 of 10 are refused, but ten are too few to tell
    expect(await tooMany.write(documents(10))).toHaveLength(10);
    expect(await codeOf(tooMany.write(documents(10)))).toBe('elasticsearch_too_many_refused');
  });

  it('goes on with a fifth or less refused', async () => {
    const { client } = fakeElasticsearch((ids) =>
      ids.map((_, i) => ({ status: i < 4 ? 400 : 201, type: i < 4 ? 'x' : undefined })),
    );
    expect((await writer(client).write(documents(20))).filter(({ kind }) => kind === 'refused')).toHaveLength(
      4,
    );
  });

  it('ends with the reason of the abort, without another try', async () => {
    const controller = new AbortController();
    const { client, bodies } = fakeElasticsearch(() => {
      controller.abort(new Error('Kibana stops'));
      return responseError(undefined);
    });
    await expect(writer(client, controller.signal).write(documents(1))).rejects.toThrow('Kibana stops');
    expect(bodies).toHaveLength(1);
  });

  it('takes an answer without errors for all created, whether or not it names them', async () => {
    const client = { indices: { create: async () => undefined }, bulk: async () => ({ errors: false }) };
    expect(await writer(client as unknown as Client).write(documents(3))).toEqual(
      Array(3).fill({ kind: 'created' }),
    );
  });

  it('sends many bytes in as few requests of at most 1.25 MiB as that takes, of about one size, and keeps each verdict in its place', async () => {
    const { client, bodies } = fakeElasticsearch((ids) =>
      ids.map((id) => ({ status: Number(id.slice(2)) % 3 === 0 ? 409 : 201 })),
    );
    const verdicts = await writer(client).write(largeDocuments(100));
    expect(verdicts.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 100 }, (_, i) => (i % 3 === 0 ? 'known' : 'created')),
    );
    // thirteen fit into one
    expect(bodies).toHaveLength(8);
    const sizes = bodies.map((body) => body.length);
    expect(Math.max(...sizes)).toBeLessThan(1.25 * 1024 * 1024);
    expect(Math.min(...sizes) / Math.max(...sizes)).toBeGreaterThan(0.65);
  });

  it.each([
    ['the whole answer', (ids: readonly string[]) => (ids.length > 5 ? responseError(429) : all(ids, 201))],
    [
      'single items',
      (ids: readonly string[]) =>
        ids.map((_, i) =>
          i < 5 ? { status: 201 } : { status: 429, type: 'es_rejected_execution_exception' },
        ),
    ],
    ['a proxy', (ids: readonly string[]) => (ids.length > 5 ? responseError(413) : all(ids, 201))],
    [
      'a lost connection',
      (ids: readonly string[]) => (ids.length > 5 ? responseError(undefined) : all(ids, 201)),
    ],
  ])(
    'halves its requests until they are taken when %s says that they are too much',
    async (_who, respond) => {
      const sizes: number[] = [];
      const atOnce: number[] = [];
      const window = new WriteWindow();
      const { client } = fakeElasticsearch((ids) => {
        sizes.push(ids.length);
        atOnce.push(window.requestsAtOnce);
        return respond(ids);
      });
      const write = writer(client, undefined, window);
      expect(await write.write(largeDocuments(10))).toEqual(Array(10).fill({ kind: 'created' }));
      expect(sizes[0]).toBe(10);
      expect(sizes.at(-1)).toBeLessThanOrEqual(5);
      expect([atOnce[0], Math.min(...atOnce)]).toEqual([2, 1]);
      const bytesThen = window.requestBytes;
      expect(bytesThen).toBeLessThan(1024 * 1024);
      for (let i = 0; i < 12; i++) await write.write(documents(1));
      expect(window.requestsAtOnce).toBeGreaterThan(1);
      expect(window.requestBytes).toBeGreaterThan(bytesThen);
    },
  );

  it('has never more requests under way than the window lets, over all writes of all runs', async () => {
    let underWay = 0;
    let most = 0;
    const { client } = fakeElasticsearch((ids) => all(ids, 201));
    const { bulk } = client as unknown as { bulk: (request: unknown) => Promise<unknown> };
    const slow = {
      ...client,
      bulk: async (request: unknown) => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setTimeout(resolve, 5));
        underWay--;
        return bulk(request);
      },
    } as unknown as Client;
    const window = new WriteWindow();
    const runs = [writer(slow, undefined, window), writer(slow, undefined, window)];
    await Promise.all(runs.flatMap((run) => [run.write(largeDocuments(90)), run.write(largeDocuments(90))]));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('sends nothing more of a write of which a part was refused', async () => {
    const { client, bodies } = fakeElasticsearch(() => responseError(403));
    expect(await codeOf(writer(client).write(largeDocuments(200)))).toBe('elasticsearch_forbidden');
    expect(bodies).toHaveLength(2);
  });

  it('does not take a mistake of ours for a lost connection', async () => {
    const { client, bodies } = fakeElasticsearch(() => new TypeError('our mistake'));
    await expect(writer(client).write(documents(1))).rejects.toThrow('our mistake');
    expect(bodies).toHaveLength(1);
  });

  it('asks nothing for no events', async () => {
    const { client, bodies } = fakeElasticsearch((ids) => all(ids, 201));
    expect(await writer(client).write([])).toEqual([]);
    expect(bodies).toEqual([]);
  });
});

describe('IndexCreator', () => {
  it('creates an index once, and takes one that is there for made', async () => {
    let calls = 0;
    const client = {
      indices: {
        create: async () => {
          calls++;
          throw responseError(400, 'resource_already_exists_exception');
        },
      },
    } as unknown as Client;
    const indices = new IndexCreator(client);
    await indices.ensure('a');
    await indices.ensure('a');
    expect(calls).toBe(1);
    indices.forget('a');
    await indices.ensure('a');
    expect(calls).toBe(2);
  });

  it('says what Elasticsearch refuses, and asks again the next time', async () => {
    let calls = 0;
    const client = {
      indices: {
        create: async () => {
          calls++;
          throw responseError(400, 'validation_exception');
        },
      },
    } as unknown as Client;
    const indices = new IndexCreator(client);
    expect(await codeOf(indices.ensure('a'))).toBe('elasticsearch_other');
    expect(await codeOf(indices.ensure('a'))).toBe('elasticsearch_other');
    expect(calls).toBe(2);
  });
});
