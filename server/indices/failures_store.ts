/** What could not be taken in, and why: one small document for each object or record. */
import { createHash } from 'node:crypto';
import type { Client, estypes } from '@elastic/elasticsearch';
import type { FailuresResponse } from '../../common/sources';
import { SourceError } from '../errors';
import { fixOf } from './failure_fixes';
import { fromBulkItem } from './elasticsearch_errors';
import type { IndexCreator } from './ensure_index';
import { failuresIndex } from './index_names';
import { call } from './retries';

/** Kept of one source; beyond it failures are only counted. */
const MAX_FAILURES_OF_A_SOURCE = 10_000;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const PAGE = 1000;
const DOING = 'writing failures';
/** One after the other whatever their number: key and offset together are a failure's own. */
const NEWEST_FIRST: estypes.Sort = [
  { '@timestamp': 'desc' },
  { key: 'asc' },
  { offset: { order: 'asc', missing: -1 } },
];
const BY_KEY: estypes.Sort = [{ key: 'asc' }, { offset: { order: 'asc', missing: -1 } }];

export interface Failure {
  /** Code of an ObjectError. */
  readonly reason: string;
  readonly message: string;
  readonly key: string;
  /** Absent where the whole object is meant. */
  readonly offset?: number;
  /** The record's text; kept so that it can be looked at without S3. */
  readonly raw?: string;
}

interface StoredFailure extends Failure {
  readonly '@timestamp': string;
  readonly source_id: string;
  /** Somebody wants it tried again; the next run does so. */
  readonly retry_requested_at?: string | null;
}

/** A failure that is to be tried again. */
export interface MarkedFailure {
  readonly id: string;
  readonly key: string;
  readonly offset?: number;
}

/** What came of trying again. */
export interface FailedAgain extends Pick<Failure, 'reason' | 'message'> {
  readonly id: string;
}

export interface FailuresPage {
  readonly size: number;
  /** The `after` of the page before; undefined for the first. */
  readonly after?: string;
}

/** The failures of one source. */
export class FailuresStore {
  constructor(
    private readonly client: Client,
    private readonly indices: IndexCreator,
    private readonly sourceId: string,
    private readonly namespace: string,
    /** ms since the epoch */
    private readonly now: () => number,
  ) {}

  /** Stores them, each once however often it is met; gives how many are new. Throws ElasticsearchError. */
  async write(failures: readonly Failure[]): Promise<number> {
    if (failures.length === 0) return 0;
    const index = failuresIndex(this.namespace);
    await this.indices.ensure(index);
    if ((await this.count()) + failures.length > MAX_FAILURES_OF_A_SOURCE) return failures.length;
    const at = new Date(this.now()).toISOString();
    const operations = failures.flatMap((failure) => [
      { create: { _index: index, _id: failureId(this.sourceId, failure) } },
      { '@timestamp': at, source_id: this.sourceId, ...failure } satisfies StoredFailure,
    ]);
    const answer = await call(DOING, () => this.client.bulk({ operations, refresh: true }));
    let created = 0;
    for (const { create } of answer.items) {
      const status = create?.status ?? 500;
      if (status === 201) created++;
      else if (status !== 409) throw fromBulkItem(status, create?.error?.type ?? '', DOING);
    }
    return created;
  }

  /** The newest first, a page at a time. Throws SourceError for an `after` that is none of ours. */
  async list({ size, after }: FailuresPage): Promise<FailuresResponse> {
    const answer = await call('reading failures', () =>
      this.client.search<StoredFailure, { reasons: estypes.AggregationsStringTermsAggregate }>({
        index: failuresIndex(this.namespace),
        ignore_unavailable: true,
        query: this.ofSource(),
        sort: NEWEST_FIRST,
        search_after: after === undefined ? undefined : fromCursor(after),
        size,
        track_total_hits: true,
        aggs: { reasons: { terms: { field: 'reason', size: 100 } } },
      }),
    );
    const { hits } = answer.hits;
    const buckets = answer.aggregations?.reasons.buckets;
    const last = hits.length === size ? hits.at(-1)?.sort : undefined;
    return {
      total: totalOf(answer.hits.total),
      reasons: (Array.isArray(buckets) ? buckets : []).map(
        (bucket: estypes.AggregationsStringTermsBucket) => ({
          reason: String(bucket.key),
          count: bucket.doc_count,
        }),
      ),
      failures: hits.flatMap(({ _id: id, _source: source }) => {
        if (id === undefined || source === undefined) return [];
        const { '@timestamp': failedAt, reason, message, key, offset, retry_requested_at: retryAt } = source;
        const shown = { id, at: failedAt, reason, message, fix: fixOf(reason), key, offset };
        return [{ ...shown, retry_requested_at: retryAt ?? null }];
      }),
      after: last === undefined ? null : toCursor(last),
    };
  }

  /** Marks those of `ids` that are the source's, or all of it, to be tried again by the next run; gives how many. */
  async requestRetry(ids: readonly string[] | undefined): Promise<number> {
    const doc = { retry_requested_at: new Date(this.now()).toISOString() };
    return this.change('marking failures', ids, (id) => [{ update: this.at(id) }, { doc }]);
  }

  /** Drops those of `ids` that are the source's, or all of it; gives how many. */
  async dismiss(ids: readonly string[] | undefined): Promise<number> {
    return this.change('dismissing failures', ids, (id) => [{ delete: this.at(id) }]);
  }

