/** S3 refuses, throttles, cuts and dawdles in the middle of a fetch: the source says so, and then has everything once. */
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../host/start_host';
import { PluginHosts, someObjects, until } from '../integration/plugin_host';
import { s3Refusal, startFaultyProxy, type FaultyProxy, type ProxyFault } from '../servers/faulty_proxy';
import { lasting, Trial } from './trial';
import { elasticsearch, s3 } from '../integration/own_servers';

const FAULT_MS = 45_000;
/** Task Manager's time-out of a run. */
const TIMEOUT_MS = 90_000;

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const client = new Client({ node: elasticsearch.url, auth: superuser });
let proxy: FaultyProxy;
let hosts: PluginHosts;
let host: Host;

beforeAll(async () => {
  proxy = await startFaultyProxy(s3.url);
  hosts = await PluginHosts.prepare(elasticsearch, [proxy.url]);
  host = await hosts.start();
});
afterAll(async () => {
  await hosts.stop();
  proxy.close();
  await client.close();
});

const begin = (seed: string) =>
  Trial.begin({ hosts, superuser, client, objects: someObjects(seed, 2) }, host, { endpoint: proxy.url });
const isGet = (url: string) => url.includes('.json.gz');

async function strike(trial: Trial, fault: ProxyFault, meets: (url: string) => boolean = () => true) {
  await trial.strikes();
  proxy.fault = ({ url }) => (meets(url) ? fault : undefined);
}

test.each<readonly [fault: string, answer: ProxyFault, code: string]>([
  ['refusing everything (403)', s3Refusal(403, 'AccessDenied'), 'aws_access_denied'],
  ['503 SlowDown', s3Refusal(503, 'SlowDown'), 'aws_throttled'],
  ['500 InternalError', s3Refusal(500, 'InternalError'), 'aws_unreachable'],
  ['cutting bodies half-way', { kind: 'cut' }, 'aws_unreachable'],
])('%s', async (fault, answer, code) => {
  const trial = await begin(fault);
  await strike(trial, answer, answer.kind === 'cut' ? isGet : undefined);
  await lasting(FAULT_MS, trial.says(code));
  proxy.fault = undefined;
  await trial.isWhole(`S3: ${fault}, ${FAULT_MS / 1000} s`);
  await trial.drop();
});

test('answering slowly', async () => {
  const trial = await begin('slow');
  const struck = proxy.struck;
  await strike(trial, { kind: 'drip', pieces: 8, pauseMs: 500 }, isGet);
  await lasting(
    FAULT_MS,
    until(async () => proxy.struck > struck),
  );
  proxy.fault = undefined;
  await trial.isWhole(`S3: 4 s for each object, ${FAULT_MS / 1000} s`);
  await trial.drop();
});

test('so slow that a run is longer than the time-out of its task', async () => {
  const trial = await begin('slower than the task');
  const struck = proxy.struck;
  await strike(trial, { kind: 'drip', pieces: 20, pauseMs: TIMEOUT_MS / 12 }, isGet);
  await until(async () => proxy.struck > struck);
  const cancelled = new RegExp(`Cancelling task .*${trial.source.id}`);
  await until(
    async () => cancelled.test(await hosts.log()),
    () => 'no cancelled task',
    2 * TIMEOUT_MS,
  );
  proxy.fault = undefined;
  trial.keeps('(Task Manager cancelled the run and began the next)', undefined);
  expect((await hosts.log()).match(new RegExp(cancelled, 'g'))?.length).toBeGreaterThan(0);
  await trial.isWhole('Kibana: the task’s time-out');
  await trial.drop();
});
