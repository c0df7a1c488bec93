/** As much of Elasticsearch as the fetcher uses, in memory. */
import type { Client } from '@elastic/elasticsearch';
import type { JsonObject } from '../../server/cloudtrail/record';
import { isObject, objectAt } from '../../server/cloudtrail/record';

/** As the client throws it. */
export function responseError(statusCode: number, type: string): Error {
  return Object.assign(new Error('response error'), { meta: { statusCode, body: { error: { type } } } });
}

export interface Answer {
  readonly status: number;
  readonly type: string;
}

/** As much of Elasticsearch as the fetcher uses, with its compare-and-set, in memory. */
export class FakeElasticsearch {
  private readonly indices = new Map<string, Map<string, { source: JsonObject; seqNo: number }>>();
  private seqNo = 0;
  /** What happened, in order: `events <n>` when they are acknowledged, `state <id>`. */
  readonly log: string[] = [];
  /** A refusal of one document, where it gives one. */
  refuse: (index: string, source: JsonObject) => Answer | undefined = () => undefined;
  /** Called before a request with events is answered; may throw. */
  onEvents: () => void | Promise<void> = () => undefined;

  documents(index: string | RegExp): JsonObject[] {
    const isMeant = (name: string) => (typeof index === 'string' ? name === index : index.test(name));
    return [...this.indices]
      .filter(([name]) => isMeant(name))
      .flatMap(([, docs]) => [...docs.values()].map(({ source }) => source));
  }
  ids(index: string): string[] {
    return [...(this.indices.get(index)?.keys() ?? [])];
  }

  client(): Client {
    const client = {
      indices: {
        create: async ({ index }: { index: string }) => {
          if (this.indices.has(index)) throw responseError(400, 'resource_already_exists_exception');
          this.indices.set(index, new Map());
        },
        refresh: async () => undefined,
      },
      get: async ({ index, id }: { index: string; id: string }) => {
        const found = this.found(index, id);
        if (found === undefined) throw responseError(404, '');
        return found;
      },
      mget: async ({ index, ids }: { index: string; ids: readonly string[] }) => ({
        docs: ids.map((id) => this.found(index, id) ?? { _id: id, found: false }),
      }),
      index: async (request: {
        index: string;
        id: string;
        document: JsonObject;
        op_type?: string;
        if_seq_no?: number;
      }) => {
        const { index, id, document } = request;
        const found = this.indices.get(index)?.get(id);
        if (request.op_type === 'create' ? found !== undefined : found?.seqNo !== request.if_seq_no)
          throw responseError(409, 'version_conflict_engine_exception');
        this.log.push(`state ${id}`);
        return { _seq_no: this.store(index, id, document), _primary_term: 1 };
      },
      search: async ({ index, query }: { index: string; query: unknown }) => {
        const hits = this.ids(index)
          .map((id) => ({ _id: id, _source: this.indices.get(index)?.get(id)?.source }))
          .filter(({ _source }) => matches(query, _source ?? {}));
        return { hits: { total: { value: hits.length }, hits: structuredClone(hits) } };
      },
      count: async ({ index, query }: { index: string; query: unknown }) => ({
        count: this.documents(index).filter((source) => matches(query, source)).length,
      }),
      bulk: async (
        { operations }: { operations: Buffer | readonly JsonObject[] },
        options?: { signal: AbortSignal },
      ) => {
        options?.signal.throwIfAborted();
        const isEvents = Buffer.isBuffer(operations);
        const lines = isEvents
          ? operations
              .toString()
              .split('\n')
              .filter((line) => line !== '')
              .map((line) => JSON.parse(line) as JsonObject)
          : operations;
        if (isEvents) await this.onEvents();
        const items = this.bulkItems(lines);
        if (isEvents) this.log.push(`events ${items.length}`);
        return { items };
      },
    };
    return client as unknown as Client;
  }

  private found(index: string, id: string): object | undefined {
    const found = this.indices.get(index)?.get(id);
    if (found === undefined) return undefined;
    return { _id: id, _source: structuredClone(found.source), _seq_no: found.seqNo, _primary_term: 1 };
  }

  private bulkItems(lines: readonly JsonObject[]): object[] {
    const items: object[] = [];
    for (let i = 0; i < lines.length; i++) {
      const action = lines[i] ?? {};
      const { _index: index, _id: id } = objectAt(action['create'] ?? action['delete']) as {
        _index: string;
        _id: string;
      };
      if ('delete' in action) {
        this.indices.get(index)?.delete(id);
        items.push({ delete: { status: 200 } });
        continue;
      }
      const source = lines[++i] ?? {};
      const refusal = this.refuse(index, source);
      if (refusal !== undefined)
        items.push({ create: { status: refusal.status, error: { type: refusal.type } } });
      else if (this.indices.get(index)?.has(id) === true) items.push({ create: { status: 409 } });
      else {
        this.store(index, id, source);
        items.push({ create: { status: 201 } });
      }
    }
    return items;
  }

  private store(index: string, id: string, source: JsonObject): number {
    const documents = this.indices.get(index);
    if (documents === undefined) throw responseError(404, 'index_not_found_exception');
    documents.set(id, { source: structuredClone(source), seqNo: ++this.seqNo });
    return this.seqNo;
  }
}

/** `bool.filter`, `term` and `range.lt`. */
function matches(query: unknown, source: JsonObject): boolean {
  const { bool, exists, term, range } = objectAt(query);
  if (isObject(bool)) return (bool['filter'] as unknown[]).every((part) => matches(part, source));
  if (isObject(exists)) return (source[String(exists['field'])] ?? null) !== null;
  if (isObject(term)) return Object.entries(term).every(([field, value]) => source[field] === value);
  return Object.entries(objectAt(range)).every(
    ([field, bounds]) => String(source[field]) < String(objectAt(bounds)['lt']),
  );
}
