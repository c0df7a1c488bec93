import { describe, expect, it } from 'vitest';
import { AwsError, CloudTrailError, ElasticsearchError } from '../errors';
import {
  fromBulkItem,
  isPassing,
  isWorthRetrying,
  statusOf,
  toElasticsearchError,
  typeOf,
} from './elasticsearch_errors';

const SECRET = 'ApiKey c2VjcmV0';
/** As the client throws it: the answer's body, and the request with its headers, hang on it. Without a status: no answer. */
function responseError(statusCode: number | undefined, type: unknown = 'some_exception'): Error {
  const name = statusCode === undefined ? 'ConnectionError' : 'ResponseError';
  const body = { error: { type, reason: `reason with ${SECRET}`, root_cause: [{ reason: SECRET }] } };
  const meta = { statusCode, body, meta: { request: { params: { headers: { authorization: SECRET } } } } };
  return Object.assign(new Error(`message with ${SECRET}`), { name, meta });
}
function converted(error: unknown): CloudTrailError {
  const result = toElasticsearchError(error, 'writing events');
  if (result instanceof CloudTrailError) return result;
  throw new Error('not one of ours', { cause: result });
}

describe('errors of Elasticsearch', () => {
  it.each([
    [401, 'security_exception', 'elasticsearch_key_refused'],
    [403, 'security_exception', 'elasticsearch_forbidden'],
    [403, 'cluster_block_exception', 'elasticsearch_blocked'],
    [429, 'cluster_block_exception', 'elasticsearch_blocked'],
    [400, 'index_closed_exception', 'elasticsearch_blocked'],
    [429, 'es_rejected_execution_exception', 'elasticsearch_overloaded'],
    [400, 'validation_exception', 'elasticsearch_other'],
    [500, 'x', 'elasticsearch_unreachable'],
    [503, '', 'elasticsearch_unreachable'],
    [undefined, '', 'elasticsearch_unreachable'],
  ])('take %s %s for %s', (status, type, code) => {
    const error = converted(responseError(status, type));
    expect(error.code).toBe(code);
    expect(error.message).toContain('writing events');
    if (status !== undefined) expect(fromBulkItem(status, type, 'writing events').code).toBe(code);
  });

  it('never quote a response’s body or the client’s message', () => {
    for (const status of [400, 401, 403, 404, 429, 500, 503, undefined]) {
      const { message } = converted(responseError(status));
      expect(message).not.toContain('reason');
      expect(message).not.toContain('c2VjcmV0');
    }
  });

  it('pass our own errors as they are', () => {
    for (const own of [new AwsError('aws_other', 'x'), new ElasticsearchError('elasticsearch_other', 'x')])
      expect(toElasticsearchError(own, 'writing')).toBe(own);
  });

  it('are read off whatever was thrown', () => {
    expect(statusOf(responseError(404))).toBe(404);
    expect(typeOf(responseError(404, 'index_not_found_exception'))).toBe('index_not_found_exception');
    for (const odd of [
      undefined,
      null,
      'text',
      7,
      {},
      new Error('x'),
      Object.assign(new Error('x'), { meta: null }),
    ]) {
      expect(statusOf(odd)).toBeUndefined();
      expect(typeOf(odd)).toBe('');
    }
    expect(typeOf(responseError(400, { odd: 1 }))).toBe('');
  });

  it('are worth another try only where time heals them', () => {
    const worth = (status: number | undefined) => isWorthRetrying(responseError(status));
    expect([undefined, 429, 502, 503, 504].map(worth)).toEqual(Array(5).fill(true));
    expect([400, 401, 403, 404, 409, 413, 500].map(worth)).toEqual(Array(7).fill(false));
    expect([429, 502, 503, 504].map(isPassing)).toEqual(Array(4).fill(true));
    expect([200, 201, 400, 409, 500].map(isPassing)).toEqual(Array(5).fill(false));
  });

  it.each([
    'ConnectionError',
    'TimeoutError',
    'NoLivingConnectionsError',
    'RequestAbortedError',
    'DeserializationError',
  ])('are taken for a lost connection when the client calls them %s', (name) => {
    const error = Object.assign(new Error(`message with ${SECRET}`), { name });
    expect(converted(error).code).toBe('elasticsearch_unreachable');
    expect(isWorthRetrying(error)).toBe(true);
  });

  it('leave our own mistakes as they are, and never try them again', () => {
    for (const mistake of [new TypeError('x is not a function'), new Error('plain'), 'text', undefined]) {
      expect(toElasticsearchError(mistake, 'writing events')).toBe(mistake);
      expect(isWorthRetrying(mistake)).toBe(false);
    }
  });
});
