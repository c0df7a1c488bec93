/** What could not be taken in, and why: one small document for each object or record. */
import { createHash } from 'node:crypto';
import type { Client, estypes } from '@elastic/elasticsearch';
import type { FailuresResponse } from '../../common/sources';
import { fromBulkItem, throwIfRefused, toElasticsearchError } from './elasticsearch_errors';
import type { IndexCreator } from './ensure_index';
import { failuresIndex } from './index_names';
import { withRetries } from './retries';

/** Kept of one source; beyond it failures are only counted. */
const MAX_FAILURES_OF_A_SOURCE = 10_000;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const PRUNE_PAGE = 1000;
const DOING = 'writing failures';

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
    const answer = await this.call(DOING, () => this.client.bulk({ operations, refresh: true }));
    let created = 0;
    for (const { create } of answer.items) {
      const status = create?.status ?? 500;
      if (status === 201) created++;
      else if (status !== 409) throw fromBulkItem(status, create?.error?.type ?? '', DOING);
    }
    return created;
  }

  /** The newest failures, at most `size`. */
  async list(size: number): Promise<FailuresResponse> {
    const answer = await this.call('reading failures', () =>
      this.client.search<StoredFailure>({
        index: failuresIndex(this.namespace),
        ignore_unavailable: true,
        query: this.ofSource(),
        sort: [{ '@timestamp': 'desc' }, { key: 'asc' }],
        size,
        track_total_hits: true,
      }),
    );
    return {
      total: totalOf(answer.hits.total),
      failures: answer.hits.hits.flatMap(({ _source: source }) => {
        if (source === undefined) return [];
        const { '@timestamp': failedAt, reason, message, key, offset } = source;
        return [{ at: failedAt, reason, message, key, offset }];
      }),
    };
  }

  /** Drops what is older than 30 days. */
  async prune(): Promise<void> {
    const before = new Date(this.now() - KEPT_MS).toISOString();
    const index = failuresIndex(this.namespace);
    // not delete_by_query, which writes as a task and is missing from stripped clusters
    for (;;) {
      const answer = await this.call('pruning failures', () =>
        this.client.search({
          index,
          ignore_unavailable: true,
          query: { bool: { filter: [this.ofSource(), { range: { '@timestamp': { lt: before } } }] } },
          size: PRUNE_PAGE,
          _source: false,
        }),
      );
      const operations = answer.hits.hits.map(({ _id: id }) => ({
        delete: { _index: index, _id: id ?? '' },
      }));
      if (operations.length === 0) return;
      const deleted = await this.call('pruning failures', () =>
        this.client.bulk({ operations, refresh: true }),
      );
      throwIfRefused(deleted, 'pruning failures');
    }
  }

  private async count(): Promise<number> {
    const answer = await this.call('counting failures', () =>
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

  private async call<T>(doing: string, request: () => Promise<T>): Promise<T> {
    try {
      return await withRetries(request);
    } catch (error) {
      throw toElasticsearchError(error, doing);
    }
  }
}

function failureId(sourceId: string, { key, offset }: Failure): string {
  return createHash('sha256')
    .update(JSON.stringify([sourceId, key, offset ?? null]))
    .digest('base64url');
}

function totalOf(total: number | estypes.SearchTotalHits | undefined): number {
  return typeof total === 'number' ? total : (total?.value ?? 0);
}
