import { describe, expect, test } from 'vitest';
import { STOCK_DETECTIONS, detectionOf } from './catalogue';
import type { Detection } from './detection';
import { installedRules } from './installed_rules';
import type { StoredRule } from './installed_rules';
import { fingerprint, settingsOf, stockRule, stockRuleId, tagsOfUser } from './stock_rule';

const UUID_V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const COMPLETE = { homeCountries: ['US', 'IL'] };
const root = found('root_use');
const abroad = found('access_from_outside_home_countries');

describe('a stock rule', () => {
  test.each(STOCK_DETECTIONS.map((detection) => [detection.id, detection] as const))(
    '%s looks at its interval and five minutes more, and leaves no earlier hit out (pain 25)',
    (_id, detection) => {
      const { params, schedule } = stockRule(detection, COMPLETE);
      expect(params.timeField).toBe('event.ingested');
      expect(params.searchConfiguration.index.timeFieldName).toBe('event.ingested');
      expect(params.timeWindowSize).toBe(Number(schedule.interval.replace('m', '')) + 5);
      expect(params.excludeHitsFromPreviousRun).toBe(false);
      expect(params.groupBy).toBe('top');
      // Kibana: a string, or a list of two to four
      const fields = params.termField;
      if (typeof fields !== 'string') expect([2, 3, 4]).toContain(fields.length);
      expect(params.termSize).toBeLessThanOrEqual(1000);
    },
  );

  test('has one id in a space, and another in the next', () => {
    const ids = STOCK_DETECTIONS.flatMap(({ id }) => [stockRuleId(id, 'default'), stockRuleId(id, 'ops')]);
    expect(new Set(ids).size).toBe(2 * STOCK_DETECTIONS.length);
    for (const id of ids) expect(id).toMatch(UUID_V5);
    expect(stockRuleId('root_use', 'default')).toBe('6e9ef86d-b9fe-570a-8114-a3b0ccee77b5');
  });

  test('carries its settings in its tags', () => {
    const settings = { homeCountries: ['US', 'IL'], leavesOutAws: true, includesBackfill: true };
    expect(settingsOf(stockRule(abroad, settings).tags)).toEqual(settings);
    const instances = found('instance_state_changes');
    const chosen = { instanceIds: ['i-0123456789abcdef0'] };
    expect(settingsOf(stockRule(instances, chosen).tags)).toEqual(chosen);
  });

  test('tells its own tags from those of people', () => {
    const { tags } = stockRule(abroad, COMPLETE);
    expect(tagsOfUser([...tags, 'team-blue'])).toEqual(['team-blue']);
  });
});

describe('what is installed', () => {
  test('is found by its tag, also under another id', () => {
    const rule = stored(root);
    expect(installed([rule]).get('root_use')).toMatchObject({ rule, isChanged: false, hasNewVersion: false });
    const moved = { ...rule, id: 'another' };
    expect(installed([moved]).get('root_use')?.rule).toBe(moved);
    expect(installed([{ ...rule, tags: ['CloudTrail'] }]).size).toBe(0);
  });

  test('counts copies beside the rule that was made', () => {
    const [rule, copy] = [stored(root), { ...stored(root), id: 'copy' }];
    expect(installed([copy, rule]).get('root_use')).toMatchObject({ rule, copies: [copy] });
  });

  test('is changed once somebody edits what it finds or how often it looks', () => {
    const rule = stored(root);
    const query = {
      ...rule.params,
      searchConfiguration: { query: { language: 'kuery', query: 'user.name: bob' } },
    };
    const edits: Partial<StoredRule>[] = [
      { name: 'Root!' },
      { schedule: { interval: '2m' } },
      { params: { ...rule.params, threshold: [3] } },
      { params: query },
    ];
    for (const edit of edits)
      expect(installed([{ ...rule, ...edit }]).get('root_use'), JSON.stringify(edit)).toMatchObject({
        isChanged: true,
        hasNewVersion: false,
      });
  });

  test('is not changed by what Kibana adds, nor by switching it off or tagging it', () => {
    const rule = stored(root);
    const answered = {
      ...rule,
      enabled: false,
      tags: [...rule.tags, 'team-blue'],
      params: {
        ...rule.params,
        sourceFields: [],
        searchConfiguration: { ...searchOf(rule), index: 'some-view' },
      },
    };
    expect(installed([answered]).get('root_use')).toMatchObject({ isChanged: false, hasNewVersion: false });
  });

  test('has a new version when the catalogue’s rule differs from the one that was made', () => {
    const rule = stored({ ...root, kql: `${root.kql} and not user.name: bob` });
    expect(installed([rule]).get('root_use')).toMatchObject({ isChanged: false, hasNewVersion: true });
    const edited = { ...rule, schedule: { interval: '7m' } };
    expect(installed([edited]).get('root_use')).toMatchObject({ isChanged: true, hasNewVersion: true });
  });

  test('is compared under the settings it was made with', () => {
    expect(installed([stored(abroad)]).get(abroad.id)).toMatchObject({
      settings: COMPLETE,
      isChanged: false,
      hasNewVersion: false,
    });
  });
});

test('the fingerprint does not depend on the order in which Kibana answers', () => {
  const rule = stockRule(root, {});
  const params = Object.fromEntries(Object.entries(rule.params).reverse());
  expect(fingerprint({ ...rule, params })).toBe(fingerprint({ ...rule, params: { ...rule.params } }));
});

function found(id: string): Detection {
  return detectionOf(id) ?? expect.fail(id);
}
function stored(detection: Detection): StoredRule {
  const rule = stockRule(detection, COMPLETE);
  return { ...rule, params: { ...rule.params }, id: stockRuleId(detection.id, 'default'), enabled: true };
}
function searchOf({ params }: StoredRule): object {
  return params['searchConfiguration'] as object;
}
function installed(rules: readonly StoredRule[]) {
  return installedRules(rules, 'default');
}
