/** Pausing and resuming over the API of the built plugin: who may, and what is fetched meanwhile. */
import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import type {
  AccountRegionsResponse,
  RunsResponse,
  SourceResponse,
  SourceStatusResponse,
} from '../../common/sources';
import type { BucketObject } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import type { Host } from '../host/start_host';
import { makeBucket, putObjects } from './fetch_harness';
import {
  countEvents,
  isIdle,
  objectsOfNow,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  sourceRequest,
  TASKS,
  until,
} from './plugin_host';
import { elasticsearch, s3 } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
const viewer = { username: 'source_control_viewer', password: randomBytes(12).toString('hex') };
const RECENT_DAYS = 3;

let hosts: PluginHosts;
let host: Host;
let bucket: string;
let objects: BucketObject[];
let source: SourceResponse;

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url]);
  host = await hosts.start();
  await admin.security.putRole({
    name: viewer.username,
    applications: [
      {
        application: 'kibana-.kibana',
        privileges: ['feature_cloudtrailSources.read'],
        resources: ['space:default'],
      },
    ],
  });
  await admin.security.putUser({ ...viewer, roles: [viewer.username] });
  objects = someObjects('source control', 12).filter(({ key }) => key.includes('/us-east-1/'));
  bucket = await makeBucket(objects);
  source = await hosts.create(
    host,
    superuser,
    sourceRequest(s3, s3.reader, bucket, { start: dayAgo(RECENT_DAYS) }),
  );
});
afterAll(async () => {
  await hosts.stop();
  await admin.security.deleteUser({ username: viewer.username });
  await admin.security.deleteRole({ name: viewer.username });
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const dayOfKey = (key: string) => /\/(\d{4})\/(\d{2})\/(\d{2})\//.exec(key)?.slice(1).join('-') ?? '';
const post = (action: string, body?: object, caller = superuser) =>
  hosts.ask(host, caller, 'POST', `${SOURCES_API}/${source.id}/${action}`, body);

test('a source reads back to its start day, and further when that is moved', async () => {
  const { backfill } = await hosts.statusThat(host, viewer, source.id, isIdle);
  const recent = objects.filter(({ key }) => dayOfKey(key) >= dayAgo(RECENT_DAYS));
  expect(recent.length).toBeLessThan(objects.length);
  expect(await countEvents(admin, source.namespace)).toBe(countDistinct(recent).expectedDocuments);
  expect(backfill).toMatchObject({ state: 'done', start: dayAgo(RECENT_DAYS), is_counted: true });
  expect(backfill.days_done).toBe(backfill.days_known);

  const tooEarly = await post('backfill', { start: '2013-10-01' });
  expect(tooEarly.status).toBe(400);
  expect((await post('backfill', { start: '2013-11-01' })).status).toBe(200);
  const expected = countDistinct(objects).expectedDocuments;
  await hosts.statusThat(host, viewer, source.id, ({ counts }) => counts.events === expected);
  const done = await hosts.statusThat(host, viewer, source.id, isIdle);
  expect(done.backfill).toMatchObject({ state: 'done', start: '2013-11-01' });
});

test('each of its accounts and regions is shown, with the size of what is remembered (pain 14)', async () => {
  const path = `${SOURCES_API}/${source.id}/account_regions`;
  const { body } = await hosts.ask<AccountRegionsResponse>(host, viewer, 'GET', path);
  expect(body.account_regions.length).toBeGreaterThan(0);
  for (const each of body.account_regions) {
    expect(each).toMatchObject({ region: 'us-east-1', is_complete: true });
    expect(each.account_id).toMatch(/^\d{12}$/);
    expect(each.state_bytes).toBeLessThan(100_000);
  }
});

test('what it is doing is told: when it was polled and will be, its last runs, and what each took in (pain activity)', async () => {
  const path = `${SOURCES_API}/${source.id}`;
  // while polls are under way, the next one may be due since before the last one
  const status = await hosts.statusThat(
    host,
    viewer,
    source.id,
    ({ next_poll_at: next, last_fetched_at: last }) => Date.parse(next ?? '') > Date.parse(last ?? ''),
  );
  const { runs } = (await hosts.ask<RunsResponse>(host, viewer, 'GET', `${path}/runs`)).body;
  const sum = (of: 'objects' | 'events' | 'bytes') =>
    runs.reduce((total, { counts }) => total + counts[of], 0);
  expect({ objects: sum('objects'), events: sum('events'), bytes: sum('bytes') }).toEqual({
    objects: status.counts.objects,
    events: status.counts.events,
    bytes: status.counts.bytes,
  });
  for (const { at, ms, problem } of runs) {
    expect(Date.parse(at) + ms).toBeLessThanOrEqual(Date.now());
    expect(problem).toBeNull();
  }
  // the log says the same
  expect(await hosts.log()).toMatch(new RegExp(`"${source.name}", slice \\d: [1-9]\\d* objects`));
});

test('many who ask for it at once are all answered, and it goes on', async () => {
  const before = await hosts.status(host, viewer, source.id);
  const answers = await Promise.all(Array.from({ length: 6 }, () => post('fetch')));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const isLater = (status: SourceStatusResponse) =>
    isIdle(status) && Date.parse(status.last_fetched_at ?? '') > Date.parse(before.last_fetched_at ?? '');
  await hosts.statusThat(host, viewer, source.id, isLater);
});

test('a paused source fetches nothing, survives a restart so, and catches up when it is resumed', async () => {
  expect((await post('_pause')).status).toBe(200);
  await until(async () => (await tasks()) === 0);
  const later = objectsOfNow('source control later', objects, 2);
  await putObjects(bucket, later);
  const restarted = await hosts.start();
  const path = `${SOURCES_API}/${source.id}/status`;
  const { body } = await hosts.ask<SourceStatusResponse>(restarted, viewer, 'GET', path);
  expect(body).toMatchObject({ state: 'paused', next_poll_at: null });
  expect(await tasks()).toBe(0);
  const fetchNow = await post('fetch');
  expect(fetchNow.status).toBe(409);
  expect(fetchNow.text).toContain('paused');

  expect((await post('_resume')).status).toBe(200);
  const expected = countDistinct([...objects, ...later]).expectedDocuments;
  await hosts.statusThat(host, viewer, source.id, ({ counts }) => counts.events === expected);
  await restarted.stop();
});

test('back-fill is paused, resumed and cancelled by those who manage sources only', async () => {
  for (const [action, body] of [
    ['_pause', undefined],
    ['_resume', undefined],
    ['backfill', { action: 'cancel' }],
  ] as const)
    expect((await post(action, body, viewer)).status).toBe(403);
  expect((await post('backfill', { action: 'stop' })).status).toBe(400);
  for (const action of ['pause', 'cancel', 'resume']) {
    expect((await post('backfill', { action })).status).toBe(200);
    // all of its history is read: there is nothing to rest
    expect((await hosts.status(host, viewer, source.id)).backfill.state).toBe('done');
  }
});

async function tasks(): Promise<number> {
  await admin.indices.refresh({ index: TASKS });
  const { hits } = await admin.search({ index: TASKS, size: 1000 });
  return hits.hits.filter(({ _id: id }) => id?.includes(source.id)).length;
}
