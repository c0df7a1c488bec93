import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedS3, type Script } from '../../test/servers/scripted_s3';
import type { Credentials } from '../../common/sources';
import { probeBucket } from './probe_bucket';

const HOUR_MS = 60 * 60 * 1000;
const signal = new AbortController().signal;
const credentials: Credentials = {
  type: 'access_key',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
};
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function probe(script: Script, allowed = true) {
  const server = await startScriptedS3(script);
  cleanUp.push(() => server.close());
  const location = { bucket: 'trails', endpoint: server.origin, force_path_style: true };
  const policy = { allowedEndpoints: allowed ? [server.origin] : [], allowServerIdentity: false };
  return { server, probed: await probeBucket(location, credentials, policy, signal) };
}

describe('the probe of a bucket', () => {
  it('asks as nobody, and takes any answer for one, with what it says of region and time', async () => {
    const date = new Date(Date.now() + HOUR_MS).toUTCString();
    const headers = { 'x-amz-bucket-region': 'eu-central-1', date };
    const { server, probed } = await probe([{ status: 403, headers }]);
    expect(probed).toMatchObject({ server: `S3 at ${server.origin}`, bucketRegion: 'eu-central-1' });
    expect(Math.abs((probed.clockAheadMs ?? 0) + HOUR_MS)).toBeLessThan(10_000);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'HEAD', path: '/trails/' });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('tells of a connection that breaks', async () => {
    await expect(probe([{ isReset: true }])).rejects.toMatchObject({ code: 'aws_unreachable' });
  });

  it('asks nothing of an endpoint that is not allowed', async () => {
    await expect(probe([{ status: 200 }], false)).rejects.toMatchObject({ code: 'aws_endpoint_refused' });
  });

  it('names the proxy that lets nobody through', async () => {
    const proxy: Server = createServer();
    proxy.on('connect', (_request, socket) => {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => proxy.close());
    const proxyUrl = `http://user:hunter2@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const policy = { allowedEndpoints: [], allowServerIdentity: false, proxyUrl };
    const location = { bucket: 'trails', region: 'eu-central-1', force_path_style: false };
    const failing = probeBucket(location, credentials, policy, signal);
    await expect(failing).rejects.toMatchObject({
      code: 'aws_unreachable',
      message: expect.stringMatching(/proxy.*407/),
    });
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
  });
});
