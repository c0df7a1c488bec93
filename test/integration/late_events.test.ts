/**
 * Rules and events that a search can see late: two writers, one of whose indices refreshes slowly. The rule is the one
 * that the app makes; how Kibana runs it is modelled here (`KibanaRun`), after what `.es-query` of 8.12 does.
 */
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectionOf } from '../../common/detections/catalogue';
import { stockRule, type StockRuleParams } from '../../common/detections/stock_rule';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import { toDocument } from '../../server/documents/to_document';
import { IndexCreator } from '../../server/indices/ensure_index';
import { EventsWriter } from '../../server/indices/events_writer';
import { ensureTemplates } from '../../server/indices/templates';
import { kqlQuery } from '../kql/kql_query';
import { elasticsearch } from './own_servers';

const { url, username, password } = elasticsearch;
const client = new Client({ node: url, auth: { username, password } });
const [QUICK, SLOW] = ['late_quick', 'late_slow'] as const;
const OURS = 'cloudtrail-events-late_*';
const MINUTE = 60_000;
/** The events are half an hour old when they are written: CloudTrail's usual delay, and more. */
const NOON = Date.UTC(2026, 5, 15, 12);
const HAPPENED = NOON - 30 * MINUTE;

/** Moved by hand: what the writers stamp, and when the rule runs. */
let now = NOON;

class KibanaRun {
  private active = new Set<string>();
  private newestHit: string | undefined;
  /** Each time that an action would have run: the group, as Kibana names the alert. */
  readonly told: string[] = [];

  constructor(
    private readonly params: StockRuleParams,
    private readonly leavesOutEarlierHits: boolean = params.excludeHitsFromPreviousRun,
  ) {}

  /** One run of the rule, at `now`: an alert for each group that is met; actions for those that were not there before. */
  async run(): Promise<void> {
    const { timeField, timeWindowSize, threshold, termField, termSize, searchConfiguration } = this.params;
    const since = new Date(now - timeWindowSize * MINUTE).toISOString();
    const field = typeof termField === 'string' ? termField : termField.at(-1);
    const isExcluding = this.leavesOutEarlierHits && this.newestHit !== undefined && this.newestHit > since;
    const { aggregations, hits } = await client.search<
      { event: { ingested: string } },
      { groups: { buckets: { key: string }[] } }
    >({
      index: OURS,
      size: 1,
      sort: [{ [timeField]: 'desc' }],
      query: {
        bool: {
          filter: [
            kqlQuery(searchConfiguration.query.query),
            { range: { [timeField]: { gte: since, lte: new Date(now).toISOString() } } },
            ...(isExcluding ? [{ range: { [timeField]: { gt: this.newestHit } } }] : []),
          ],
        },
      },
      aggs: { groups: { terms: { field, size: termSize, min_doc_count: threshold[0] } } },
    });
    const groups = (aggregations?.groups.buckets ?? []).map(({ key }) => key).sort();
    this.told.push(...groups.filter((group) => !this.active.has(group)));
    this.active = new Set(groups);
    this.newestHit = hits.hits[0]?._source?.event.ingested ?? this.newestHit;
  }
}

beforeAll(async () => {
  await ensureTemplates(client);
});
afterAll(async () => {
  await drop();
  await client.close();
});

