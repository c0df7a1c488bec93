import type { Client } from '@elastic/elasticsearch';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ElasticsearchError } from '../errors';
import { IndexCreator } from './ensure_index';
import type { StateDocument } from './state_store';
import { StateStore } from './state_store';

interface Note extends StateDocument {
  readonly owner: string;
}
const note = (owner: string): Note => ({ kind: 'note', source_id: 's', owner });

/** One state document with its compare-and-set. */
class FakeElasticsearch {
  private stored: { value: unknown; seqNo: number } | undefined;
  writes = 0;
  /** Loses the answer of the next write, before or after it is done. */
  loseAnswer: 'never' | 'before' | 'after' = 'never';
  /** Called between a write whose answer is lost and the next. */
  meanwhile: () => void = () => undefined;

  put(value: unknown): void {
    this.stored = { value, seqNo: (this.stored?.seqNo ?? -1) + 1 };
  }

  store(): StateStore {
    const client = {
      get: async () => {
        if (this.stored === undefined) throw this.error('ResponseError', 404);
        return { _source: this.stored.value, _seq_no: this.stored.seqNo, _primary_term: 1 };
      },
      index: async ({ document, if_seq_no: expected }: { document: unknown; if_seq_no?: number }) => {
        this.writes++;
        const { loseAnswer } = this;
        this.loseAnswer = 'never';
        if (loseAnswer === 'before') throw this.error('ConnectionError');
        if (this.stored?.seqNo !== expected) throw this.error('ResponseError', 409);
        this.put(structuredClone(document));
        if (loseAnswer === 'after') {
          this.meanwhile();
          throw this.error('ConnectionError');
        }
        return { _seq_no: this.stored?.seqNo, _primary_term: 1 };
      },
    } as unknown as Client;
    return new StateStore(client, new IndexCreator(client));
  }

  private error(name: string, statusCode?: number): Error {
    return Object.assign(new Error(name), { name, meta: { statusCode } });
  }
}

describe('StateStore.put', () => {
  // pauses between tries pass at once
  beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
  afterEach(() => void vi.restoreAllMocks());

  it('stores each next version, and says when somebody else was first', async () => {
    const fake = new FakeElasticsearch();
    const store = fake.store();
    const first = await store.put('id', note('a'), undefined);
    const second = await store.put('id', note('b'), first);
    expect(second?.value).toEqual(note('b'));
    expect(await store.put('id', note('c'), first)).toBeUndefined();
    expect(await store.put('id', note('c'), undefined)).toBeUndefined();
    expect((await store.get<Note>('id'))?.value.owner).toBe('b');
  });

  it.each(['before', 'after'] as const)('succeeds when the answer is lost %s the write', async (when) => {
    const fake = new FakeElasticsearch();
    const store = fake.store();
    const first = await store.put('id', note('a'), undefined);
    fake.loseAnswer = when;
    const second = await store.put('id', note('b'), first);
    expect(fake.writes).toBe(3);
    expect(second?.value).toEqual(note('b'));
    // its version is the one that was written
    expect(await store.put('id', note('c'), second)).toBeDefined();
  });

  it('says that somebody else was first when the answer is lost and another has written since', async () => {
    const fake = new FakeElasticsearch();
    const store = fake.store();
    const first = await store.put('id', note('a'), undefined);
    fake.loseAnswer = 'after';
    fake.meanwhile = () => fake.put(note('somebody else'));
    expect(await store.put('id', note('b'), first)).toBeUndefined();
  });
});

