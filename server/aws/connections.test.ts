/** The way to AWS through a proxy, and past it to endpoints of one's own. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listAnswer, startScriptedS3 } from '../../test/servers/scripted_s3';
import { createS3ObjectStore } from './s3_object_store';

const signal = new AbortController().signal;
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** A proxy that notes what it is asked for, and gives one answer to everybody. */
async function startProxy(answer: string) {
  const asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const server: Server = createServer();
  server.on('connect', ({ method, url, headers }, socket) => {
    asked.push({ method, url, headers });
    socket.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, port, url: `http://user:hunter%402@127.0.0.1:${port}` };
}

async function listThrough(proxyUrl: string, endpoint?: string): Promise<string[]> {
  const store = await createS3ObjectStore({
    location: { bucket: 'trails', endpoint, force_path_style: true },
    credentials: { type: 'access_key', access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'x' },
    policy: { allowedEndpoints: endpoint ? [endpoint] : [], allowServerIdentity: false, proxyUrl },
    sessionName: 'cloudtrail-1',
    pause: async () => undefined,
  });
  cleanUp.push(() => store.close());
  const keys: string[] = [];
  for await (const { objects } of store.list({ prefix: '', signal }))
    keys.push(...objects.map(({ key }) => key));
  return keys;
}

const failsWith = (message: RegExp) =>
  expect.objectContaining({
    name: 'AwsError',
    code: 'aws_unreachable',
    message: expect.stringMatching(message),
  });

test('AWS is reached through the proxy, with its user and password', async () => {
  const proxy = await startProxy('HTTP/1.1 200 Connection established\r\n\r\n');
  await expect(listThrough(proxy.url)).rejects.toThrow(
    failsWith(/^S3 in us-east-1 through the proxy http:\/\/127\.0\.0\.1:\d+ can't be reached/),
  );
  expect(proxy.asked[0]).toMatchObject({ method: 'CONNECT', url: 's3.us-east-1.amazonaws.com:443' });
  const given = Buffer.from('user:hunter@2').toString('base64');
  expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(`Basic ${given}`);
});

test('a proxy that wants another password is told as such, and the password is not', async () => {
  const proxy = await startProxy(
    'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 13\r\n\r\n<p>hello leak',
  );
  const error: unknown = await listThrough(proxy.url).catch((caught: unknown) => caught);
  expect(error).toEqual(failsWith(/proxy.*wants a user and password.*cloudtrail\.aws\.proxyUrl/));
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/hunter|leak/);
});

test('a proxy that is not there is told by its address, without its password', async () => {
  const error: unknown = await listThrough('http://user:hunter2@127.0.0.1:1').catch(
    (caught: unknown) => caught,
  );
  expect(error).toEqual(failsWith(/through the proxy http:\/\/127\.0\.0\.1:1 .*ECONNREFUSED/));
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/hunter/);
});

test("an endpoint of one's own is reached without the proxy", async () => {
  const proxy = await startProxy('HTTP/1.1 403 Forbidden\r\n\r\n');
  const s3 = await startScriptedS3([listAnswer(['a'])]);
  cleanUp.push(() => s3.close());
  expect(await listThrough(proxy.url, s3.origin)).toEqual(['a']);
  expect(proxy.asked).toEqual([]);
});
