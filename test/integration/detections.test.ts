/** Each rule of the catalogue on a real Elasticsearch: it fires on what it is for, and not on what is nearly that. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE, detectionOf } from '../../common/detections/catalogue';
import type { Detection } from '../../common/detections/detection';
import { groupFields, threshold } from '../../common/detections/rule_schedule';
import type { DetectionSettings } from '../../common/detections/settings';
import { ruleKql } from '../../common/detections/settings';
import { HEALTH_INDEX } from '../../common/ids';
import { runPreviews } from '../../server/detections/run_previews';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import { toDocument } from '../../server/documents/to_document';
import { openGeo, type OpenedGeo } from '../../server/geo/open_geo';
import { ensureTemplates } from '../../server/indices/templates';
import { alertsPage, type DetectionResult } from '../../tools/docs/alerts_page';
import { DETECTION_CASES, type RawRecord } from '../detections/attack_records';
import { kqlQuery, type Query } from '../kql/kql_query';
import { elasticsearch } from './own_servers';

const { url, username, password } = elasticsearch;
const client = new Client({ node: url, auth: { username, password } });
const PREFIX = 'cloudtrail-events-detections_test';
const [CASES, SAMPLES] = [`${PREFIX}-cases`, `${PREFIX}-samples`];
const GAPS = `${HEALTH_INDEX}-detections_test`;
const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const COUNTRIES = fileURLToPath(
  new URL('../../node_modules/@ip-location-db/geo-whois-asn-country-mmdb', import.meta.url),
);
const SETTINGS: DetectionSettings = { homeCountries: ['US', 'IL'] };
const ON_EVENTS = CATALOGUE.filter(({ over }) => over === undefined);
const BATCH = 2000;

let geo: OpenedGeo;
const attackIds = new Map<string, string[]>();
const missIds = new Map<string, string[]>();

beforeAll(async () => {
  await dropIndices();
  await ensureTemplates(client);
  geo = await openGeo({ bundledDir: COUNTRIES });
  for (const index of [CASES, SAMPLES]) await client.indices.create({ index });
  await indexCases();
  await index(SAMPLES, await sampleRecords());
  await client.indices.refresh({ index: `${PREFIX}-*` });
});

afterAll(async () => {
  await dropIndices();
  await client.close();
});

describe('each rule has an attack and a near miss', () => {
  test('and no case is of a rule that is not there', () => {
    expect(Object.keys(DETECTION_CASES).sort()).toEqual(ON_EVENTS.map(({ id }) => id).sort());
  });
});

describe.each(ON_EVENTS.map((detection) => [detection.id, detection] as const))('%s', (id, detection) => {
  test('fires on its attack', async () => {
    const ids = attackIds.get(id) ?? [];
    expect(await matches(CASES, detection, ids)).toEqual([...ids].sort());
    expect(await groups(CASES, detection, ids)).toBeGreaterThan(0);
  });

  test('stays silent on the near miss', async () => {
    const ids = missIds.get(id) ?? [];
    expect(ids.length).toBeGreaterThan(0);
    expect(await groups(CASES, detection, ids)).toBe(0);
    // below the threshold some may match
    if (threshold(detection) === 1) expect(await matches(CASES, detection, ids)).toEqual([]);
  });
});

test('a rule on chosen instances fires for them alone', async () => {
  const detection = found('instance_state_changes');
  const [stopped = '', rebooted = ''] = attackIds.get(detection.id) ?? [];
  const settings = { instanceIds: ['i-0aaaaaaaaaaaaaaa1'] };
  expect(await matches(CASES, detection, [stopped, rebooted], settings)).toEqual([rebooted]);
});

test('AWS’s own networks are left out of access from abroad when asked', async () => {
  const detection = found('access_from_outside_home_countries');
  const document = (number: number) => ({
    '@timestamp': '2025-03-01T10:00:00Z',
    event: { id: `as-${number}`, action: 'ListBuckets' },
    source: { address: '3.5.140.2', geo: { country_iso_code: 'DE' }, as: { number } },
  });
  const ids = ['as-16509', 'as-3320'];
  await client.index({ index: CASES, id: 'as-16509', document: document(16509) });
  await client.index({ index: CASES, id: 'as-3320', document: document(3320), refresh: true });
  expect(await matches(CASES, detection, ids)).toEqual(['as-16509', 'as-3320'].sort());
  expect(await matches(CASES, detection, ids, { ...SETTINGS, leavesOutAws: true })).toEqual(['as-3320']);
});

test('back-filled events do not fire unless asked (pain 25)', async () => {
  const detection = found('region_enabled');
  const { source } = documentOf(DETECTION_CASES['region_enabled']?.attack[0] ?? {}, 'late', true);
  await client.index({ index: CASES, id: 'late', document: source, refresh: true });
  expect(await matches(CASES, detection, ['late'])).toEqual([]);
  expect(await matches(CASES, detection, ['late'], { ...SETTINGS, includesBackfill: true })).toEqual([
    'late',
  ]);
});

test('the rule on silence fires for a gap that lasts, and not for one that is over', async () => {
  const detection = found('no_events');
  const gap = (state: string) => ({
    '@timestamp': '2025-03-01T10:00:00Z',
    event: { action: state === 'open' ? 'gap' : 'gap-closed', ingested: '2025-03-01T10:00:00Z' },
    cloudtrail: { source: { name: 'Trail' }, gap: { state, place: '111122223333 eu-west-1' } },
  });
  await client.indices.create({ index: GAPS, mappings: GAP_MAPPINGS });
  await client.index({ index: GAPS, id: 'lasts', document: gap('open') });
  await client.index({ index: GAPS, id: 'over', document: gap('closed'), refresh: true });
  expect(await matches(GAPS, detection, ['lasts', 'over'])).toEqual(['lasts']);
});

describe('the preview', () => {
  const now = new Date();
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
  const signInFailure = found('console_sign_in_failures');
  const index = `${PREFIX}-preview`;

  beforeAll(async () => {
    await client.indices.create({ index });
    const event = (id: string, hours: number) => ({
      '@timestamp': hoursAgo(hours),
      event: { id, action: 'ConsoleLogin', outcome: 'failure' },
      source: { address: '203.0.113.77' },
    });
    // three in one window an hour ago, three spread over the month, one too old
    const hours = [1, 1, 1, 30, 200, 400, 31 * 24];
    for (const [i, hour] of hours.entries())
      await client.index({ index, id: `p${i}`, document: event(`p${i}`, hour) });
    await client.indices.refresh({ index });
  });

  test('counts events of a day and of thirty, and how often one would have been told', async () => {
    const rules = [{ id: signInFailure.id, query: only(kqlQuery(signInFailure.kql), '203.0.113.77') }];
    const answer = await runPreviews({ rules }, { asCurrentUser: client, asInternalUser: client });
    expect(answer.state).toBe('data');
    const [preview] = answer.state === 'data' ? answer.data : [];
    expect(preview).toMatchObject({
      id: signInFailure.id,
      events_24_hours: 3,
      events_30_days: 6,
      told_24_hours: 1,
      told_30_days: 1,
    });
    expect(preview?.examples).toHaveLength(3);
    expect(preview?.examples[0]).toMatchObject({ action: 'ConsoleLogin', address: '203.0.113.77' });
  });

  test('leaves out a rule whose query is refused, and answers for the others', async () => {
    const rules = [
      { id: 'root_use', query: { query_string: { query: '((' } } },
      { id: signInFailure.id, query: only(kqlQuery(signInFailure.kql), '203.0.113.77') },
      { id: 'no_such_rule', query: { match_all: {} } },
    ];
    const answer = await runPreviews({ rules }, { asCurrentUser: client, asInternalUser: client });
    expect(answer.state === 'data' && answer.data.map(({ id }) => id)).toEqual([signInFailure.id]);
  });

  test('tells a user without a right from one without events', async () => {
    await client.security.putRole({
      name: 'detections_elsewhere',
      indices: [{ names: ['elsewhere-*'], privileges: ['read'] }],
    });
    await client.security.putUser({
      username: 'detections_elsewhere',
      password: 'for-this-test-only',
      roles: ['detections_elsewhere'],
    });
    const nobody = new Client({
      node: url,
      auth: { username: 'detections_elsewhere', password: 'for-this-test-only' },
    });
    const rules = [{ id: 'root_use', query: { match_all: {} } }];
    expect(await runPreviews({ rules }, { asCurrentUser: nobody, asInternalUser: client })).toEqual({
      state: 'no_right',
    });
    await nobody.close();
  });
});

test('docs/alerts.md says what was found here; `npm run alerts` writes it', async () => {
  const results: DetectionResult[] = [];
  for (const detection of ON_EVENTS) {
    const { id } = detection;
    const testCase = DETECTION_CASES[id];
    results.push({
      detection,
      fires: (await groups(CASES, detection, attackIds.get(id) ?? [])) > 0,
      isSilent: (await groups(CASES, detection, missIds.get(id) ?? [])) === 0,
      from: testCase?.from ?? '',
      nearMiss: testCase?.because ?? '',
      inSamples: await count(SAMPLES, detection),
    });
  }
  const samples = (await client.count({ index: SAMPLES })).count;
  expect(samples).toBeGreaterThan(2500);
  await expect(alertsPage({ results, samples })).toMatchFileSnapshot('../../docs/alerts.md');
});

const GAP_MAPPINGS = {
  properties: {
    'event.action': { type: 'keyword' },
    'cloudtrail.source.name': { type: 'keyword' },
    'cloudtrail.gap.state': { type: 'keyword' },
    'cloudtrail.gap.place': { type: 'keyword' },
  },
} as const;

function found(id: string): Detection {
  return detectionOf(id) ?? expect.fail(id);
}

function only(query: Query, address: string): Record<string, unknown> {
  return { bool: { filter: [query, { term: { 'source.address': address } }] } };
}

/** What the rule looks at: its KQL, and events that have all that it groups by. */
function ruleQuery(detection: Detection, settings: DetectionSettings): Query {
  const exist = groupFields(detection).map((field) => ({ exists: { field } }));
  return { bool: { filter: [kqlQuery(ruleKql(detection, settings)), ...exist] } };
}

