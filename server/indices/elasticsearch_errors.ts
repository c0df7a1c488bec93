/** Turns what the Elasticsearch client throws, and what a bulk item answers, into our errors: the one place that does. */
import type { estypes } from '@elastic/elasticsearch';
import { ElasticsearchError } from '../errors';
import type { JsonObject } from '../cloudtrail/record';
import { objectAt, textAt } from '../cloudtrail/record';

/** The HTTP status of an error of the client; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const status = metaOf(error)['statusCode'];
  return typeof status === 'number' ? status : undefined;
}

/** The type that Elasticsearch gives an error, as `version_conflict_engine_exception`; empty when there is none. */
export function typeOf(error: unknown): string {
  return textAt(objectAt(objectAt(metaOf(error)['body'])['error'])['type']) ?? '';
}

/** All types that Elasticsearch names for one error, from the outermost to the cause. */
export function typesOf(error: unknown): readonly string[] {
  const types: string[] = [];
  let described: unknown = objectAt(metaOf(error)['body'])['error'];
  while (described !== undefined && types.length < DEEPEST_CAUSE) {
    types.push(textAt(objectAt(described)['type']) ?? '');
    described = objectAt(described)['caused_by'];
  }
  return types;
}
const DEEPEST_CAUSE = 10;

/** Where the client's errors keep the answer. */
function metaOf(error: unknown): JsonObject {
  return objectAt((error as { meta?: unknown } | null | undefined)?.meta);
}

/**
 * What the client's errors are called when a request got no answer, or half of one: https://github.com/elastic/elastic-transport-js
 * (src/errors.ts). An aborted request is among them; who aborted asks the signal first.
 */
const NO_ANSWER: ReadonlySet<string> = new Set([
  'ConnectionError',
  'TimeoutError',
  'NoLivingConnectionsError',
  'RequestAbortedError',
  'DeserializationError',
]);

/** True for what the client throws when Elasticsearch refused or could not be reached; false for mistakes of our own. */
export function isClientError(error: unknown): error is Error {
  return error instanceof Error && (statusOf(error) !== undefined || NO_ANSWER.has(error.name));
}

/**
 * An ElasticsearchError that says what we were doing (`writing events`), and what to do. Never quotes a response's body.
 * Gives back what is no fault of Elasticsearch: our own errors, and our mistakes, which must not look like a lost connection.
 */
export function toElasticsearchError(error: unknown, doing: string): unknown {
  if (!isClientError(error)) return error;
  return fromStatus(statusOf(error), typeOf(error), doing, error);
}

/** The same for one item of the answer to a bulk or multi-get request, where it is not about its document. */
export function fromBulkItem(status: number, type: string, doing: string): ElasticsearchError {
  return fromStatus(status, type, doing, undefined);
}

/** For a bulk request of deletes: throws unless each thing is gone, so that nobody waits for it in vain. */
export function throwIfRefused(answer: estypes.BulkResponse, doing: string): void {
  for (const { delete: item } of answer.items) {
    const status = item?.status ?? 500;
    if (status !== 200 && status !== 404) throw fromBulkItem(status, item?.error?.type ?? '', doing);
  }
}

/** True when the same request may succeed a moment later: there was no answer, or one that time heals. */
export function isWorthRetrying(error: unknown): boolean {
  if (!isClientError(error)) return false;
  const status = statusOf(error);
  return status === undefined || isPassing(status);
}

/** True for an answer that time heals. */
export function isPassing(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

function fromStatus(
  status: number | undefined,
  type: string,
  doing: string,
  cause: unknown,
): ElasticsearchError {
  const what = `Elasticsearch, while ${doing}:`;
  const options = { cause };
  if (type === 'cluster_block_exception' || type === 'index_closed_exception') {
    return new ElasticsearchError(
      'elasticsearch_blocked',
      `${what} an index is closed or blocked for writing (${type}). Free disk space or lift the block; nothing is lost meanwhile.`,
      options,
    );
  }
  switch (status) {
    case undefined:
      return new ElasticsearchError(
        'elasticsearch_unreachable',
        `${what} no answer. Look whether it is up and whether Kibana reaches it; fetching goes on by itself, and nothing is lost meanwhile.`,
        options,
      );
    case 401:
      return new ElasticsearchError(
        'elasticsearch_key_refused',
        `${what} the credentials are not accepted any more. The API key of the source was revoked or has expired, or its owner is gone: renew it (Renew key); nothing is lost meanwhile.`,
        options,
      );
    case 403:
      return new ElasticsearchError(
        'elasticsearch_forbidden',
        `${what} not allowed. A right on CloudTrail's indices is missing.`,
        options,
      );
    case 429:
      return new ElasticsearchError(
        'elasticsearch_overloaded',
        `${what} too busy (429). Try again later; fetching does so by itself.`,
        options,
      );
    default:
      return new ElasticsearchError(
        status >= 500 && status < 600 ? 'elasticsearch_unreachable' : 'elasticsearch_other',
        `${what} refused with ${status}${type === '' ? '' : ` (${type})`}.`,
        options,
      );
  }
}
