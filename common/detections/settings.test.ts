import { describe, expect, test } from 'vitest';
import { detectionOf } from './catalogue';
import type { Detection } from './detection';
import { isComplete, kqlWithSettings, ruleKql, settingsFor } from './settings';

const abroad = found('access_from_outside_home_countries');
const instances = found('instance_state_changes');
const bucket = found('bucket_protection_removed');
const silence = found('no_events');

describe('the KQL of a rule', () => {
  test('leaves back-filled events out unless asked', () => {
    const region = found('region_enabled');
    expect(ruleKql(region, {})).toBe('event.action: EnableRegion and not tags: backfill');
    expect(ruleKql(region, { includesBackfill: true })).toBe('event.action: EnableRegion');
  });

  test('keeps the alternatives of a rule together', () => {
    expect(bucket.kql).toContain(') or event.action');
    expect(ruleKql(bucket, {})).toBe(`(${bucket.kql}) and not tags: backfill`);
    expect(ruleKql(bucket, { includesBackfill: true })).toBe(bucket.kql);
  });

  test('names the home countries, and the networks of AWS where those are left out', () => {
    const settings = { homeCountries: ['US', 'IL'] };
    expect(kqlWithSettings(abroad, settings)).toBe(
      `${abroad.kql} and not source.geo.country_iso_code: (US or IL)`,
    );
    expect(kqlWithSettings(abroad, { ...settings, leavesOutAws: true })).toContain(
      'not source.as.number: (16509 or 14618)',
    );
  });

  test('keeps to the instances that were chosen', () => {
    expect(kqlWithSettings(instances, {})).toBe(instances.kql);
    expect(kqlWithSettings(instances, { instanceIds: ['i-00000001', 'i-00000002'] })).toBe(
      `${instances.kql} and related.hosts: (i-00000001 or i-00000002)`,
    );
  });

  test('says nothing of tags where it does not look at events', () => {
    expect(ruleKql(silence, {})).toBe(silence.kql);
  });
});

test('a rule on home countries is not complete without any', () => {
  expect(isComplete(abroad, {})).toBe(false);
  expect(isComplete(abroad, { homeCountries: ['IL'] })).toBe(true);
  expect(isComplete(instances, {})).toBe(true);
});

test('a rule takes only the settings that concern it', () => {
  const all = {
    homeCountries: ['US'],
    leavesOutAws: true,
    instanceIds: ['i-00000001'],
    includesBackfill: true,
  };
  expect(settingsFor(abroad, all)).toEqual({
    homeCountries: ['US'],
    leavesOutAws: true,
    includesBackfill: true,
  });
  expect(settingsFor(instances, all)).toEqual({ instanceIds: ['i-00000001'], includesBackfill: true });
  expect(settingsFor(silence, all)).toEqual({});
});

function found(id: string): Detection {
  return detectionOf(id) ?? expect.fail(id);
}