async function matches(
  index: string,
  detection: Detection,
  ids: readonly string[],
  settings: DetectionSettings = SETTINGS,
): Promise<string[]> {
  const query = { bool: { filter: [ruleQuery(detection, settings), { ids: { values: [...ids] } }] } };
  const { hits } = await client.search({ index, size: 100, query });
  return hits.hits.map(({ _id }) => String(_id)).sort();
}

/** How many alerts there would be, by the first field of the grouping, as Kibana groups. */
async function groups(index: string, detection: Detection, ids: readonly string[]): Promise<number> {
  const field = detection.grouping === 'each' ? 'event.id' : groupFields(detection)[0];
  const { aggregations } = await client.search<unknown, { groups: { buckets: unknown[] } }>({
    index,
    size: 0,
    query: { bool: { filter: [ruleQuery(detection, SETTINGS), { ids: { values: [...ids] } }] } },
    aggs: { groups: { terms: { field, size: 100, min_doc_count: threshold(detection) } } },
  });
  return aggregations?.groups.buckets.length ?? 0;
}

async function count(index: string, detection: Detection): Promise<number> {
  return (await client.count({ index, query: ruleQuery(detection, SETTINGS) })).count;
}

/** An id of its own, so that records that tests use twice are two events. */
function documentOf(record: RawRecord, eventID: string, isBackfill = false) {
  return toDocument(Buffer.from(JSON.stringify({ ...record, eventID })), 0, context(isBackfill));
}

