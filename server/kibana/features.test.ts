import { describe, expect, it } from 'vitest';
import { API_PRIVILEGES } from '../../common/ids';
import type { FeaturesSetup } from './contracts';
import { registerFeatures } from './features';

type Feature = Parameters<FeaturesSetup['registerKibanaFeature']>[0];

function registeredIn(kibanaVersion: string): Feature[] {
  const features: Feature[] = [];
  registerFeatures({ registerKibanaFeature: (feature) => features.push(feature) }, kibanaVersion);
  return features;
}

describe('registerFeatures', () => {
  const features = registeredIn('8.12.2');
  const [events, sources] = features;

  it('keeps looking at events apart from managing sources', () => {
    expect(features).toHaveLength(2);
    expect(events?.privileges.all.api).toEqual([API_PRIVILEGES.readEvents]);
    expect(events?.privileges.read.api).toEqual([API_PRIVILEGES.readEvents]);
    expect(sources?.privileges.all.api).toEqual([API_PRIVILEGES.readSources, API_PRIVILEGES.manageSources]);
    expect(sources?.privileges.read.api).toEqual([API_PRIVILEGES.readSources]);
  });

  it('grants each privilege that a route can ask for', () => {
    const granted = features.flatMap(({ privileges }) => privileges.all.api);
    expect([...new Set(granted)].sort()).toEqual(Object.values(API_PRIVILEGES).sort());
  });

  it('lets roles grant the managing of sources for all spaces only, for they are the same in all', () => {
    expect(sources?.privileges.all.requireAllSpaces).toBe(true);
    for (const { privileges } of [events?.privileges, sources?.privileges].map((p) => ({ privileges: p })))
      expect(privileges?.read.requireAllSpaces).toBeUndefined();
    expect(events?.privileges.all.requireAllSpaces).toBeUndefined();
  });

  it('gives nobody a right on the saved objects that hold secrets', () => {
    for (const { privileges } of features)
      for (const { savedObject } of Object.values(privileges))
        expect(savedObject).toEqual({ all: [], read: [] });
  });

  const byConsumer = { ruleTypeId: '.es-query', consumers: ['cloudtrail'] };
  it.each([
    ['8.12.2', '.es-query'],
    ['8.17.9', '.es-query'],
    ['8.18.0', byConsumer],
    ['9.0.0', byConsumer],
    ['10.1.0', byConsumer],
  ] as const)('lets who has it keep stock rules of its own in Kibana %s', (version, entry) => {
    const [{ alerting, privileges } = expect.fail()] = registeredIn(version);
    expect(alerting).toEqual([entry]);
    expect(privileges.all.alerting).toEqual({ rule: { all: [entry] }, alert: { all: [entry] } });
    expect(privileges.read.alerting).toEqual({ rule: { read: [entry] }, alert: { read: [entry] } });
  });
});
