/** `/internal/cloudtrail/dashboards`: which of the plugin's dashboards the caller's space has, and their installation. */
import * as z from 'zod';
import type { DashboardsResponse, InstallDashboardsResponse } from '../../common/dashboards';
import { installDashboardsSchema } from '../../common/dashboards';
import { API_PRIVILEGES, DASHBOARDS_API } from '../../common/ids';
import type { ShippedObject } from '../dashboards/dashboards';
import { dashboardsOf, installDashboards } from '../dashboards/dashboards';
import type { Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import { spaceObjects } from '../kibana/space_objects';

const NOTHING = z.looseObject({});

/** Whoever sees events may ask; what is made is decided by the caller's rights on saved objects. */
export function defineDashboardRoutes(
  router: Router,
  shipped: () => Promise<readonly ShippedObject[]>,
  onError: OnError,
): void {
  const common = {
    path: DASHBOARDS_API,
    privilege: API_PRIVILEGES.readEvents,
    access: 'internal',
    params: NOTHING,
  } as const;
  defineRoute(
    router,
    {
      ...common,
      method: 'get',
      summary: 'Which dashboards, searches and maps of the plugin the space has',
      body: NOTHING,
      handle: async ({ core }): Promise<DashboardsResponse> =>
        dashboardsOf(spaceObjects(core.savedObjects), await shipped()),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      method: 'post',
      summary: 'Makes those that are missing, or brings all back to what the plugin ships',
      body: installDashboardsSchema,
      handle: async ({ core, request }): Promise<InstallDashboardsResponse> =>
        installDashboards(spaceObjects(core.savedObjects), await shipped(), request.body.replace),
    },
    onError,
  );
}
