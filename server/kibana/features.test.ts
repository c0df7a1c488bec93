import { describe, expect, it } from 'vitest';
import { API_PRIVILEGES } from '../../common/ids';
import type { FeaturesSetup } from './contracts';
import { registerFeatures } from './features';

type Feature = Parameters<FeaturesSetup['registerKibanaFeature']>[0];

describe('registerFeatures', () => {
  const features: Feature[] = [];
  registerFeatures({ registerKibanaFeature: (feature) => features.push(feature) });
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

  it('gives nobody a right on the saved objects that hold secrets', () => {
    for (const { privileges } of features)
      for (const { savedObject } of Object.values(privileges))
        expect(savedObject).toEqual({ all: [], read: [] });
  });
});