describe('StateStore.change', () => {
  it('begins a document, and adds to it what several add at once', async () => {
    const store = new FakeElasticsearch().store();
    const add = (owner: string) =>
      store.change<Note>('id', (before) => note([before?.owner ?? '', owner].join('')));
    expect(await Promise.all(['a', 'b', 'c'].map(add))).toEqual([true, true, true]);
    expect([...((await store.get<Note>('id'))?.value.owner ?? '')].sort()).toEqual(['a', 'b', 'c']);
  });

  it('gives up where others are quicker each time', async () => {
    const fake = new FakeElasticsearch();
    let tries = 0;
    const isChanged = await fake.store().change<Note>('id', () => {
      fake.put(note('somebody else'));
      return note(`${++tries}`);
    });
    expect([isChanged, tries]).toEqual([false, 10]);
  });
});

describe('StateStore.getAll', () => {
  // pauses between tries pass at once
  beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
  afterEach(() => void vi.restoreAllMocks());

  /** The shard of the second of two documents is away for so many requests. */
  function storeOf(requestsAway: number) {
    let requests = 0;
    const client = {
      mget: async () => {
        const error = { type: 'no_shard_available_action_exception', reason: 'secret reason' };
        const found = { _id: 'b', _source: note('b'), _seq_no: 2, _primary_term: 1 };
        return {
          docs: [{ _id: 'a', found: false }, ++requests > requestsAway ? found : { _id: 'b', error }],
        };
      },
    } as unknown as Client;
    return new StateStore(client, new IndexCreator(client));
  }

  it('asks again for a document whose shard is away', async () => {
    const [a, b] = await storeOf(2).getAll<Note>(['a', 'b']);
    expect([a, b?.value]).toEqual([undefined, note('b')]);
  });

  it('says that Elasticsearch is away when the shard stays away', async () => {
    const error = await storeOf(Infinity)
      .getAll(['a', 'b'])
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ElasticsearchError);
    expect((error as ElasticsearchError).code).toBe('elasticsearch_unreachable');
  });
});

/** So many state documents, of which a search gives at most 10,000 in order of their last change. */
function manyDocuments(count: number) {
  let ids = Array.from({ length: count }, (_, i) => `ar:${String(i).padStart(5, '0')}`);
  const log: string[] = [];
  const read = new Set<string>();
  const client = {
    indices: { refresh: async () => void log.push('refresh') },
    search: async ({ size, _source, search_after: [after = ''] = [] }: SearchRequest) => {
      read.add(JSON.stringify(_source));
      const hits = ids.filter((id) => id > after).slice(0, size);
      log.push(`search ${hits.length}`);
      return { hits: { hits: hits.map((id) => ({ _id: id, _source: {}, sort: [id] })) } };
    },
    bulk: async ({ operations }: { operations: readonly { delete: { _id: string } }[] }) => {
      log.push(`delete ${operations.length}`);
      const gone = new Set(operations.map((each) => each.delete._id));
      ids = ids.filter((id) => !gone.has(id));
      return { items: operations.map(() => ({ delete: { status: 200 } })) };
    },
  } as unknown as Client;
  return { store: new StateStore(client, new IndexCreator(client)), log, read, left: () => ids };
}

interface SearchRequest {
  readonly size: number;
  readonly _source?: object;
  readonly search_after?: readonly string[];
}

describe('StateStore', () => {
  it('deletes all of a source page by page, and reads none of the keys that its days hold', async () => {
    const { store, log, read, left } = manyDocuments(10_002);
    await store.deleteSource('s');
    expect(left()).toEqual([]);
    expect(log).toEqual([
      'refresh',
      'search 10000',
      'delete 10000',
      'search 2',
      'delete 2',
      'refresh',
      'search 0',
    ]);
    expect([...read]).toEqual(['{"includes":["kind"]}']);
  });

  it('drops old days in the same way, but for those to be kept', async () => {
    const { store, log, read, left } = manyDocuments(10_002);
    await store.deleteDaysBefore('ar', '2024-01-31', ['00000', '10001']);
    expect(left()).toEqual(['ar:00000', 'ar:10001']);
    expect(log).toEqual(['search 10000', 'delete 9999', 'search 2', 'delete 1']);
    expect([...read]).toEqual(['{"includes":["kind"]}']);
  });
});
