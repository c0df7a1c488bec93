/** What the guard lets through and what it refuses. */
import { get, Agent } from 'node:http';
import { expect, test } from 'vitest';
import { startScriptedS3 } from '../../test/servers/scripted_s3';
import { allowedEndpoint, guardedLookup, isRefusedAddress, RefusedAddressError } from './endpoint_guard';

test.each([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.0.1',
  'fe80::1',
  'fd00:ec2::254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::169.254.169.254',
  '2002:a9fe:a9fe::1',
  'fe80::1%eth0',
  'febf::1',
  'FE80:0:0:0:0:0:0:1',
  '::169.254.169.254',
  '::ffff:0:169.254.169.254',
  '64:ff9b:1::a9fe:a9fe',
  'fd20:ce::254',
  '100.100.100.200',
  '64:ff9b::100.100.100.200',
  '::ffff:168.63.129.16',
  '2002:a83f:8110::5',
  '192.0.0.192',
  '::ffff:192.0.0.192',
])('the address %s is refused', (address) => {
  expect(isRefusedAddress(address)).toBe(true);
});

test.each([
  '127.0.0.1',
  '10.0.0.1',
  '52.95.110.1',
  '::1',
  '2600:1f18::1',
  'fd00:1234::1',
  'fec0::1',
  '64:ff9b::8.8.8.8',
  '2002:a9ff::1',
  '::',
  '169.253.255.255',
  '192.0.0.193',
  's3.amazonaws.com',
])('%s is not refused', (address) => {
  expect(isRefusedAddress(address)).toBe(false);
});

test('no endpoint needs no permission', () => {
  expect(allowedEndpoint(undefined, [])).toBeUndefined();
});

test('an endpoint that the settings list is allowed, however its origin is written', () => {
  expect(allowedEndpoint('HTTP://S3.Example.com:80', ['http://s3.example.com/'])).toBe(
    'http://s3.example.com',
  );
  expect(allowedEndpoint('http://127.0.0.1:9000', ['not a url', 'http://127.0.0.1:9000'])).toBe(
    'http://127.0.0.1:9000',
  );
});

test.each([
  ['http://127.0.0.1:9001', /cloudtrail\.aws\.allowedEndpoints/],
  ['https://127.0.0.1:9000', /cloudtrail\.aws\.allowedEndpoints/],
  ['http://127.0.0.1:9000/path', /scheme, host and port/],
  ['http://user:secret@127.0.0.1:9000', /scheme, host and port/],
  ['http://127.0.0.1:9000?x=1', /scheme, host and port/],
  ['file:///etc/passwd', /scheme, host and port/],
  ['nonsense', /scheme, host and port/],
])('the endpoint %s is refused where only http://127.0.0.1:9000 is listed', (endpoint, message) => {
  expect(() => allowedEndpoint(endpoint, ['http://127.0.0.1:9000'])).toThrow(
    expect.objectContaining({ code: 'aws_endpoint_refused', message: expect.stringMatching(message) }),
  );
});

test('a refused endpoint does not repeat a password that was in it', () => {
  expect(() => allowedEndpoint('http://user:hunter2@127.0.0.1:9000', [])).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  );
});

test.each([
  'http://169.254.169.254',
  'http://0xa9fea9fe',
  'http://2852039166',
  'http://[fe80::1]',
  'http://[::ffff:169.254.169.254]',
  'http://[fd00:ec2::254]:80',
  'http://[64:ff9b::a9fe:a9fe]',
  'http://[::a9fe:a9fe]:8080',
  'http://169.254.43518',
  'http://0251.0376.0251.0376',
  'http://１６９.254.169.254',
  'http://169.254.169.254.',
])('the metadata address %s is refused even where the settings list it', (endpoint) => {
  expect(() => allowedEndpoint(endpoint, [endpoint])).toThrow(
    expect.objectContaining({
      code: 'aws_endpoint_refused',
      message: expect.stringMatching(/link-local or metadata/),
    }),
  );
});

/** The error of a GET to a name that the given addresses stand behind, or the status of its answer. */
function getThrough(port: number, addresses: { address: string; family: number }[]): Promise<unknown> {
  const agent = new Agent({ lookup: guardedLookup((_host, _options, done) => done(null, addresses)) });
  return new Promise((resolve) => {
    get({ host: 'rebinding.example', port, agent }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', resolve);
  });
}

test('a name that resolves to a metadata address is not connected to, not even where a good address stands beside it', async () => {
  const s3 = await startScriptedS3([{ status: 204 }]);
  try {
    const loopback = { address: '127.0.0.1', family: 4 };
    const metadata = { address: '169.254.169.254', family: 4 };
    expect(await getThrough(s3.port, [metadata])).toBeInstanceOf(RefusedAddressError);
    expect(await getThrough(s3.port, [loopback, metadata])).toBeInstanceOf(RefusedAddressError);
    expect(s3.requests).toHaveLength(0);
    expect(await getThrough(s3.port, [loopback])).toBe(204);
  } finally {
    await s3.close();
  }
});
