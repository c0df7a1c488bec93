/** The servers that the other tests stand on do what those rely on. */
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Client } from '@elastic/elasticsearch';
import { expect, test } from 'vitest';
import { elasticsearch, s3 } from './own_servers';

function elasticsearchAs(auth: ConstructorParameters<typeof Client>[0]['auth']): Client {
  return new Client({ node: elasticsearch.url, ...(auth && { auth }) });
}

function s3As(credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }): S3Client {
  return new S3Client({
    endpoint: s3.url,
    region: s3.region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials,
  });
}

test('an API key that Kibana is granted for a native user writes what that user may write, and nothing else', async () => {
  const admin = elasticsearchAs({ username: elasticsearch.username, password: elasticsearch.password });
  const indices = [
    { names: ['servers-mine-*'], privileges: ['create_index' as const, 'create_doc' as const] },
  ];
  await admin.security.putRole({ name: 'servers_writer', indices });
  await admin.security.putUser({
    username: 'servers_ann',
    password: 'not-a-secret',
    roles: ['servers_writer'],
  });
  const kibana = elasticsearchAs({
    username: elasticsearch.kibanaUsername,
    password: elasticsearch.kibanaPassword,
  });
  const granted = await kibana.security.grantApiKey({
    grant_type: 'password',
    username: 'servers_ann',
    password: 'not-a-secret',
    api_key: { name: 'servers' },
  });
  const writer = elasticsearchAs({ apiKey: { id: granted.id, api_key: granted.api_key } });

  const created = await writer.create({ index: 'servers-mine-1', id: '1', document: { a: 1 } });
  expect(created.result).toBe('created');
  await expect(
    writer.create({ index: 'servers-other-1', id: '1', document: { a: 1 } }),
  ).rejects.toMatchObject({
    statusCode: 403,
  });
});

test('a wrong Elasticsearch password is refused', async () => {
  const stranger = elasticsearchAs({ username: elasticsearch.username, password: 'wrong' });
  await expect(stranger.count()).rejects.toMatchObject({ statusCode: 401 });
});

test('the reader of the S3 server may list and get but not put', async () => {
  const bucket = 'servers-bucket';
  const owner = s3As(s3.owner);
  const reader = s3As(s3.reader);
  await owner.send(new CreateBucketCommand({ Bucket: bucket }));
  await owner.send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: Buffer.from('text') }));

  const listed = await reader.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['a']);
  const got = await reader.send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }));
  expect(await got.Body?.transformToString()).toBe('text');
  await expect(
    reader.send(new PutObjectCommand({ Bucket: bucket, Key: 'b', Body: Buffer.from('') })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
});

test('a wrong secret, an unknown key and a missing bucket are refused as S3 refuses them', async () => {
  const refusals = [
    { credentials: { ...s3.reader, secretAccessKey: 'wrong' }, name: 'SignatureDoesNotMatch', status: 403 },
    {
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
      name: 'InvalidAccessKeyId',
      status: 403,
    },
    { credentials: s3.reader, name: 'NoSuchBucket', status: 404 },
  ];
  for (const { credentials, name, status } of refusals) {
    const call = s3As(credentials).send(new ListObjectsV2Command({ Bucket: 'servers-missing' }));
    await expect(call).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  }
});
