import { describe, expect, it } from 'vitest';
import { AwsError, ElasticsearchError } from '../errors';
import {
  fromBulkItem,
  isWorthRetrying,
  statusOf,
  toElasticsearchError,
  typeOf,
} from './elasticsearch_errors';

const SECRET = 'ApiKey c2VjcmV0';
/** As the client throws it: the answer's body, and the request with its headers, hang on it. */
function responseError(statusCode: number | undefined, type: unknown = 'some_exception'): Error {
  const body = { error: { type, reason: `reason with ${SECRET}`, root_cause: [{ reason: SECRET }] } };
  const meta = { statusCode, body, meta: { request: { params: { headers: { authorization: SECRET } } } } };
  return Object.assign(new Error(`message with ${SECRET}`), { meta });
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
    const error = toElasticsearchError(responseError(status, type), 'writing events');
    expect(error.code).toBe(code);
    expect(error.message).toContain('writing events');
    if (status !== undefined) expect(fromBulkItem(status, type, 'writing events').code).toBe(code);
  });

  it('never quote a response’s body or the client’s message', () => {
    for (const status of [400, 401, 403, 404, 429, 500, 503, undefined]) {
      const { message } = toElasticsearchError(responseError(status), 'writing events');
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
    expect([undefined, 429, 502, 503, 504].map(isWorthRetrying)).toEqual(Array(5).fill(true));
    expect([400, 401, 403, 404, 409, 413, 500].map(isWorthRetrying)).toEqual(Array(7).fill(false));
  });
});