describe('a rule on single events', () => {
  const { params } = stockRule(detectionOf('root_use') ?? expect.fail(), {});

  test('tells of each once, also of one that became visible after a newer one (pain 25)', async () => {
    await begin();
    const rule = new KibanaRun(params);
    // the slow one is stamped first and seen last
    await write(SLOW, 'early-stamp');
    now += 5_000;
    await write(QUICK, 'late-stamp');
    await refresh(QUICK);
    now += 1_000;
    await rule.run();
    expect(rule.told).toEqual(['late-stamp']);
    for (let minute = 1; minute <= 3; minute++) await runIn(rule, MINUTE);
    expect(rule.told).toEqual(['late-stamp']);
    await refresh(SLOW);
    for (let minute = 1; minute <= 8; minute++) await runIn(rule, MINUTE);
    expect(rule.told).toEqual(['late-stamp', 'early-stamp']);
  });

  test('would miss it if Kibana left out earlier hits (pain 25)', async () => {
    await begin();
    const rule = new KibanaRun(params, true);
    await write(SLOW, 'early-stamp');
    now += 5_000;
    await write(QUICK, 'late-stamp');
    await refresh(QUICK);
    await runIn(rule, 1_000);
    await refresh(SLOW);
    for (let minute = 1; minute <= 8; minute++) await runIn(rule, MINUTE);
    expect(rule.told).toEqual(['late-stamp']);
  });

  test('tells of events that keep coming from both writers, all of them, each once', async () => {
    await begin();
    const rule = new KibanaRun(params);
    const written: string[] = [];
    for (let second = 0; second < 600; second += 20) {
      const id = `event-${String(second).padStart(3, '0')}`;
      written.push(id);
      await write(second % 40 === 0 ? QUICK : SLOW, id);
      now += 20_000;
      if (second % 60 === 40) await refresh(QUICK);
      // only every four minutes
      if (second % 240 === 220) await refresh(SLOW);
      if (second % 60 === 40) await rule.run();
    }
    await refresh(SLOW);
    await refresh(QUICK);
    for (let minute = 1; minute <= 8; minute++) await runIn(rule, MINUTE);
    expect([...rule.told].sort()).toEqual(written);
  });
});

describe('a rule on groups', () => {
  const { params } = stockRule(detectionOf('console_sign_in_failures') ?? expect.fail(), {});

  test('counts what became visible late, and tells once while it lasts (pain 25)', async () => {
    await begin();
    const rule = new KibanaRun(params);
    await write(QUICK, 'f1', SIGN_IN_FAILURE);
    await write(SLOW, 'f2', SIGN_IN_FAILURE);
    now += 1_000;
    await write(QUICK, 'f3', SIGN_IN_FAILURE);
    await refresh(QUICK);
    await runIn(rule, 1_000);
    expect(rule.told).toEqual([]);
    await refresh(SLOW);
    // this rule looks each five minutes
    await runIn(rule, 5 * MINUTE);
    expect(rule.told).toEqual(['203.0.113.5']);
    await runIn(rule, 4 * MINUTE);
    expect(rule.told).toEqual(['203.0.113.5']);
  });
});

const ROOT_CALL = {
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateAccessKey',
  userIdentity: { type: 'Root', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' },
};
const SIGN_IN_FAILURE = {
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  responseElements: { ConsoleLogin: 'Failure' },
  sourceIPAddress: '203.0.113.5',
};

async function runIn(rule: KibanaRun, ms: number): Promise<void> {
  now += ms;
  await rule.run();
}

/** Both namespaces anew and empty; nothing in them is seen before it is refreshed. */
async function begin(): Promise<void> {
  await drop();
  now = NOON;
  for (const namespace of [QUICK, SLOW]) {
    const index = indexOf(namespace);
    await client.indices.create({ index });
    await client.indices.putSettings({ index, settings: { refresh_interval: '-1' } });
  }
}

/** By the plugin's own writer, which stamps the event with the time at which it sends it. */
async function write(namespace: string, eventID: string, parts: object = ROOT_CALL): Promise<void> {
  const record = {
    eventTime: new Date(HAPPENED).toISOString(),
    eventID,
    recipientAccountId: '111122223333',
    ...parts,
  };
  const document = toDocument(Buffer.from(JSON.stringify(record)), 0, {
    origin: {
      bucket: 'b',
      bucketArn: 'arn:aws:s3:::b',
      key: 'k',
      accountId: '111122223333',
      keyTime: HAPPENED,
      namespace,
      isBackfill: false,
    },
    geo: { lookup: () => undefined, available: false, attributions: [] },
    now,
    options: DEFAULT_DOCUMENT_OPTIONS,
  });
  const writer = new EventsWriter(
    client,
    new IndexCreator(client),
    namespace,
    new AbortController().signal,
    () => now,
  );
  await writer.write([document]);
}

async function refresh(namespace: string): Promise<void> {
  await client.indices.refresh({ index: indexOf(namespace) });
}

function indexOf(namespace: string): string {
  return `cloudtrail-events-${namespace}-2026.06`;
}

async function drop(): Promise<void> {
  const names = Object.keys(await client.indices.get({ index: OURS }));
  if (names.length > 0) await client.indices.delete({ index: names });
}
