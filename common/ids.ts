/** Names that both halves, Kibana and Elasticsearch know this plugin's things by. Changing one is a migration. */

export const PLUGIN_ID = 'cloudtrail';
export const APP_TITLE = 'CloudTrail';

/** Kibana features: who may look at events, and who may see or manage sources. */
export const FEATURE_ID = 'cloudtrail';
export const SOURCES_FEATURE_ID = 'cloudtrailSources';

/** API privileges that the features grant and the routes ask for. */
export const API_PRIVILEGES = {
  readEvents: 'cloudtrail_read',
  readSources: 'cloudtrail_sources_read',
  manageSources: 'cloudtrail_sources_manage',
} as const;
export type ApiPrivilege = (typeof API_PRIVILEGES)[keyof typeof API_PRIVILEGES];

export const SOURCE_SAVED_OBJECT_TYPE = 'cloudtrail-source';
export const NAMESPACE_SAVED_OBJECT_TYPE = 'cloudtrail-namespace';
export const SIGNING_KEY_SAVED_OBJECT_TYPE = 'cloudtrail-signing-key';
export const FETCH_TASK_TYPE = 'cloudtrail:fetch';

/** Everything that holds events, of all namespaces. */
export const EVENTS_INDEX_PATTERN = 'cloudtrail-events-*';
export const FAILURES_INDEX_PATTERN = 'cloudtrail-failures-*';
export const STATE_INDEX = 'cloudtrail-state';
/** What is wrong with sources, for rules to look at: docs/health.md. */
export const HEALTH_INDEX = 'cloudtrail-health';

/**
 * Of all routes below `/api/cloudtrail`, sent as the header `elastic-api-version`. The one day that Kibana takes from any
 * plugin while it is developed; a change that breaks callers gets another version beside it.
 */
export const API_VERSION = '2023-10-31';
export const SOURCES_API = '/api/cloudtrail/sources';
export const NAMESPACES_API = '/api/cloudtrail/namespaces';
export const SETUP_API = '/internal/cloudtrail/setup';
export const DASHBOARDS_API = '/internal/cloudtrail/dashboards';
export const PANELS_API = '/internal/cloudtrail/panels';
export const DETECTIONS_API = '/internal/cloudtrail/detections';
export const ACTORS_API = '/internal/cloudtrail/actors';
export const EVENTS_API = '/internal/cloudtrail/events';
