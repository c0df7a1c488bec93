import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { ElasticsearchError } from '../errors';
import { IndexCreator } from './ensure_index';
import { FailuresStore } from './failures_store';

const NOW = Date.UTC(2024, 0, 31, 12);
type Operation = { readonly create: { readonly _index: string; readonly _id: string } };

/** Failures in memory, by id. */
function fakeElasticsearch({ counted = 0, status = 0 } = {}) {
  const documents = new Map<string, unknown>();
  const client = {
    indices: { create: async () => undefined },
    count: async () => ({ count: counted + documents.size }),
    bulk: async ({ operations }: { operations: readonly unknown[] }) => {
      const items = [];
      for (let i = 0; i < operations.length; i += 2) {
        const { _index: index, _id: id } = (operations[i] as Operation).create;
        const isKnown = documents.has(id);
        if (!isKnown && status === 0) documents.set(id, { index, document: operations[i + 1] });
        items.push({ create: { status: status || (isKnown ? 409 : 201), error: { type: 'x' } } });
      }
      return { items };
    },
  };
  return { client: client as unknown as Client, documents };
}
function store(client: Client, sourceId = 'source-1') {
  return new FailuresStore(client, new IndexCreator(client), sourceId, 'default', () => NOW);
}
const failure = { reason: 'bad_gzip', message: 'The gzip data is damaged', key: 'AWSLogs/a.json.gz' };

describe('FailuresStore', () => {
  it('stores a failure once, however often it is met', async () => {
    const { client, documents } = fakeElasticsearch();
    expect(await store(client).write([failure])).toBe(1);
    expect(await store(client).write([failure, { ...failure, reason: 'bad_json' }])).toBe(0);
    expect(documents.size).toBe(1);
    expect([...documents.values()]).toEqual([
      {
        index: 'cloudtrail-failures-default',
        document: { '@timestamp': new Date(NOW).toISOString(), source_id: 'source-1', ...failure },
      },
    ]);
  });

  it('keeps sources, objects and records in one object apart', async () => {
    const { client, documents } = fakeElasticsearch();
    await store(client).write([
      failure,
      { ...failure, offset: 0 },
      { ...failure, offset: 12 },
      { ...failure, key: 'b' },
    ]);
    await store(client, 'source-2').write([failure]);
    expect(documents.size).toBe(5);
  });

  it('only counts what is beyond 10,000 of a source', async () => {
    const { client, documents } = fakeElasticsearch({ counted: 9_999 });
    expect(await store(client).write([failure])).toBe(1);
    expect(await store(client).write([{ ...failure, key: 'b' }])).toBe(1);
    expect(documents.size).toBe(1);
  });

  it('does not take a failure for stored that Elasticsearch refused', async () => {
    const { client } = fakeElasticsearch({ status: 429 });
    const error = await store(client)
      .write([failure])
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ElasticsearchError);
  });

  it('asks nothing for no failures', async () => {
    const client = {} as unknown as Client;
    expect(await store(client).write([])).toBe(0);
  });
});