  /** Those to be tried again, by key, at most `size`; from after one of them on. */
  async marked(size: number, after?: MarkedFailure): Promise<readonly MarkedFailure[]> {
    const answer = await call('reading failures', () =>
      this.client.search<StoredFailure>({
        index: failuresIndex(this.namespace),
        ignore_unavailable: true,
        query: { bool: { filter: [this.ofSource(), { exists: { field: 'retry_requested_at' } }] } },
        sort: BY_KEY,
        search_after: after === undefined ? undefined : [after.key, after.offset ?? -1],
        size,
        _source: ['key', 'offset'],
      }),
    );
    return answer.hits.hits.flatMap(({ _id: id, _source: source }) =>
      id === undefined || source === undefined ? [] : [{ id, key: source.key, offset: source.offset }],
    );
  }

  /** These were tried again and failed: their new reason and time; what is kept of a record stays. */
  async failAgain(failures: readonly FailedAgain[]): Promise<void> {
    const at = { '@timestamp': new Date(this.now()).toISOString(), retry_requested_at: null };
    await this.bulk(
      DOING,
      failures.map(({ id, reason, message }) => [
        { update: this.at(id) },
        { doc: { reason, message, ...at } },
      ]),
    );
  }

  /** These were tried again and are done; gives how many there were. */
  async resolve(ids: readonly string[]): Promise<number> {
    return this.bulk(
      DOING,
      ids.map((id) => [{ delete: this.at(id) }]),
    );
  }

  /** Drops what is older than 30 days. */
  async prune(): Promise<void> {
    const before = new Date(this.now() - KEPT_MS).toISOString();
    const old = { bool: { filter: [this.ofSource(), { range: { '@timestamp': { lt: before } } }] } };
    await this.changeFound('pruning failures', old, (id) => [{ delete: this.at(id) }]);
  }

  private async change(
    doing: string,
    ids: readonly string[] | undefined,
    operation: (id: string) => readonly object[],
  ): Promise<number> {
    const filter = ids === undefined ? [] : [{ ids: { values: [...ids] } }];
    return this.changeFound(doing, { bool: { filter: [this.ofSource(), ...filter] } }, operation);
  }

  /** Not by update_by_query or delete_by_query, which write as tasks and are missing from stripped clusters. */
  private async changeFound(
    doing: string,
    query: estypes.QueryDslQueryContainer,
    operation: (id: string) => readonly object[],
  ): Promise<number> {
    let changed = 0;
    let after: estypes.SortResults | undefined;
    do {
      const answer = await call(doing, () =>
        this.client.search({
          index: failuresIndex(this.namespace),
          ignore_unavailable: true,
          query,
          sort: BY_KEY,
          search_after: after,
          size: PAGE,
          _source: false,
        }),
      );
      const { hits } = answer.hits;
      changed += await this.bulk(
        doing,
        hits.map(({ _id: id }) => operation(id ?? '')),
      );
      after = hits.length === PAGE ? hits.at(-1)?.sort : undefined;
    } while (after !== undefined);
    return changed;
  }

  /** Updates and deletes; gives how many were there to be changed. */
  private async bulk(doing: string, operations: readonly (readonly object[])[]): Promise<number> {
    if (operations.length === 0) return 0;
    const answer = await call(doing, () =>
      this.client.bulk({ operations: operations.flat(), refresh: true }),
    );
    let changed = 0;
    for (const { update, delete: deleted } of answer.items) {
      const { status, error } = update ?? deleted ?? { status: 500 };
      if (status === 200) changed++;
      // dismissed, or pruned, meanwhile
      else if (status !== 404) throw fromBulkItem(status, error?.type ?? '', doing);
    }
    return changed;
  }

  private at(id: string): { readonly _index: string; readonly _id: string } {
    return { _index: failuresIndex(this.namespace), _id: id };
  }

  private async count(): Promise<number> {
    const answer = await call('counting failures', () =>
      this.client.count({
        index: failuresIndex(this.namespace),
        ignore_unavailable: true,
        query: this.ofSource(),
      }),
    );
    return answer.count;
  }

  private ofSource(): estypes.QueryDslQueryContainer {
    return { term: { source_id: this.sourceId } };
  }
}

/** The id under which a failure of a source is kept. */
export function failureId(sourceId: string, { key, offset }: Pick<Failure, 'key' | 'offset'>): string {
  return createHash('sha256')
    .update(JSON.stringify([sourceId, key, offset ?? null]))
    .digest('base64url');
}

function totalOf(total: number | estypes.SearchTotalHits | undefined): number {
  return typeof total === 'number' ? total : (total?.value ?? 0);
}

function toCursor(sort: estypes.SortResults): string {
  return Buffer.from(JSON.stringify(sort)).toString('base64url');
}

function fromCursor(cursor: string): estypes.SortResults {
  try {
    const sort: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [at, key, offset] = Array.isArray(sort) ? (sort as unknown[]) : [];
    if (typeof at === 'number' && typeof key === 'string' && typeof offset === 'number')
      return [at, key, offset];
  } catch {
    // falls through: whoever made it up gets one answer
  }
  throw new SourceError('bad_cursor', 'This `after` is not one that a page of failures gave.');
}
