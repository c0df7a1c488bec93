/** Documents at their edges, on a real Elasticsearch: it takes them, and finds them by what Elastic's rules ask. */
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import { toDocument } from '../../server/documents/to_document';
import { ensureTemplates } from '../../server/indices/templates';
import { elasticsearch } from './own_servers';

const { url, username, password } = elasticsearch;
const client = new Client({ node: url, auth: { username, password } });
const INDEX = 'cloudtrail-events-documents_test-2024.01';

const BASE = { eventTime: '2024-01-31T10:00:00Z', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' };
/** By the name under which each is found again. */
const RECORDS: Readonly<Record<string, object>> = {
  long_texts: {
    ...BASE,
    userAgent: `curl/7.88.1 ${'x'.repeat(100_000)}`,
    errorMessage: 'ü'.repeat(100_000),
    sourceIPAddress: 'h.'.repeat(50_000),
    requestParameters: { userName: 'u'.repeat(100_000) },
  },
  odd_resources: {
    ...BASE,
    resources: [
      { ARNPrefix: 'arn:aws:s3:::b/', type: 'AWS::S3::Object' },
      { ARN: 'arn:aws:s3:::b', 'a..b': 'x', '.': 'x', '': 'x', arn: { a: 1 } },
    ],
  },
  web_identity: {
    ...BASE,
    userIdentity: {
      type: 'WebIdentityUser',
      sessionContext: {
        assumedRoot: 'true',
        attributes: { creationDate: '20131102T010628Z' },
        webIdFederationData: {
          federatedProvider: 'p',
          attributes: { 'accounts.google.com:sub': '1', '': 7 },
        },
      },
    },
  },
  insight: { ...BASE, insightDetails: { state: 'Start', insightContext: { average: 0.5 } } },
  target: { ...BASE, requestParameters: { userName: 'bob', newUserName: 'robert' } },
  time_of_key: { ...BASE, eventTime: 'yesterday' },
};

function sourceOf(record: object): object {
  return toDocument(Buffer.from(JSON.stringify(record)), 0, {
    origin: {
      bucket: 'b',
      bucketArn: 'arn:aws:s3:::b',
      key: 'k',
      accountId: '111122223333',
      keyTime: Date.UTC(2024, 0, 31),
      namespace: 'documents_test',
      isBackfill: false,
    },
    geo: {
      lookup: () => ({ as: { number: 64496, organization: { name: 'Example Net' } } }),
      available: true,
      attributions: [],
    },
    now: Date.UTC(2024, 1, 1),
    options: { ...DEFAULT_DOCUMENT_OPTIONS, keepsOriginal: true, hasEntityFields: true },
  }).source;
}

async function dropIndex(): Promise<void> {
  await client.indices.delete({ index: INDEX, ignore_unavailable: true });
}

async function found(field: string, value: string | number | boolean): Promise<string[]> {
  const { hits } = await client.search({ index: INDEX, query: { term: { [field]: value } } });
  return hits.hits.map(({ _id }) => String(_id)).sort();
}

beforeAll(async () => {
  await dropIndex();
  await ensureTemplates(client);
  await client.indices.create({ index: INDEX });
  const { items } = await client.bulk({
    operations: Object.entries(RECORDS).flatMap(([name, record]) => [
      { create: { _index: INDEX, _id: name } },
      sourceOf(record),
    ]),
    refresh: true,
  });
  expect(items.map(({ create }) => create?.error).filter(Boolean)).toEqual([]);
});

afterAll(async () => {
  await dropIndex();
  await client.close();
});

test('what a call is about, how it is classed and what made it are found', async () => {
  expect(await found('user.target.name', 'bob')).toEqual(['target']);
  expect(await found('user.changes.name', 'robert')).toEqual(['target']);
  expect(await found('related.user', 'robert')).toEqual(['target']);
  expect(await found('event.category', 'iam')).toHaveLength(Object.keys(RECORDS).length);
  expect(await found('user_agent.name', 'curl')).toEqual(['long_texts']);
  expect(await found('event.kind', 'pipeline_error')).toEqual(['time_of_key']);
});

test('leaves of Insights and of web identities are found by their paths', async () => {
  expect(await found('aws.cloudtrail.flattened.insight_details.state', 'Start')).toEqual(['insight']);
  const context = 'aws.cloudtrail.user_identity.session_context';
  const attribute = `${context}.web_id_federation_data.attributes.accounts.google.com:sub`;
  expect(await found(attribute, '1')).toEqual(['web_identity']);
  expect(await found(`${context}.assumed_root`, true)).toEqual(['web_identity']);
});

test('resources are found by what Elastic names, and shown with the rest', async () => {
  expect(await found('aws.cloudtrail.resources.arn', 'arn:aws:s3:::b')).toEqual(['odd_resources']);
  const { _source } = await client.get<{ aws: { cloudtrail: { resources: unknown } } }>({
    index: INDEX,
    id: 'odd_resources',
  });
  expect(_source?.aws.cloudtrail.resources).toContainEqual({
    ARNPrefix: 'arn:aws:s3:::b/',
    type: 'AWS::S3::Object',
  });
});

test('the original is kept whole, however long, and is not searched', async () => {
  const { _source } = await client.get<{ event: { original: string } }>({ index: INDEX, id: 'long_texts' });
  expect(_source?.event.original).toBe(JSON.stringify(RECORDS['long_texts']));
  await expect(found('event.original', JSON.stringify(RECORDS['insight']))).rejects.toThrow(/not indexed/);
});
