/** The two Kibana features: who may look at events, and who may see or manage sources. Two, since a Basic licence has no sub-features. */
import { API_PRIVILEGES, APP_TITLE, FEATURE_ID, PLUGIN_ID, SOURCES_FEATURE_ID } from '../../common/ids';
import type { AlertingEntry, FeaturePrivilege, FeaturesSetup } from './contracts';

const CATEGORY = { id: 'securitySolution', label: 'Security', order: 4000, euiIconType: 'logoSecurity' };
const APPS = [PLUGIN_ID, 'kibana'];
const NO_SAVED_OBJECTS = { all: [], read: [] };

/** The stock rule type that the prebuilt alerts are made of. */
const RULE_TYPE = '.es-query';
/** From here on a feature names the consumers of its rule types: elastic/kibana#183756, backported by #202667. */
const NAMES_CONSUMERS_SINCE = [8, 18] as const;

/** `kibanaVersion`: of the Kibana that runs, as `8.12.2`. */
export function registerFeatures(features: FeaturesSetup, kibanaVersion: string): void {
  const { readEvents, readSources, manageSources } = API_PRIVILEGES;
  // so that who has this feature may have rules with its id as consumer, without Kibana's *Stack rules*
  const alerting = [ruleTypeEntry(kibanaVersion)];
  features.registerKibanaFeature({
    id: FEATURE_ID,
    name: APP_TITLE,
    category: CATEGORY,
    order: 6000,
    app: APPS,
    alerting,
    privileges: {
      all: {
        ...privilege([readEvents], ['show', 'save']),
        alerting: { rule: { all: alerting }, alert: { all: alerting } },
      },
      read: {
        ...privilege([readEvents], ['show']),
        alerting: { rule: { read: alerting }, alert: { read: alerting } },
      },
    },
  });
  features.registerKibanaFeature({
    id: SOURCES_FEATURE_ID,
    name: `${APP_TITLE} sources`,
    category: CATEGORY,
    order: 6010,
    app: APPS,
    privileges: {
      // they are the same in all spaces: `all_spaces.ts` holds to that whatever a role says
      all: { ...privilege([readSources, manageSources], ['show', 'manage']), requireAllSpaces: true },
      read: privilege([readSources], ['show']),
    },
  });
}

function ruleTypeEntry(kibanaVersion: string): AlertingEntry {
  const [major = 0, minor = 0] = kibanaVersion.split('.').map(Number);
  const [sinceMajor, sinceMinor] = NAMES_CONSUMERS_SINCE;
  const namesConsumers = major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
  return namesConsumers ? { ruleTypeId: RULE_TYPE, consumers: [FEATURE_ID] } : RULE_TYPE;
}

function privilege(api: readonly string[], ui: readonly string[]): FeaturePrivilege {
  // the saved objects of sources are reached through our routes only, so nobody needs a right on them
  return { app: APPS, api, savedObject: NO_SAVED_OBJECTS, ui };
}
