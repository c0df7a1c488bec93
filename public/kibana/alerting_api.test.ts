import { describe, expect, test } from 'vitest';
import { detectionOf } from '../../common/detections/catalogue';
import { ruleActions } from '../../common/detections/rule_actions';
import { stockRule, stockRuleId } from '../../common/detections/stock_rule';
import type { KibanaRule } from './alerting_api';
import { createAlertingApi, spaceOf } from './alerting_api';

const NOW = Date.UTC(2026, 0, 31);
const signal = new AbortController().signal;
const root = detectionOf('root_use') ?? expect.fail();
const LOG = { id: 'log', name: 'Server log', connector_type_id: '.server-log' };

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly query: unknown;
}

/** Answers each request with `answer`, or throws the status. */
function api(answer: unknown = {}) {
  const sent: Sent[] = [];
  const fetch = async (path: string, options: { method: string; body?: string; query?: unknown }) => {
    const { method, body, query } = options;
    sent.push({ method, path, body: body === undefined ? undefined : JSON.parse(body), query });
    if (typeof answer === 'number') throw Object.assign(new Error('no'), { body: { statusCode: answer } });
    return answer;
  };
  return { sent, alerting: createAlertingApi({ fetch: fetch as never }, () => NOW) };
}

describe('what is sent to Kibana', () => {
  test('to make a rule: a stock rule over KQL, for our own feature, that runs its actions when an alert begins', async () => {
    const { sent, alerting } = api();
    const id = stockRuleId('root_use', 'default');
    await alerting.create(id, stockRule(root, {}), ruleActions(root, [LOG], []));
    expect(sent).toEqual([
      {
        method: 'POST',
        path: `/api/alerting/rule/${id}`,
        query: undefined,
        body: {
          name: 'CloudTrail: Root account used',
          rule_type_id: '.es-query',
          consumer: 'cloudtrail',
          enabled: true,
          schedule: { interval: '1m' },
          tags: expect.arrayContaining(['CloudTrail', 'cloudtrail-rule:root_use', 'CIS v3.0 4.3']),
          params: {
            searchType: 'searchSource',
            searchConfiguration: {
              index: {
                id: 'cloudtrail-events-by-arrival',
                title: 'cloudtrail-events-*',
                name: 'CloudTrail, by arrival',
                timeFieldName: 'event.ingested',
                allowNoIndex: true,
              },
              query: { language: 'kuery', query: `${root.kql} and not tags: backfill` },
              filter: [],
            },
            timeField: 'event.ingested',
            timeWindowSize: 6,
            timeWindowUnit: 'm',
            thresholdComparator: '>=',
            threshold: [1],
            size: 5,
            aggType: 'count',
            groupBy: 'top',
            termField: ['event.action', 'event.id'],
            termSize: 1000,
            excludeHitsFromPreviousRun: false,
          },
          actions: [
            {
              group: 'query matched',
              id: 'log',
              params: { level: 'warn', message: expect.stringContaining('{{#context.hits}}') },
              frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
            },
          ],
        },
      },
    ]);
  });

  test('to take a new version over: the rule’s actions and people’s tags stay', async () => {
    const { sent, alerting } = api();
    const action = {
      id: 'log',
      group: 'query matched',
      params: { message: 'mine' },
      uuid: 'u',
      frequency: { summary: true, notify_when: 'onActiveAlert', throttle: null },
    };
    const stored: KibanaRule = {
      id: 'r',
      name: 'old',
      tags: ['CloudTrail', 'cloudtrail-rule:root_use', 'cloudtrail-made:0.x', 'CIS v1.2 9.9', 'team-blue'],
      enabled: false,
      schedule: { interval: '9m' },
      params: {},
      actions: [{ ...action, connector_type_id: '.server-log' } as never],
      execution_status: { status: 'ok' },
    };
    const rule = stockRule(root, {});
    await alerting.replace(stored, rule);
    expect(sent).toEqual([
      {
        method: 'PUT',
        path: '/api/alerting/rule/r',
        query: undefined,
        body: { ...rule, tags: [...rule.tags, 'team-blue'], actions: [action] },
      },
    ]);
  });

  test('to find rules: their tag; to know when one fired: the runs that began an alert', async () => {
    const { sent, alerting } = api({ data: [{ timestamp: '2026-01-30T00:00:00Z' }] });
    await alerting.rules(signal);
    expect(await alerting.lastFired('r', signal)).toBe('2026-01-30T00:00:00Z');
    expect(sent.map(({ path, query }) => [path, query])).toEqual([
      ['/api/alerting/rules/_find', { per_page: 500, filter: 'alert.attributes.tags: "CloudTrail"' }],
      [
        '/internal/alerting/rule/r/_execution_log',
        {
          date_start: '2025-11-02T00:00:00.000Z',
          per_page: 1,
          sort: '[{"timestamp":{"order":"desc"}}]',
          filter: 'kibana.alert.rule.execution.metrics.alert_counts.new > 0',
        },
      ],
    ]);
  });

  test('to switch a rule on and off, and to delete it', async () => {
    const { sent, alerting } = api();
    await alerting.setEnabled('r', true);
    await alerting.setEnabled('r', false);
    await alerting.remove('r');
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/alerting/rule/r/_enable',
      'POST /api/alerting/rule/r/_disable',
      'DELETE /api/alerting/rule/r',
    ]);
  });
});

describe('whether rules can be had', () => {
  test.each([
    [{ is_sufficiently_secure: true, has_permanent_encryption_key: true }, 'ok'],
    [{ is_sufficiently_secure: true, has_permanent_encryption_key: false }, 'no_key'],
    [{ is_sufficiently_secure: false, has_permanent_encryption_key: true }, 'no_api_keys'],
    [403, 'no_right'],
    [404, 'absent'],
  ] as const)('%o means %s', async (answer, meaning) => {
    expect(await api(answer).alerting.availability(signal)).toBe(meaning);
  });

  test('other refusals are not taken for an answer', async () => {
    await expect(api(500).alerting.availability(signal)).rejects.toThrow();
  });

  test('who may see no connectors has none', async () => {
    expect(await api(403).alerting.connectors(signal)).toEqual([]);
  });
});

test('the space is read from the base path', () => {
  expect(spaceOf('')).toBe('default');
  expect(spaceOf('/kibana')).toBe('default');
  expect(spaceOf('/kibana/s/ops')).toBe('ops');
  expect(spaceOf('/s/ops/')).toBe('ops');
});
