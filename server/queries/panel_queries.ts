/** The table of all panels' queries. */
import type { PanelId } from '../../common/panels';
import { accountsAndRegions } from './accounts_and_regions';
import { accessDenied } from './access_denied';
import { dataRange } from './data_range';
import { eventsOverTime } from './events_over_time';
import { failedSignIns } from './failed_sign_ins';
import { geoAccess } from './geo_access';
import { geoClusters } from './geo_clusters';
import { importantChanges } from './important_changes';
import { instances } from './instances';
import { latestEvents } from './latest_events';
import { newestEvent } from './newest_event';
import { networkChanges } from './network_changes';
import { newValues } from './new_values';
import type { PanelQuery } from './panel_query';
import { rootUse } from './root_use';
import { summary } from './summary';
import { users } from './users';

export const PANEL_QUERIES: { readonly [Id in PanelId]: PanelQuery<Id> } = {
  accounts_and_regions: accountsAndRegions,
  newest_event: newestEvent,
  data_range: dataRange,
  summary,
  events_over_time: eventsOverTime,
  geo_access: geoAccess,
  geo_clusters: geoClusters,
  users,
  root_use: rootUse,
  failed_sign_ins: failedSignIns,
  access_denied: accessDenied,
  instances,
  network_changes: networkChanges,
  important_changes: importantChanges,
  new_values: newValues,
  latest_events: latestEvents,
};
