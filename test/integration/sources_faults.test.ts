/** What goes wrong around a source, and goes right again: it says what, recovers by itself, and loses and doubles nothing. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SOURCES_API } from '../../common/ids';
import type { SourceResponse } from '../../common/sources';
import type { BucketObject } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import type { Host } from '../host/start_host';
import { s3Refusal, startFaultyProxy, type FaultyProxy } from '../servers/faulty_proxy';
import { startS3, type S3Server } from '../servers/s3';
import {
  countEvents,
  freeRunningTasks,
  isIdle,
  objectsOfNow,
  PluginHosts,
  SAVED_OBJECTS,
  someObjects,
  sourceRequest,
  TASKS,
  until,
  type KeyPair,
} from './plugin_host';
import { elasticsearch } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
/** Leases run out after 60 s, and a dead host's tasks are taken up after 90 s. */
const AFTER_A_CRASH_MS = 170_000;
/** Longer than what is waited for within: that says what was last seen. */
const LONG_TEST_MS = 240_000;
/** One estate for all: each source has a namespace of its own. */
const SEED = 'sources and faults';
const READ = ['s3:ListBucket', 's3:GetObject', 's3:GetBucketLocation'];

let hosts: PluginHosts;
let host: Host;
let s3: S3Server;
/** Another way to the same S3. */
let gate: FaultyProxy;

