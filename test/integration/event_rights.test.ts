/** Who sees which events, in each panel of the app and beside it: Elasticsearch's own rights decide. The table is that of docs/rights.md. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, type estypes } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACES_API, PANELS_API } from '../../common/ids';
import { PANEL_IDS, type PanelId } from '../../common/panels';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import { toDocument } from '../../server/documents/to_document';
import { ensureTemplates } from '../../server/indices/templates';
import { runPanel } from '../../server/queries/run_panel';
import { distinctRecords, isFailedSignIn, isRootUse } from '../generate/count_distinct';
import { makeEstate } from '../generate/estate';
import type { Host } from '../host/start_host';
import { newNamespace, PluginHosts, SAVED_OBJECTS, TASKS, type Caller } from './plugin_host';
import { elasticsearch } from './own_servers';

const superuser = { username: elasticsearch.username, password: elasticsearch.password };
const admin = new Client({ node: elasticsearch.url, auth: superuser });
const RIGHTS_PAGE = fileURLToPath(new URL('../../docs/rights.md', import.meta.url));
/** With the alias for Elastic's own rules, and without it. */
const ALIASED = newNamespace();
const PLAIN = newNamespace();
const NOW = Date.now();
const DAY_MS = 86_400_000;
/** All of the estate; of what is new to it only the end, since it is compared with the time before. */
const daysOf = (id: PanelId) => (id === 'new_values' ? 3 : 9);
const OURS = { terms: { 'data_stream.namespace': [ALIASED, PLAIN] } };
const NOTHING = { match_none: {} };

type Indices = NonNullable<estypes.SecurityIndicesPrivileges['names']>;
interface Viewer {
  /** What the role grants, as the page says it. */
  readonly role: string;
  readonly name: string;
  readonly names: Indices | undefined;
  readonly documents?: object;
  /** As the page says it. */
  readonly inApp: string;
  readonly byLogs: string;
  /** Those events that the panels are of; undefined where they must say that there is no right. */
  readonly seenInApp: () => object | undefined;
  readonly seenByLogs: () => object;
}
/** One of the accounts of the estate; found in the records. */
let account = '';
const ofAccount = () => ({
  bool: {
    should: [
      { term: { 'cloud.account.id': account } },
      { term: { 'aws.cloudtrail.recipient_account_id': account } },
    ],
  },
});
const VIEWERS: readonly Viewer[] = [
  {
    name: 'all',
    role: '`read` and `view_index_metadata` on `cloudtrail-events-*`',
    names: ['cloudtrail-events-*'],
    inApp: 'all events',
    byLogs: 'none',
    seenInApp: () => ({ match_all: {} }),
    seenByLogs: () => NOTHING,
  },
  {
    name: 'namespace',
    role: 'the same on `cloudtrail-events-<namespace>-*`',
    names: [`cloudtrail-events-${PLAIN}-*`],
    inApp: 'the events of that namespace',
    byLogs: 'none',
    seenInApp: () => ({ term: { 'data_stream.namespace': PLAIN } }),
    seenByLogs: () => NOTHING,
  },
  {
    name: 'account',
    role: 'the same on `cloudtrail-events-*`, with the query `{"bool":{"should":[{"term":{"cloud.account.id":"<account>"}},{"term":{"aws.cloudtrail.recipient_account_id":"<account>"}}]}}`',
    names: ['cloudtrail-events-*'],
    get documents() {
      return ofAccount();
    },
    inApp: 'what that account did and what was done in it, in all namespaces',
    byLogs: 'none',
    seenInApp: () => ofAccount(),
    seenByLogs: () => NOTHING,
  },
  {
    name: 'logs',
    role: 'the same on `logs-*` only',
    names: ['logs-*'],
    inApp: 'that a right is missing',
    byLogs: 'the events of namespaces with the alias',
    seenInApp: () => undefined,
    seenByLogs: () => ({ term: { 'data_stream.namespace': ALIASED } }),
  },
  {
    name: 'none',
    role: 'nothing in Elasticsearch',
    names: undefined,
    inApp: 'that a right is missing',
    byLogs: 'none',
    seenInApp: () => undefined,
    seenByLogs: () => NOTHING,
  },
];

