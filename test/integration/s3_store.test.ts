/** The S3 store against a real S3 server: what the scripted one takes on trust. */
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credentials } from '../../common/sources';
import type { ReportingObjectStore } from '../../server/aws/object_store';
import { createS3ObjectStore } from '../../server/aws/s3_object_store';
import { s3 } from './own_servers';

const owner = new S3Client({
  endpoint: s3.url,
  region: s3.region,
  forcePathStyle: true,
  credentials: s3.owner,
});
const signal = new AbortController().signal;
const KEYS = [
  'plain.json.gz',
  'a+b c.json.gz',
  'per%2Fcent/100%.json.gz',
  'ü/€/𝒳.json.gz',
  'a?b#c&d=e;f.json.gz',
  "it's (~!*)@$,:=.json.gz",
  'double//slash.json.gz',
];
const READER: Credentials = {
  type: 'access_key',
  access_key_id: s3.reader.accessKeyId,
  secret_access_key: s3.reader.secretAccessKey,
};
/** Dots are part of names of older buckets. */
const bucket = `my.trails.${randomUUID()}`;
const stores: ReportingObjectStore[] = [];

beforeAll(async () => {
  await owner.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const key of KEYS) await owner.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: key }));
  await owner.send(
    new PutObjectCommand({ Bucket: bucket, Key: 'cold.json.gz', Body: 'x', StorageClass: 'GLACIER' }),
  );
});
afterAll(() => {
  for (const store of stores) store.close();
  owner.destroy();
});

async function openStore(credentials = READER, name = bucket): Promise<ReportingObjectStore> {
  const store = await createS3ObjectStore({
    location: { bucket: name, endpoint: s3.url, force_path_style: true, requester_pays: true },
    credentials,
    policy: { allowedEndpoints: [s3.url], allowServerIdentity: false },
    sessionName: 'test',
  });
  stores.push(store);
  return store;
}

async function listed(store: ReportingObjectStore) {
  const objects = [];
  for await (const page of store.list({ prefix: '', signal })) objects.push(...page.objects);
  return objects;
}

test('every key is listed as it was put, and read by what was listed', async () => {
  const store = await openStore();
  const readable = (await listed(store)).filter(({ storageClass }) => storageClass === 'STANDARD');
  expect(readable.map(({ key }) => key).sort()).toEqual([...KEYS].sort());
  for (const { key, size } of readable) {
    const body = await text(await store.open(key, signal));
    expect([body, size]).toEqual([key, Buffer.byteLength(key)]);
  }
  expect(store.report()).toMatchObject({ throttled: 0, repeated: 0, requests: KEYS.length + 1 });
});

test('an archived object says so in the listing, and when it is read all the same (pain 18)', async () => {
  const store = await openStore();
  const cold = (await listed(store)).find(({ key }) => key === 'cold.json.gz');
  expect(cold?.storageClass).toBe('GLACIER');
  await expect(store.open('cold.json.gz', signal)).rejects.toMatchObject({ code: 'aws_archived' });
});

test('what is gone, and what never was there, are told apart', async () => {
  const store = await openStore();
  await expect(store.open('gone.json.gz', signal)).rejects.toMatchObject({ code: 'aws_no_such_key' });
  const nowhere = await openStore(READER, `b-${randomUUID()}`);
  await expect(listed(nowhere)).rejects.toMatchObject({ code: 'aws_no_such_bucket' });
  await expect(nowhere.open('a', signal)).rejects.toMatchObject({ code: 'aws_no_such_bucket' });
});

test('a wrong secret and an unknown key are told as wrong credentials', async () => {
  const wrong = await openStore({ ...READER, secret_access_key: 'wrong' });
  await expect(listed(wrong)).rejects.toMatchObject({ code: 'aws_bad_credentials' });
  const unknown = await openStore({ ...READER, access_key_id: 'AKIAIOSFODNN7EXAMPLE' });
  await expect(listed(unknown)).rejects.toMatchObject({ code: 'aws_bad_credentials' });
});
