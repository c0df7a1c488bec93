/** Tests that requests fail as those of Kibana's own client do. */
import { afterEach, expect, it, vi } from 'vitest';
import { createHttp } from './http';

afterEach(() => vi.unstubAllGlobals());

it('throws the words of HTTP, with the server’s beside them, so that a page that shows the wrong ones is seen', async () => {
  vi.stubGlobal('window', { location: { origin: 'http://127.0.0.1:5601' } });
  const body = { statusCode: 502, error: 'Bad Gateway', message: 'Elasticsearch can’t be reached' };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const answer = new Response(JSON.stringify(body), { status: 502, statusText: 'Bad Gateway', headers });
  vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answer));
  await expect(createHttp('8.12.2', '').fetch('/internal/cloudtrail/events')).rejects.toMatchObject({
    message: 'Bad Gateway',
    body,
    response: { status: 502 },
  });
});