let hosts: PluginHosts;
let host: Host;
const logins = new Map<string, { readonly username: string; readonly password: string }>();
const login = (name: string) => logins.get(name) ?? superuser;

/** Where all addresses are, so that the map has something to show. */
const PARIS = {
  geo: { country_iso_code: 'FR', country_name: 'France', location: { lat: 48.8566, lon: 2.3522 } },
  precision: 'country',
} as const;

/** Written as a source would write them; the panels mind only what is in the documents. */
async function index(namespace: string, seed: string, now: number): Promise<void> {
  const objects = [...makeEstate({ seed, now: new Date(now) })].filter(({ key }) =>
    key.includes('/us-east-1/'),
  );
  const operations: object[] = [];
  let events = 0;
  for (const read of distinctRecords(objects)) {
    // some, and all that is rare
    if (events++ % 8 > 0 && !isRootUse(read) && !isFailedSignIn(read)) continue;
    const { record, account: accountOfKey } = read;
    account ||= accountOfKey;
    const { id, source } = toDocument(Buffer.from(JSON.stringify(record)), 0, {
      origin: {
        bucket: 'b',
        bucketArn: 'arn:aws:s3:::b',
        key: 'k',
        accountId: accountOfKey,
        keyTime: undefined,
        namespace,
        isBackfill: false,
      },
      geo: { ...GEO, lookup: () => PARIS },
      now: NOW,
      options: DEFAULT_DOCUMENT_OPTIONS,
    });
    operations.push({ create: { _id: id } }, source);
  }
  const indexName = `cloudtrail-events-${namespace}-2026.01`;
  await admin.indices.create({ index: indexName });
  const CHUNK = 4000;
  for (let at = 0; at < operations.length; at += CHUNK) {
    const answer = await admin.bulk({ index: indexName, operations: operations.slice(at, at + CHUNK) });
    expect(answer.errors).toBe(false);
  }
  await admin.indices.refresh({ index: indexName });
}

beforeAll(async () => {
  hosts = await PluginHosts.prepare(elasticsearch, []);
  host = await hosts.start();
  await ensureTemplates(admin);
  await index(ALIASED, 'rights, with the alias', NOW);
  // its newest event is another one
  await index(PLAIN, 'rights, without', NOW - DAY_MS / 2);
  const alias = { elastic_alias: true };
  const switched = await hosts.ask(host, superuser, 'PUT', `${NAMESPACES_API}/${ALIASED}`, alias);
  expect(switched.status, switched.text).toBe(200);
  for (const { name, names, documents } of VIEWERS) {
    const user = { username: `event_rights_${name}`, password: randomBytes(12).toString('hex') };
    const privileges = ['read', 'view_index_metadata'];
    await admin.security.putRole({
      name: user.username,
      indices: names === undefined ? [] : [{ names, privileges, ...(documents && { query: documents }) }],
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: ['feature_cloudtrail.read'],
          resources: ['space:default'],
        },
      ],
    });
    await admin.security.putUser({ ...user, roles: [user.username] });
    logins.set(name, user);
  }
});
afterAll(async () => {
  await hosts.stop();
  for (const { username } of logins.values()) {
    await admin.security.deleteUser({ username });
    await admin.security.deleteRole({ name: username });
  }
  for (const namespace of [ALIASED, PLAIN]) {
    await admin.indices.delete({ index: `cloudtrail-events-${namespace}-2026.01` }, { ignore: [404] });
    await admin.indices.deleteIndexTemplate({ name: `cloudtrail-events-${namespace}` }, { ignore: [404] });
  }
  await admin.indices.delete({ index: [TASKS, SAVED_OBJECTS], ignore_unavailable: true });
  await admin.close();
});

/** Where a panel heeds a query, other tests' events are nobody's business here. */
const requestOf = (id: PanelId) => ({
  from: new Date(NOW - daysOf(id) * DAY_MS).toISOString(),
  to: new Date(NOW).toISOString(),
  query: OURS,
  time_zone: 'UTC',
});
/** What geo panels say of the databases is not looked at here. */
const GEO = { available: true, attributions: [] };

