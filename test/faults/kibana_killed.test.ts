/** Kibana's process is killed, again and again, or one of two: nothing is lost, nothing doubled. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEstate } from '../generate/estate';
import { Random } from '../generate/random';
import { freeRunningTasks, PluginHosts, TASKS, until } from '../integration/plugin_host';
import { Trial, WHOLE_AGAIN_MS } from './trial';
import { elasticsearch, s3 } from '../integration/own_servers';

const KILLS = 20;
const ESTATES = ['one', 'two', 'three', 'four', 'five'];
/** So many that work is left when both hosts have ended a run. */
const SHARED_ESTATES = Array.from({ length: 10 }, (_, i) => `shared ${i}`);
const LONGEST_WAIT_MS = 2000;
/** What dead runs hold may leave nothing to do for a while. */
const LONGEST_IDLE_MS = 12_000;
const TAKEN_OVER_MS = 120_000;

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const client = new Client({ node: elasticsearch.url, auth: superuser });
let hosts: PluginHosts;

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
});
afterAll(async () => {
  await hosts.stop();
  await client.close();
});

test(
  'twenty times at random moments',
  async () => {
    const now = new Date();
    const objects = ESTATES.flatMap((seed) => [...makeEstate({ seed, now })]);
    const random = new Random('kills');
    const trial = await Trial.begin({ hosts, superuser, client, objects }, await hosts.start());
    trial.isBeingLookedAt();
    await trial.strikes();
    let hits = 0;
    let seen = await trial.documents();
    for (let kill = 0; kill < KILLS; kill++) {
      const deadline = Date.now() + LONGEST_IDLE_MS;
      while ((await trial.documents()) === seen && Date.now() < deadline) await sleep(100);
      await sleep(random.below(LONGEST_WAIT_MS));
      await trial.host.kill('SIGKILL');
      const documents = await trial.documents();
      if (documents > seen) hits++;
      seen = documents;
      // else nobody would run them for 90 s
      await freeRunningTasks(client, trial.source.id);
      trial.host = await hosts.start();
    }
    trial.keeps(`(${hits} of ${KILLS} kills came while events came in, the last at ${seen} documents)`, hits);
    expect(hits).toBeGreaterThan(KILLS / 2);
    await trial.isWhole('Kibana: SIGKILL twenty times, while somebody looks');
    await trial.drop();
    await trial.host.stop();
  },
  2 * WHOLE_AGAIN_MS + 300_000,
);

test('one of two that share a source, though tasks run twice: the other takes over within two minutes', async () => {
  const now = new Date();
  const objects = SHARED_ESTATES.flatMap((seed) => [...makeEstate({ seed, now })]);
  const [first, second] = [randomUUID(), randomUUID()];
  const start = (instanceUuid: string) => hosts.start({ instanceUuid, logFile: hosts.logFile(instanceUuid) });
  const [doomed, heir] = [await start(first), await start(second)];
  const trial = await Trial.create({ hosts, superuser, client, objects }, heir);
  const tookPart = new RegExp(`"${trial.source.name}", slice \\d: [1-9]\\d* objects`);
  const runsOn = (uuid: string) => isRunning(trial.source.id, uuid);

  let isOver = false;
  const stealing = (async () => {
    for (; !isOver; await sleep(1000)) await freeRunningTasks(client, trial.source.id);
  })();
  await until(async () => tookPart.test(await hosts.log(first)) && tookPart.test(await hosts.log(second)));
  isOver = true;
  await stealing;
  await until(() => runsOn(first));
  await doomed.kill('SIGKILL');
  const killedAt = Date.now();
  await trial.strikes();
  await until(
    async () => !(await runsOn(first)),
    () => 'a task of the dead host',
    TAKEN_OVER_MS,
  );
  const seconds = Math.round((Date.now() - killedAt) / 1000);
  trial.keeps(`(the tasks of the dead one were taken over after ${seconds} s)`, seconds);
  await trial.isWhole('Kibana: one of two killed');
  expect(Date.now() - killedAt).toBeLessThan(TAKEN_OVER_MS);
  await trial.drop();
  await heir.stop();
});

async function isRunning(sourceId: string, uuid: string): Promise<boolean> {
  const found = await client.search<{ status: string; ownerId: string | null }>({ index: TASKS, size: 100 });
  return found.hits.hits.some(
    ({ _id: id, _source: task }) =>
      id?.includes(sourceId) && task?.status === 'running' && task.ownerId === `kibana:${uuid}`,
  );
}
