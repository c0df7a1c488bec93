/** Event indices of an older version: brought up to date with a source's key, and what Elasticsearch then says of the fields. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { estypes } from '@elastic/elasticsearch';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATA_VIEW_FIELDS } from '../../common/data_view_fields';
import { EVENTS_MAPPING_VERSION } from '../../server/indices/events_mapping';
import { MappingUpgrades, outdatedIndices, upgradeMappings } from '../../server/indices/mapping_upgrade';
import { ensureTemplates } from '../../server/indices/templates';
import { writeKeyRole } from '../../server/sources/write_key';
import { elasticsearch } from './own_servers';

const { url, username, password } = elasticsearch;
const admin = new Client({ node: url, auth: { username, password } });
const FIRST_MAPPING = JSON.parse(
  readFileSync(join(__dirname, '../mappings/events_v1.json'), 'utf8'),
) as estypes.MappingTypeMapping;

const made: string[] = [];
const keys: string[] = [];
const clients: Client[] = [admin];

function newNamespace(): string {
  const namespace = `map_${randomBytes(4).toString('hex')}`;
  made.push(namespace);
  return namespace;
}

/** With these fields and no others: a template of higher priority keeps today's out. */
async function makeIndex(namespace: string, period: string, mappings = FIRST_MAPPING): Promise<string> {
  const index = `cloudtrail-events-${namespace}-${period}`;
  const template = `only-${index}`;
  await admin.indices.putIndexTemplate({
    name: template,
    index_patterns: [index],
    priority: 1000,
    template: { mappings },
  });
  await admin.indices.create({ index });
  await admin.indices.deleteIndexTemplate({ name: template });
  return index;
}

async function clientWith(roles: Record<string, unknown>): Promise<Client> {
  const key = await admin.security.createApiKey({
    name: 'mapping upgrade',
    role_descriptors: roles as Record<string, estypes.SecurityRoleDescriptor>,
  });
  keys.push(key.id);
  const client = new Client({ node: url, auth: { apiKey: key.encoded } });
  clients.push(client);
  return client;
}

const readerOf = (namespace: string) => ({
  reader: {
    indices: [{ names: [`cloudtrail-events-${namespace}-*`], privileges: ['read', 'view_index_metadata'] }],
  },
});

async function search(index: string, query: estypes.QueryDslQueryContainer): Promise<number> {
  await admin.indices.refresh({ index });
  return (await admin.count({ index, query })).count;
}

beforeAll(async () => {
  await ensureTemplates(admin);
});
afterAll(async () => {
  for (const namespace of made) {
    const found = await admin.indices.get({
      index: `cloudtrail-events-${namespace}-*`,
      expand_wildcards: 'all',
    });
    for (const index of Object.keys(found)) {
      await admin.indices.putSettings({ index, settings: { 'index.blocks.read_only': null } });
      await admin.indices.delete({ index });
    }
  }
  if (keys.length > 0) await admin.security.invalidateApiKey({ ids: keys });
  for (const client of clients) await client.close();
});