async function panel(id: PanelId, by: Caller): Promise<unknown> {
  const answer = await hosts.ask<{ data?: { attributions?: unknown } }>(
    host,
    by,
    'POST',
    `${PANELS_API}/${id}`,
    requestOf(id),
  );
  expect(answer.status, answer.text).toBe(200);
  const { body } = answer;
  if (body.data?.attributions === undefined) return body;
  return { ...body, data: { ...body.data, attributions: GEO.attributions } };
}
async function count(
  pattern: string,
  by: { username: string; password: string },
  filter: object,
): Promise<number> {
  const client = new Client({ node: elasticsearch.url, auth: by });
  try {
    const query = { bool: { filter: [OURS, filter] } };
    return (await client.count({ index: pattern, query, allow_no_indices: true })).count;
  } catch (error) {
    // who may read no index at all is refused
    if ((error as { statusCode?: number }).statusCode === 403) return 0;
    throw error;
  } finally {
    await client.close();
  }
}

/** What a panel says of the events of a filter, whatever of its request it regards: the search itself is narrowed. */
async function expected(id: PanelId, filter: object): Promise<unknown> {
  const search = (given: estypes.SearchRequest, options: object) =>
    admin.search(
      { ...given, query: { bool: { filter: [given.query ?? { match_all: {} }, filter] } } },
      options,
    );
  const asCurrentUser = { search } as unknown as Client;
  return runPanel(id, requestOf(id), { asCurrentUser, asInternalUser: admin, geo: GEO, homeCountries: [] });
}

describe.each(PANEL_IDS)('the panel %s', (id) => {
  test('is of just the events that its reader may see', async () => {
    // who sees all asks first: nothing that is remembered of it may be shown to the next
    expect(await panel(id, superuser)).toMatchObject({ state: 'data' });
    for (const { name, seenInApp } of VIEWERS) {
      const seen = seenInApp();
      const answer = await panel(id, login(name));
      expect(answer, name).toEqual(seen === undefined ? { state: 'no_right' } : await expected(id, seen));
    }
  });

  test('does not show the same to all of them', async () => {
    const shown = await Promise.all(
      ['all', 'namespace', 'account'].map(async (name) => JSON.stringify(await panel(id, login(name)))),
    );
    expect(new Set(shown).size).toBeGreaterThan(1);
  });
});

test('beside the app each sees the same, and what the alias gives to readers of logs-*', async () => {
  for (const { name, seenInApp, seenByLogs } of VIEWERS) {
    const inApp = seenInApp();
    const expected = inApp === undefined ? 0 : await count('cloudtrail-events-*', superuser, inApp);
    expect(await count('cloudtrail-events-*', login(name), OURS), name).toBe(expected);
    if (inApp !== undefined) expect(expected, name).toBeGreaterThan(100);
    const byAlias = await count('cloudtrail-events-*', superuser, seenByLogs());
    expect(await count('logs-*', login(name), OURS), `${name} by logs-*`).toBe(byAlias);
  }
});

test('the page on rights says who sees what as it was found here', async () => {
  const page = await readFile(RIGHTS_PAGE, 'utf8');
  const found: string[] = [];
  for (const { name, role, inApp, byLogs } of VIEWERS) {
    expect(page).toContain(`| ${role} | ${inApp} | ${byLogs} |`);
    const panels = await Promise.all(
      PANEL_IDS.map(async (id) => ((await panel(id, login(name))) as { state: string }).state),
    );
    const events = await count('cloudtrail-events-*', login(name), OURS);
    const logs = await count('logs-*', login(name), OURS);
    found.push(
      `${name.padEnd(9)} ${[...new Set(panels)].join(', ').padEnd(8)} ${events} events, ${logs} by logs-*`,
    );
  }
  process.stderr.write(`\nWho sees what, in ${PANEL_IDS.length} panels:\n${found.join('\n')}\n`);
});