beforeAll(async () => {
  s3 = await startS3();
  gate = await startFaultyProxy(s3.url);
  hosts = await PluginHosts.prepare(elasticsearch, [s3.url, gate.url]);
  host = await hosts.start();
});
afterAll(async () => {
  await hosts.stop();
  gate.close();
  await s3.stop();
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

/** Pauses after a problem are made of the interval. */
const create = (bucket: string, key: KeyPair, changes: Parameters<typeof sourceRequest>[3] = {}) =>
  hosts.create(host, superuser, sourceRequest(s3, key, bucket, { interval: '2s', ...changes }));
const drop = async ({ id }: SourceResponse) =>
  expect((await hosts.ask(host, superuser, 'DELETE', `${SOURCES_API}/${id}`)).status).toBe(200);

async function bucketOf(objects: readonly BucketObject[]): Promise<string> {
  const name = `b-${randomUUID()}`;
  await s3.createBucket(name);
  await s3.putObjects(name, objects);
  return name;
}

async function problemOf(source: SourceResponse, code: string): Promise<string> {
  const isMet = ({ problem }: { problem: { code: string } | null }) => problem?.code === code;
  const status = await hosts.statusThat(host, superuser, source.id, isMet);
  expect(status.state).toBe('failing');
  return status.problem?.message ?? '';
}

/** Waits until the source has found out by itself that all is well, and has everything. */
async function expectWhole(source: SourceResponse, objects: readonly BucketObject[], waitMs?: number) {
  const expected = countDistinct(objects).expectedDocuments;
  const isWhole = (status: Parameters<typeof isIdle>[0]) =>
    isIdle(status) && status.counts.events + status.counts.known >= expected;
  const status = await hosts.statusThat(host, superuser, source.id, isWhole, waitMs);
  expect(status.problem).toBeNull();
  expect(await countEvents(admin, source.namespace)).toBe(expected);
  return status;
}

interface Waiting {
  readonly source: SourceResponse;
  readonly objects: readonly BucketObject[];
}
let killed: Waiting;

test('a host is killed in the middle of a fetch, and another one takes its place', async () => {
  const objects = someObjects(SEED, 4);
  const source = await create(await bucketOf(objects), s3);
  await until(async () => (await countEvents(admin, source.namespace)) > 0);
  await host.kill('SIGKILL');
  const events = await countEvents(admin, source.namespace);
  expect(events).toBeGreaterThan(0);
  expect(events).toBeLessThan(countDistinct(objects).expectedDocuments);
  killed = { source, objects };
  host = await hosts.start();
});

let unreadable: Waiting;

test('a source that may list but not read says so', async () => {
  const objects = someObjects(SEED, 100);
  const user = await makeIamUser(['s3:ListBucket']);
  const source = await create(await bucketOf(objects), user.key);
  expect(await problemOf(source, 'aws_access_denied')).toContain('s3:GetObject');
  await user.allow(READ);
  unreadable = { source, objects };
});

describe('a source says what is wrong, and recovers by itself', () => {
  test('when AWS does not take its key, and then does', async () => {
    const objects = someObjects(SEED, 100);
    gate.fault = () => s3Refusal(403, 'InvalidAccessKeyId');
    const source = await create(await bucketOf(objects), s3, { endpoint: gate.url });
    expect(await problemOf(source, 'aws_bad_credentials')).toContain(s3.accessKeyId.slice(-4));
    gate.fault = undefined;
    await expectWhole(source, objects);
    await drop(source);
  });

  test('when its secret is wrong: the right one in a new source brings everything', async () => {
    const objects = someObjects(SEED, 100);
    const bucket = await bucketOf(objects);
    const source = await create(bucket, { ...s3, secretAccessKey: 'not-the-secret' });
    expect(await problemOf(source, 'aws_bad_credentials')).toContain('SignatureDoesNotMatch');
    await drop(source);
    const { namespace } = source;
    const again = await create(bucket, s3, { namespace });
    await expectWhole(again, objects);
    await drop(again);
  });

  test('when its bucket is not there yet', async () => {
    const objects = someObjects(SEED, 100);
    const bucket = `b-${randomUUID()}`;
    const source = await create(bucket, s3);
    expect(await problemOf(source, 'aws_no_such_bucket')).toContain(bucket);
    await s3.createBucket(bucket);
    await s3.putObjects(bucket, objects);
    await expectWhole(source, objects);
    await drop(source);
  });

  test('when it may not list, and then may', async () => {
    const objects = someObjects(SEED, 100);
    const user = await makeIamUser(['s3:GetObject']);
    const source = await create(await bucketOf(objects), user.key);
    expect(await problemOf(source, 'aws_access_denied')).toContain('s3:ListBucket');
    await user.allow(READ);
    await expectWhole(source, objects);
    await drop(source);
  });

  test('when a right vanishes later, and what came meanwhile is fetched', async () => {
    const objects = someObjects(SEED, 100);
    const user = await makeIamUser(READ);
    const bucket = await bucketOf(objects);
    const source = await create(bucket, user.key);
    await expectWhole(source, objects);
    await user.allow(['s3:GetObject']);
    const later = objectsOfNow('came later', objects, 3);
    expect(later.length).toBeGreaterThan(0);
    await s3.putObjects(bucket, later);
    await problemOf(source, 'aws_access_denied');
    await user.allow(READ);
    await expectWhole(source, [...objects, ...later]);
    await drop(source);
  });
});

test(
  'two Kibanas share one source, though Task Manager runs its tasks on both at once',
  async () => {
    const objects = someObjects(SEED, 4, 1);
    const other = await hosts.start({
      logFile: hosts.logFile('other'),
      instanceUuid: randomUUID(),
    });
    const source = await create(await bucketOf(objects), s3);
    let isOver = false;
    const stealing = (async () => {
      while (!isOver) {
        await freeRunningTasks(admin, source.id);
        await sleep(300);
      }
    })();
    await expectWhole(source, objects, AFTER_A_CRASH_MS);
    isOver = true;
    await stealing;
    const tookPart = new RegExp(`"${source.name}", slice \\d: [1-9]\\d* objects`);
    expect(await hosts.log()).toMatch(tookPart);
    expect(await hosts.log('other')).toMatch(tookPart);
    await other.stop();
    await drop(source);
  },
  LONG_TEST_MS,
);

test(
  'what could not be read is in since it may be, by itself, each event once',
  async () => {
    // refused objects are asked for again after a minute, which other tests have let pass
    await expectWhole(unreadable.source, unreadable.objects, AFTER_A_CRASH_MS);
    await drop(unreadable.source);
  },
  LONG_TEST_MS,
);

test(
  'what the killed host was fetching is in, each event once',
  async () => {
    await expectWhole(killed.source, killed.objects, AFTER_A_CRASH_MS);
    await drop(killed.source);
  },
  LONG_TEST_MS,
);

interface IamUser {
  readonly key: KeyPair;
  /** These actions and no others, from now on. */
  allow(actions: readonly string[]): Promise<void>;
}

async function makeIamUser(actions: readonly string[]): Promise<IamUser> {
  const UserName = `user-${randomUUID()}`;
  const allow = async (allowed: readonly string[]) => {
    const statement = { Effect: 'Allow', Action: allowed, Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await callIam({ Action: 'PutUserPolicy', UserName, PolicyName: 'given', PolicyDocument });
  };
  await callIam({ Action: 'CreateUser', UserName });
  await allow(actions);
  const answer = await callIam({ Action: 'CreateAccessKey', UserName });
  const textOf = (name: string) => new RegExp(`<${name}>([^<]+)<`).exec(answer)?.[1] ?? '';
  return {
    key: { accessKeyId: textOf('AccessKeyId'), secretAccessKey: textOf('SecretAccessKey') },
    allow,
  };
}

/** The server looks at no signature for the moment of the call, as its own set-up does it. */
async function callIam(parameters: Readonly<Record<string, string>>): Promise<string> {
  const setAuthentication = (after: string) =>
    fetch(`${s3.url}/moto-api/reset-auth`, { method: 'POST', body: after });
  await setAuthentication('inf');
  const response = await fetch(s3.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=setup/20200101/${s3.region}/iam/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
  });
  const text = await response.text();
  await setAuthentication('0');
  if (!response.ok) throw new Error(`IAM ${parameters['Action']} answered ${response.status}: ${text}`);
  return text;
}
