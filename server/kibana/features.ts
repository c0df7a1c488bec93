/** The two Kibana features: who may look at events, and who may see or manage sources. Two, since a Basic licence has no sub-features. */
import { API_PRIVILEGES, APP_TITLE, FEATURE_ID, PLUGIN_ID, SOURCES_FEATURE_ID } from '../../common/ids';
import type { FeaturePrivilege, FeaturesSetup } from './contracts';

const CATEGORY = { id: 'securitySolution', label: 'Security', order: 4000, euiIconType: 'logoSecurity' };
const APPS = [PLUGIN_ID, 'kibana'];
const NO_SAVED_OBJECTS = { all: [], read: [] };

export function registerFeatures(features: FeaturesSetup): void {
  const { readEvents, readSources, manageSources } = API_PRIVILEGES;
  features.registerKibanaFeature({
    id: FEATURE_ID,
    name: APP_TITLE,
    category: CATEGORY,
    order: 6000,
    app: APPS,
    privileges: { all: privilege([readEvents], ['show', 'save']), read: privilege([readEvents], ['show']) },
  });
  features.registerKibanaFeature({
    id: SOURCES_FEATURE_ID,
    name: `${APP_TITLE} sources`,
    category: CATEGORY,
    order: 6010,
    app: APPS,
    privileges: {
      all: privilege([readSources, manageSources], ['show', 'manage']),
      read: privilege([readSources], ['show']),
    },
  });
}

function privilege(api: readonly string[], ui: readonly string[]): FeaturePrivilege {
  // the saved objects of sources are reached through our routes only, so nobody needs a right on them
  return { app: APPS, api, savedObject: NO_SAVED_OBJECTS, ui };
}
