import { describe, expect, test } from 'vitest';
import { isAbort, rawRequestError, requestError } from './request_error';

const refused = (statusCode: number, message: string, code?: string) =>
  Object.assign(new Error('Refused'), {
    response: { status: statusCode },
    body: { statusCode, message, ...(code === undefined ? {} : { attributes: { code } }) },
  });

describe('a refused request', () => {
  test('is a matter of Kibana’s privileges only when the refusal is Kibana’s', () => {
    expect(requestError(refused(403, 'Forbidden')).kind).toBe('no_privilege');
    expect(requestError(refused(403, 'You lack create_index.', 'missing_privileges'))).toEqual({
      kind: 'failed',
      message: 'You lack create_index.',
      code: 'missing_privileges',
    });
  });

  test('names what the page has an answer to', () => {
    expect(requestError(refused(409, '…', 'no_encryption_key')).kind).toBe('no_encryption_key');
    expect(requestError(refused(409, '…', 'secrets_unreadable')).kind).toBe('secrets_unreadable');
    expect(requestError(refused(404, '…', 'source_not_found')).kind).toBe('not_found');
  });

  test('is told from no answer at all', () => {
    const offline = Object.assign(new Error('Failed to fetch'), { name: 'TypeError' });
    expect(requestError(offline).kind).toBe('unreachable');
    expect(requestError(refused(500, 'An unexpected error occurred.')).kind).toBe('failed');
    expect(requestError('odd')).toEqual({ kind: 'failed', message: 'odd' });
  });

  test('has its words read where the body was left alone', async () => {
    const body = { statusCode: 400, message: '[request body.bucket]: must be the name of a bucket' };
    const thrown = Object.assign(new Error('Bad Request'), {
      body: null,
      response: new Response(JSON.stringify(body), { status: 400 }),
    });
    expect(await rawRequestError(thrown)).toEqual({ kind: 'failed', message: body.message, code: undefined });
    const html = Object.assign(new Error('Bad Gateway'), { response: new Response('<h1>', { status: 502 }) });
    expect((await rawRequestError(html)).message).toBe('Bad Gateway');
  });

  test('is no failure when somebody gave up waiting', () => {
    expect(isAbort(Object.assign(new Error('aborted'), { name: 'AbortError' }))).toBe(true);
    expect(isAbort(refused(500, '…'))).toBe(false);
  });
});
