/** Bad objects and odd records: the good ones are in, each bad one is listed with its reason, nothing stops. */
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { BucketObject } from '../generate/bucket_object';
import { digestKey, logKey } from '../generate/bucket_object';
import { admin, FetchHarness, makeBucket } from './fetch_harness';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const AT = Date.UTC(2024, 4, 6, 7, 8);
const PADDING = 'abcdefghijklmnop';

function key(name: string): string {
  return logKey({ account: ACCOUNT, region: REGION, at: AT }, `${name}${PADDING}`.slice(0, 16));
}
function record(id: string, parts: object = {}): object {
  return {
    eventVersion: '1.08',
    eventID: id,
    eventTime: '2024-05-06T07:08:09Z',
    eventName: 'PutBucketPolicy',
    eventSource: 's3.amazonaws.com',
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    sourceIPAddress: '203.0.113.7',
    userIdentity: {
      type: 'IAMUser',
      userName: 'ana',
      accountId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/ana`,
    },
    ...parts,
  };
}
function file(...records: readonly object[]): Buffer {
  return gzipSync(JSON.stringify({ Records: records }));
}

const POLICY = JSON.stringify({
  Statement: Array.from({ length: 1500 }, (_, i) => ({ Sid: `s${i}`, Resource: 'x'.repeat(40) })),
});
const DEEP = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as object;
const ODD: readonly object[] = [
  record('policy', { requestParameters: { policy: POLICY } }),
  record('string', { requestParameters: 'as text' }),
  record('array', { requestParameters: ['a', { b: 1 }, [2]] }),
  record('null', { requestParameters: null, responseElements: null, resources: null }),
  record('number', { requestParameters: 7, responseElements: true }),
  record('tags text', { requestParameters: { tags: 'x', disableApiTermination: true } }),
  record('tags list', { requestParameters: { tags: [], disableApiTermination: { value: true } } }),
  record('tags object', { requestParameters: { tags: {} } }),
  record('internal', { sourceIPAddress: 'AWS Internal' }),
  record('ipv6', { sourceIPAddress: '2600:1f18::1' }),
  record('leading zeros', { sourceIPAddress: '253.252.51.07' }),
  record('deep', { requestParameters: DEEP }),
  record('keys', {
    requestParameters: {
      '': 1,
      'a.b': 2,
      a: { b: 3 },
      'nul\0nul': 4,
      ['k'.repeat(40_000)]: 5,
      '.': 6,
      '..': 7,
    },
  }),
  record('many keys', {
    requestParameters: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i])),
  }),
  record('megabyte', {
    requestParameters: { text: 'y'.repeat(1_000_000) },
    errorMessage: 'z'.repeat(100_000),
  }),
  record('surrogate', { requestParameters: { text: '\ud800 alone \udfff' }, userAgent: '\udc00' }),
  record('types', {
    eventName: { a: 1 },
    awsRegion: 5,
    readOnly: 'perhaps',
    userIdentity: 'nobody',
    resources: 'none',
    tlsDetails: 3,
  }),
  record('dates', {
    apiVersion: 'v20160216',
    requestParameters: { groupDescription: '2024-01-01', value: 'not a date' },
  }),
];
/** `JSON.parse` makes of it a key like any other. */
const PROTOTYPE = `{"eventID":"prototype","eventTime":"2024-05-06T07:08:09Z","requestParameters":{"__proto__":{"x":1},"constructor":2}}`;

const BAD: Readonly<Record<string, readonly [name: string, body: Buffer]>> = {
  empty_object: ['empty', Buffer.alloc(0)],
  bad_gzip: ['truncated', file(record('cut')).subarray(0, 60)],
  not_cloudtrail: ['foreign', gzipSync('{"hello":"world"}')],
  bad_json: ['halfJson', gzipSync('{"Records":[{"eventID":"half"')],
};

let harness: FetchHarness;
let objects: BucketObject[];

beforeAll(async () => {
  objects = [
    { key: key('good'), body: file(record('good 1'), record('good 2')) },
    { key: key('odd'), body: file(...ODD) },
    { key: key('prototype'), body: gzipSync(`{"Records":[${PROTOTYPE}]}`) },
    { key: key('notObjects'), body: gzipSync('{"Records":[1,"two",null,[3]]}') },
    {
      key: key('times'),
      body: file(
        record('old', { eventTime: '2001-01-01T00:00:00Z' }),
        record('of years to come', { eventTime: '9999-12-31T23:59:59Z' }),
        record('silent', { eventTime: '…' }),
      ),
    },
    {
      key: digestKey(ACCOUNT, REGION, 'trail', AT),
      body: gzipSync(JSON.stringify({ digestStartTime: 'x', awsAccountId: ACCOUNT })),
    },
    ...Object.values(BAD).map(([name, body]) => ({ key: key(name), body })),
  ];
  harness = new FetchHarness(await makeBucket(objects));
  await harness.runToEnd();
});

test('every record of any shape becomes a document, none is refused (pains 1, 2, 3, 4, 5, 6, 9)', async () => {
  // `silent` takes the stamp of its key
  expect(await harness.documents()).toBe(2 + ODD.length + 1 + 1);
  const { failures } = await harness.failures();
  expect(failures.filter(({ reason }) => reason === 'mapping_refused')).toEqual([]);
});

test('each bad object and record is listed with its reason and its key, once', async () => {
  const { failures, total } = await harness.failures();
  const found = failures.map(
    ({ reason, key: k, offset }) =>
      `${reason} ${k.slice(-24, -8)} ${offset === undefined ? 'whole' : 'record'}`,
  );
  const expected = [
    ...Object.entries(BAD).map(([reason, [name]]) => `${reason} ${`${name}${PADDING}`.slice(0, 16)} whole`),
    ...Array.from({ length: 4 }, () => `record_not_object ${`notObjects${PADDING}`.slice(0, 16)} record`),
    `event_time_out_of_range ${`times${PADDING}`.slice(0, 16)} record`,
    `event_time_out_of_range ${`times${PADDING}`.slice(0, 16)} record`,
  ];
  expect(found.sort()).toEqual(expected.sort());
  expect((await harness.progress()).counts).toMatchObject({ failed: total, skipped: 1 });
  expect((await harness.progress()).problem).toBeNull();
});

test('a 100 KB policy is found by its leaf and kept whole (pain 6)', async () => {
  const answer = await admin.search<{
    aws: { cloudtrail: { flattened: { request_parameters: { policy: string } } } };
  }>({
    index: `cloudtrail-events-${harness.namespace}-*`,
    query: { term: { 'event.id': 'policy' } },
  });
  const [hit] = answer.hits.hits;
  expect(POLICY.length).toBeGreaterThan(100_000);
  expect(hit?._source?.aws.cloudtrail.flattened.request_parameters.policy).toBe(POLICY);
});

test('an object over the cap is refused at the cap and what came before is in (pain 16)', async () => {
  const many = Array.from({ length: 3000 }, (_, i) =>
    record(`many ${i}`, { requestParameters: { text: 'q'.repeat(1000) } }),
  );
  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, 0x20));
  const bucket = await makeBucket([
    { key: key('large'), body: file(...many) },
    { key: key('bomb'), body: bomb },
    { key: key('good'), body: file(record('good 1')) },
    {
      key: key('wide'),
      body: file(record('wide', { requestParameters: 'w'.repeat(5000) }), record('narrow')),
    },
  ]);
  const capped = new FetchHarness(bucket, {}, { limits: { maxObjectBytes: 2 ** 20, maxRecordBytes: 4096 } });
  await capped.runToEnd();
  const { failures } = await capped.failures();
  expect(failures.map(({ reason }) => reason).sort()).toEqual([
    'object_too_large',
    'object_too_large',
    'record_too_large',
  ]);
  const documents = await capped.documents();
  expect(documents).toBeGreaterThan(500);
  expect(documents).toBeLessThan(1000);
});
