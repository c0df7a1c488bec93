/** docs/api.md keeps its word: each example is run, in its order, as a reader would. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SourceResponse } from '../../common/sources';
import type { Host } from '../host/start_host';
import { makeBucket } from './fetch_harness';
import { PluginHosts, SAVED_OBJECTS, someObjects, TASKS } from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const run = promisify(execFile);

let hosts: PluginHosts;
let host: Host;
let bucket: string;

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  host = await hosts.start();
  bucket = await makeBucket(someObjects('api examples', 40).slice(0, 5));
});
afterAll(async () => {
  await hosts.stop();
  const auth = { username: elasticsearch.username, password: elasticsearch.password };
  const admin = new Client({ node: elasticsearch.url, auth });
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

/** Headings and their examples. */
async function examples(): Promise<readonly { readonly heading: string; readonly script: string }[]> {
  const page = await readFile(join(__dirname, '../../docs/api.md'), 'utf8');
  return page
    .split(/^### /m)
    .slice(1)
    .map((section) => ({
      heading: /^`(.*)`/.exec(section)?.[1] ?? '',
      script: /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '',
    }));
}

/** The page's bucket and key become those of the test's S3. */
function withRealBucket(script: string): string {
  const location = { bucket, region: s3.region, endpoint: s3.url, force_path_style: true };
  return script
    .replace('"bucket": "example-trail"', JSON.stringify(location).slice(1, -1))
    .replace('AKIAIOSFODNN7EXAMPLE', s3.reader.accessKeyId)
    .replace('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', s3.reader.secretAccessKey);
}

test('every example of docs/api.md is answered as a success', async () => {
  let sourceId = '';
  const told: string[] = [];
  for (const { heading, script } of await examples()) {
    const login = `${elasticsearch.username}:${elasticsearch.password}`;
    const strict = 'curl() { command curl --silent --show-error --fail-with-body --include "$@"; }';
    const ran = run('bash', ['-euc', `${strict}\n${withRealBucket(script)}`], {
      env: { ...process.env, KIBANA_URL: host.url, KIBANA_LOGIN: login, SOURCE_ID: sourceId },
    });
    const { stdout } = await ran.catch((error: { stdout?: string; message: string }) => {
      throw new Error(`${heading}: ${error.stdout || error.message}`);
    });
    expect(stdout, heading).toMatch(/^elastic-api-version: 2023-10-31\r?$/im);
    const body = stdout.slice(stdout.indexOf('\r\n\r\n') + 4);
    if (heading === 'POST /api/cloudtrail/sources') sourceId = (JSON.parse(body) as SourceResponse).id;
    told.push(heading);
  }
  expect(sourceId).not.toBe('');
  expect(told.length).toBeGreaterThanOrEqual(23);
});

test('docs/openapi.json describes the public routes that the plugin registers in a host, and no other', async () => {
  const text = await readFile(join(__dirname, '../../docs/openapi.json'), 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> };
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const registered = host.routes.filter(({ access }) => access === 'public');
  expect(described.sort(), 'the built plugin has other routes: build it, and run npm run api').toEqual(
    registered.map(({ method, path }) => `${method} ${path}`).sort(),
  );
});

test('another version than the documented one is refused', async () => {
  const response = await fetch(`${host.url}/api/cloudtrail/sources`, {
    headers: {
      authorization: `Basic ${Buffer.from(`${elasticsearch.username}:${elasticsearch.password}`).toString('base64')}`,
      'elastic-api-version': '2020-01-01',
    },
  });
  expect(response.status).toBe(400);
});
