/** All routes of the plugin, each with the part that it needs. */
import type { SetupResponse } from '../../common/setup';
import type { GeoLookup } from '../geo/geo_lookup';
import { spanningRouter } from '../kibana/all_spaces';
import type { SearchPriority } from '../indices/search_priority';
import type { KibanaRequest, Logger, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import type { Services } from '../services';
import { defineActorRoutes } from './actors';
import { errorResponse } from './error_response';
import { readShippedObjects } from '../dashboards/shipped_objects';
import { defineDashboardRoutes } from './dashboards';
import { defineDetectionRoutes } from './detections';
import { defineDiagnosticsRoute } from './diagnostics';
import { defineEventRoutes } from './events';
import { defineFailureRoutes } from './failures';
import { defineMappingRoute } from './mapping';
import { defineNamespaceRoutes } from './namespaces';
import { definePanelRoute } from './panels';
import { defineSetupRoute } from './setup';
import { defineSourceControlRoutes } from './source_control';
import { defineSourceDraftRoutes } from './source_drafts';
import { defineSourceEditRoutes } from './source_edits';
import { defineSourceRoutes } from './sources';

export interface RoutesHost {
  /** Resolves when Kibana has started. */
  readonly getServices: () => Promise<Services>;
  readonly geoFacts: () => Promise<Pick<GeoLookup, 'available' | 'attributions'>>;
  /** `cloudtrail.homeCountries` */
  readonly homeCountries: readonly string[];
  readonly priority: SearchPriority;
  readonly setup: Omit<SetupResponse, 'manages_sources'>;
  /** As `8.12.2`. */
  readonly kibanaVersion: string;
  /** The file of saved objects that the plugin brings. */
  readonly savedObjectsFile: string;
  /** ms since the epoch */
  readonly now: () => number;
  readonly log: Logger;
}

export function defineRoutes(anyRouter: Router, host: RoutesHost): void {
  const { getServices, geoFacts, homeCountries, priority, setup, kibanaVersion, savedObjectsFile, now, log } =
    host;
  const onError: OnError = (error, response) => errorResponse(error, response, log);
  const managesSources = async (request: KibanaRequest) => (await getServices()).managesSources(request);
  const router = spanningRouter(anyRouter, managesSources, onError);
  defineSourceRoutes(router, async () => (await getServices()).sources, onError);
  defineNamespaceRoutes(router, async () => (await getServices()).namespaces, onError);
  defineSourceDraftRoutes(router, async () => (await getServices()).drafts, log, onError);
  defineSourceEditRoutes(router, async () => (await getServices()).edits, onError);
  defineSourceControlRoutes(router, async () => (await getServices()).control, onError);
  defineFailureRoutes(router, async () => (await getServices()).sources, onError);
  defineActorRoutes(router, priority, onError);
  defineDiagnosticsRoute(router, async () => ({ ...(await getServices()), kibanaVersion, now }), onError);
  defineEventRoutes(router, async () => (await getServices()).originals, managesSources, priority, onError);
  definePanelRoute(router, geoFacts, homeCountries, priority, onError);
  defineDetectionRoutes(router, async () => (await getServices()).namespaces, onError);
  defineDashboardRoutes(router, () => readShippedObjects(savedObjectsFile), onError);
  defineMappingRoute(router, now, onError);
  defineSetupRoute(router, setup, managesSources, onError);
}
