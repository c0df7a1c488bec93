/** Small documents in which the fetcher keeps what it has done, changed by compare-and-set only. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { STATE_INDEX } from '../../common/ids';
import { ElasticsearchError } from '../errors';
import {
  fromBulkItem,
  isWorthRetrying,
  statusOf,
  throwIfRefused,
  toElasticsearchError,
} from './elasticsearch_errors';
import type { IndexCreator } from './ensure_index';
import { call, withRetries } from './retries';

const PAGE = 10_000;
const READING = 'reading the state of a source';
const DELETING = 'deleting the state of a source';
const UNAVAILABLE = 503;
/** Slices are few: whoever loses is soon alone. */
const MAX_TRIES = 10;

/** A state document and the version that a change of it must name. */
export interface Stored<T> {
  readonly id: string;
  readonly value: T;
  readonly version: { readonly seqNo: number; readonly primaryTerm: number };
}

export interface StateDocument {
  readonly kind: string;
  readonly source_id: string;
}

type Fields = readonly string[] | { readonly without: readonly string[] };

/** Reads by id are up to date; `find` may lag a second behind unless refreshed. */
export class StateStore {
  constructor(
    private readonly client: Client,
    private readonly indices: IndexCreator,
  ) {}

  /** Returns when the state index exists. */
  async prepare(): Promise<void> {
    await this.indices.ensure(STATE_INDEX);
  }

  /** Undefined where there is none. */
  async get<T extends StateDocument>(id: string): Promise<Stored<T> | undefined> {
    try {
      const answer = await withRetries(() => this.client.get<T>({ index: STATE_INDEX, id }));
      return toStored(id, answer);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw toElasticsearchError(error, READING);
    }
  }

  /** The same of several, in their order. */
  async getAll<T extends StateDocument>(ids: readonly string[]): Promise<readonly (Stored<T> | undefined)[]> {
    if (ids.length === 0) return [];
    const docs = await call(READING, () => this.askForAll<T>(ids), { isWorthIt });
    return docs.map((doc) => toStored(doc._id, doc));
  }

  /** A shard that is away is an error of its documents only: the answer itself is a 200. */
  private async askForAll<T>(ids: readonly string[]): Promise<readonly estypes.GetGetResult<T>[]> {
    const { docs } = await this.client.mget<T>({ index: STATE_INDEX, ids: [...ids] });
    return docs.map((doc) => {
      if ('error' in doc) throw fromBulkItem(UNAVAILABLE, doc.error.type, READING);
      return doc;
    });
  }

  /** Stores a new document (`previous` undefined) or the next version of one; undefined when somebody else was first. */
  async put<T extends StateDocument>(
    id: string,
    value: T,
    previous: Stored<T> | undefined,
  ): Promise<Stored<T> | undefined> {
    try {
      const condition =
        previous === undefined
          ? { op_type: 'create' as const }
          : { if_seq_no: previous.version.seqNo, if_primary_term: previous.version.primaryTerm };
      const answer = await withRetries(() =>
        this.client.index({ index: STATE_INDEX, id, document: value, ...condition }),
      );
      const version = { seqNo: answer._seq_no ?? 0, primaryTerm: answer._primary_term ?? 0 };
      return { id, value, version };
    } catch (error) {
      if (statusOf(error) === 409) return this.ifWritten(id, value);
      throw toElasticsearchError(error, 'writing the state of a source');
    }
  }

