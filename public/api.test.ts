/** Tests of reading the server's refusals. */
import { describe, expect, it, vi } from 'vitest';
import { panelError, panelFetcher } from './api';

const refusal = (statusCode: number, message: string, code?: string) =>
  Object.assign(new Error('Kibana wraps this'), {
    body: { statusCode, message, ...(code && { attributes: { code } }) },
    response: { status: statusCode },
  });

describe('panelError', () => {
  it('takes 403 for a missing Kibana privilege and tells the server’s message for the rest', () => {
    expect(panelError(refusal(403, 'Forbidden')).kind).toBe('no_privilege');
    expect(panelError(refusal(503, 'Elasticsearch can’t be reached'))).toEqual({
      kind: 'failed',
      message: 'Elasticsearch can’t be reached',
      status: 503,
    });
  });

  it.each([
    ['elasticsearch_timeout', 'timeout'],
    ['elasticsearch_shards_failed', 'shards_failed'],
    ['elasticsearch_too_many_buckets', 'too_many_buckets'],
    ['elasticsearch_overloaded', 'failed'],
  ])('takes %s for %s', (code, kind) => {
    expect(panelError(refusal(503, 'x', code)).kind).toBe(kind);
  });

  it('tells at least the status where nobody gave words', () => {
    const ofProxy = Object.assign(new Error(''), { body: '<h1>', response: { status: 502 } });
    expect(panelError(ofProxy)).toEqual({ kind: 'failed', message: 'HTTP 502', status: 502 });
  });

  it('reads errors without an answer, and what is no error at all', () => {
    expect(panelError(new TypeError('Failed to fetch'))).toMatchObject({
      kind: 'failed',
      message: 'Failed to fetch',
    });
    expect(panelError('odd')).toEqual({ kind: 'failed', message: 'odd' });
  });
});

describe('panelFetcher', () => {
  it('posts the request to the panel’s own address and passes the signal on', () => {
    const fetch = vi.fn().mockResolvedValue({ state: 'no_index' });
    const { signal } = new AbortController();
    const request = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', time_zone: 'UTC' };
    void panelFetcher({ fetch })('users', request, signal);
    expect(fetch).toHaveBeenCalledWith('/internal/cloudtrail/panels/users', {
      method: 'POST',
      body: JSON.stringify(request),
      signal,
    });
  });
});
