import { describe, expect, test } from 'vitest';
import { STOCK_DETECTIONS, detectionOf } from '../../../common/detections/catalogue';
import type { InstalledRule } from '../../../common/detections/installed_rules';
import type { AlertFilter } from './alert_filter';
import { NO_FILTER, fits, statesOf } from './alert_filter';

const root = detectionOf('root_use') ?? expect.fail();
const installed = (enabled: boolean, marks: Partial<InstalledRule> = {}): InstalledRule => ({
  rule: { id: 'r', name: 'n', tags: [], enabled, schedule: { interval: '1m' }, params: {} },
  settings: {},
  isChanged: false,
  hasNewVersion: false,
  copies: [],
  ...marks,
});

function shown(filter: Partial<AlertFilter>, rule?: InstalledRule): string[] {
  return STOCK_DETECTIONS.filter((detection) => fits(detection, rule, { ...NO_FILTER, ...filter })).map(
    ({ id }) => id,
  );
}

describe('the list of rules', () => {
  test('shows all of them without a filter', () => {
    expect(shown({})).toHaveLength(STOCK_DETECTIONS.length);
  });

  test('is narrowed by severity, CIS control and ATT&CK technique', () => {
    expect(shown({ severities: ['critical'] })).toEqual(['organization_left_or_account_closed']);
    expect(shown({ cis: ['v3.0 4.3'] })).toEqual(['root_use']);
    expect(shown({ attack: ['T1496'] })).toEqual(['large_instance_launched']);
    expect(shown({ attack: ['T1496'], severities: ['low'] })).toEqual([]);
  });

  test('is searched by words of the name, the meaning and the query', () => {
    expect(shown({ text: 'ROOT used' })).toEqual(['root_use']);
    expect(shown({ text: 'StopLogging' })).toEqual(['cloudtrail_changes']);
  });

  test('is narrowed by state', () => {
    expect(fits(root, undefined, { ...NO_FILTER, states: ['not_installed'] })).toBe(true);
    expect(fits(root, installed(true), { ...NO_FILTER, states: ['off', 'changed'] })).toBe(false);
    expect(fits(root, installed(false), { ...NO_FILTER, states: ['off'] })).toBe(true);
  });
});

test('a rule may be on, changed and out of date at once', () => {
  expect(statesOf(installed(true, { isChanged: true, hasNewVersion: true }))).toEqual([
    'on',
    'changed',
    'new_version',
  ]);
});