  /**
   * Stores what `next` makes of a document, from undefined where there is none; again when somebody else was first. False
   * where others were quicker each time.
   */
  async change<T extends StateDocument>(id: string, next: (before: T | undefined) => T): Promise<boolean> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const stored = await this.get<T>(id);
      if ((await this.put(id, next(stored?.value), stored)) !== undefined) return true;
    }
    return false;
  }

  /** After a conflict: a write whose answer was lost is tried again, and then meets itself. */
  private async ifWritten<T extends StateDocument>(id: string, value: T): Promise<Stored<T> | undefined> {
    const found = await this.get<T>(id);
    return JSON.stringify(found?.value) === JSON.stringify(value) ? found : undefined;
  }

  /** All documents of a kind that a source has; of each only `fields`, where they are named, or all but those `without`. */
  async find<T extends StateDocument>(
    kind: T['kind'],
    sourceId: string,
    fields?: readonly (string & keyof T)[] | { readonly without: readonly (string & keyof T)[] },
  ): Promise<readonly { readonly id: string; readonly value: T }[]> {
    const query = { bool: { filter: [{ term: { kind } }, { term: { source_id: sourceId } }] } };
    return this.search<T>(query, fields);
  }

  /** Nothing happens where there is none. */
  async delete(ids: readonly string[]): Promise<void> {
    await this.deleteAll(ids);
  }

  /** Drops the day documents of one account × region that are older than a day (`2024-01-31`), but for `kept`. */
  async deleteDaysBefore(accountRegionId: string, day: string, kept: readonly string[] = []): Promise<void> {
    const old = {
      bool: {
        filter: [
          { term: { kind: 'day' } },
          { term: { account_region_id: accountRegionId } },
          { range: { day: { lt: day } } },
        ],
      },
    };
    await this.deleteFound(old, (id) => kept.some((each) => id.endsWith(`:${each}`)));
  }

  /** Drops all that is kept of one source. */
  async deleteSource(sourceId: string): Promise<void> {
    do await this.refresh();
    while ((await this.deleteFound({ term: { source_id: sourceId } })) > 0);
  }

  /** Makes what was written visible to `find`. */
  async refresh(): Promise<void> {
    await call(READING, () => this.client.indices.refresh({ index: STATE_INDEX, ignore_unavailable: true }));
  }

  /** All that fit, in order of their last change: what changes meanwhile moves to the end and is met there. */
  private async search<T extends StateDocument>(
    query: estypes.QueryDslQueryContainer,
    fields?: Fields,
  ): Promise<readonly { readonly id: string; readonly value: T }[]> {
    const found = new Map<string, T>();
    for await (const hits of this.pages<T>(query, fields)) {
      for (const { _id: id, _source: value } of hits) {
        if (id !== undefined && value !== undefined) found.set(id, value);
      }
    }
    return [...found].map(([id, value]) => ({ id, value }));
  }

  /** Page by page, without what the documents hold: there may be gigabytes. Gives how many there were, but for those kept. */
  private async deleteFound(
    query: estypes.QueryDslQueryContainer,
    isKept: (id: string) => boolean = () => false,
  ): Promise<number> {
    let count = 0;
    for await (const hits of this.pages(query, ['kind'])) {
      const ids = hits.flatMap(({ _id: id }) => (id === undefined || isKept(id) ? [] : id));
      await this.deleteAll(ids);
      count += ids.length;
    }
    return count;
  }

  private async *pages<T>(
    query: estypes.QueryDslQueryContainer,
    fields?: Fields,
  ): AsyncGenerator<readonly estypes.SearchHit<T>[]> {
    let after: estypes.SortResults | undefined;
    do {
      const hits = await this.searchPage<T>(query, after, fields);
      yield hits;
      after = hits.length === PAGE ? hits.at(-1)?.sort : undefined;
    } while (after !== undefined);
  }

  private async searchPage<T>(
    query: estypes.QueryDslQueryContainer,
    after: estypes.SortResults | undefined,
    fields?: Fields,
  ): Promise<readonly estypes.SearchHit<T>[]> {
    const answer = await call(READING, () =>
      this.client.search<T>({
        index: STATE_INDEX,
        ignore_unavailable: true,
        query,
        size: PAGE,
        sort: [{ _seq_no: 'asc' }],
        ...(fields === undefined ? {} : { _source: sourceFilter(fields) }),
        ...(after === undefined ? {} : { search_after: after }),
      }),
    );
    return answer.hits.hits;
  }

  private async deleteAll(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const operations = ids.map((id) => ({ delete: { _index: STATE_INDEX, _id: id } }));
    throwIfRefused(await call(DELETING, () => this.client.bulk({ operations })), DELETING);
  }
}

function isWorthIt(error: unknown): boolean {
  return error instanceof ElasticsearchError || isWorthRetrying(error);
}

function toStored<T>(
  id: string,
  { _source: value, _seq_no: seqNo, _primary_term: primaryTerm }: estypes.GetGetResult<T>,
): Stored<T> | undefined {
  if (value === undefined || seqNo === undefined || primaryTerm === undefined) return undefined;
  return { id, value, version: { seqNo, primaryTerm } };
}

function sourceFilter(fields: Fields): estypes.SearchSourceConfig {
  return 'without' in fields ? { excludes: [...fields.without] } : { includes: [...fields] };
}
