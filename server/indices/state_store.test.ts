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