describe('an index of the first version', () => {
  const namespace = newNamespace();
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
  let index: string;

  test('is upgraded with the key of a source: what is written then is found by the new fields', async () => {
    index = await makeIndex(namespace, '2024.01');
    const document = (user: string) => ({
      '@timestamp': '2024-01-31T10:00:00Z',
      event: { action: 'CreateUser' },
      aws: { cloudtrail: { request_parameters: `{userName=${user}}` } },
      related: { user: [user] },
    });
    await admin.index({ index, document: document('old') });
    const client = await clientWith(writeKeyRole(namespace));
    expect(await outdatedIndices(client, namespace)).toEqual([index]);
    await new MappingUpgrades(log, () => Date.now()).run(client, namespace);
    expect(await outdatedIndices(client, namespace)).toEqual([]);
    await client.create({ index, id: 'new', document: document('new') });

    expect(await search(index, { term: { 'event.action': 'CreateUser' } })).toBe(2);
    expect(await search(index, { exists: { field: 'related.user' } })).toBe(1);
    expect(await search(index, { term: { 'related.user': 'new' } })).toBe(1);
    const byText = { term: { 'aws.cloudtrail.request_parameters': '{userName=new}' } };
    expect(await search(index, byText)).toBe(1);
    const byWord = { match: { 'aws.cloudtrail.request_parameters.text': 'username' } };
    expect(await search(index, byWord)).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/mapping of 1 indices is up to date/)]);
  });

  test('then has all fields of an index that was made from the template', async () => {
    const fresh = `cloudtrail-events-${namespace}-2024.02`;
    await admin.indices.create({ index: fresh });
    const mappings = await admin.indices.getMapping({ index: [index, fresh] });
    expect(mappings[index]).toEqual(mappings[fresh]);
    expect(mappings[fresh]?.mappings._meta?.['version']).toBe(EVENTS_MAPPING_VERSION);
  });

  test('has the fields that the data view lists, and Elasticsearch says the same of each', async () => {
    const { fields } = await admin.fieldCaps({ index, fields: '*', filters: '-metadata,-parent' });
    const said = Object.fromEntries(
      Object.entries(fields).map(([name, byType]) => {
        const [type, { searchable, aggregatable }] = Object.entries(byType)[0] as [
          string,
          estypes.FieldCapsFieldCapability,
        ];
        return [name, { esTypes: [type], searchable, aggregatable }];
      }),
    );
    const listed = Object.entries(DATA_VIEW_FIELDS).map(([name, { esTypes, searchable, aggregatable }]) => [
      name,
      { esTypes, searchable, aggregatable },
    ]);
    expect(said).toEqual(Object.fromEntries(listed));
  });
});

describe('an upgrade', () => {
  test('leaves the index of a newer Kibana alone', async () => {
    const namespace = newNamespace();
    const newer = { ...FIRST_MAPPING, _meta: { version: EVENTS_MAPPING_VERSION + 1 } };
    await makeIndex(namespace, '2024.01', newer);
    expect(await outdatedIndices(admin, namespace)).toEqual([]);
  });

  test('goes on past an index that is blocked, and says which one is left and why', async () => {
    const namespace = newNamespace();
    const older = await makeIndex(namespace, '2024.01');
    const blocked = await makeIndex(namespace, '2024.02');
    await admin.indices.putSettings({ index: blocked, settings: { 'index.blocks.read_only': true } });
    const outdated = await outdatedIndices(admin, namespace);
    expect(outdated).toEqual([blocked, older]);
    const { upgraded, left, refusal } = await upgradeMappings(admin, outdated, () => true);
    expect({ upgraded, left }).toEqual({ upgraded: 1, left: [blocked] });
    expect(refusal?.code).toBe('elasticsearch_blocked');
  });

  test('without the right says so in the log and does not throw: events are fetched all the same', async () => {
    const namespace = newNamespace();
    const index = await makeIndex(namespace, '2024.01');
    const warnings: string[] = [];
    const log = { info: () => undefined, warn: (line: string) => warnings.push(line) };
    const client = await clientWith(readerOf(namespace));
    await new MappingUpgrades(log, () => Date.now()).run(client, namespace);
    expect(warnings).toEqual([expect.stringMatching(/1 indices is of an older version .*administrator/)]);
    expect(await outdatedIndices(client, namespace)).toEqual([index]);
  });

  test('stops when its time is up, and the next goes on', async () => {
    const namespace = newNamespace();
    await makeIndex(namespace, '2024.01');
    await makeIndex(namespace, '2024.02');
    const outdated = await outdatedIndices(admin, namespace);
    let asked = 0;
    const first = await upgradeMappings(admin, outdated, () => ++asked < 2);
    expect(first).toEqual({ upgraded: 1, left: outdated.slice(1), refusal: undefined });
    expect(await outdatedIndices(admin, namespace)).toEqual(outdated.slice(1));
  });
});