function context(isBackfill = false) {
  return {
    origin: {
      bucket: 'b',
      bucketArn: 'arn:aws:s3:::b',
      key: 'k',
      accountId: '999999999999',
      // some records of the fixtures have no time that can be read
      keyTime: Date.UTC(2025, 2, 1),
      namespace: 'detections_test',
      isBackfill,
    },
    geo,
    now: Date.UTC(2027, 0, 1),
    options: DEFAULT_DOCUMENT_OPTIONS,
  };
}

async function indexCases(): Promise<void> {
  const operations: object[] = [];
  for (const [id, { attack, nearMiss }] of Object.entries(DETECTION_CASES)) {
    for (const [kind, records, ids] of [
      ['attack', attack, attackIds],
      ['miss', nearMiss, missIds],
    ] as const) {
      ids.set(
        id,
        records.map((record, i) => {
          const name = `${id}-${kind}-${i}`;
          operations.push({ create: { _index: CASES, _id: name } }, documentOf(record, name).source);
          return name;
        }),
      );
    }
  }
  const { items } = await client.bulk({ operations, refresh: true });
  expect(items.map(({ create }) => create?.error).filter(Boolean)).toEqual([]);
}

/** Each distinct event once, as the writer would; what is no event of a possible time is left out. */
async function index(name: string, records: readonly RawRecord[]): Promise<void> {
  const operations = records.flatMap((record) => {
    try {
      const { id, source } = toDocument(Buffer.from(JSON.stringify(record)), 0, context());
      return [{ create: { _index: name, _id: id } }, source];
    } catch {
      return [];
    }
  });
  for (let at = 0; at < operations.length; at += BATCH) {
    const { items } = await client.bulk({ operations: operations.slice(at, at + BATCH) });
    const refused = items.flatMap(({ create }) =>
      create?.error && create.status !== 409 ? [create.error] : [],
    );
    expect(refused).toEqual([]);
  }
}

async function sampleRecords(): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const files = await readdir(FIXTURES, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.json')).sort()) {
    const { Records } = JSON.parse(await readFile(`${FIXTURES}${file}`, 'utf8')) as { Records?: RawRecord[] };
    records.push(...(Records ?? []));
  }
  return records;
}

async function dropIndices(): Promise<void> {
  const names = Object.keys(
    await client.indices.get({ index: `${PREFIX}-*,${GAPS}`, ignore_unavailable: true }),
  );
  if (names.length > 0) await client.indices.delete({ index: names });
}
