/** `/internal/cloudtrail/panels/{panel}`: one panel's numbers, read with the caller's own Elasticsearch rights. */
import { API_PRIVILEGES, PANELS_API } from '../../common/ids';
import { panelParamsSchema, panelRequestSchema } from '../../common/panels';
import type { GeoLookup } from '../geo/geo_lookup';
import type { SearchPriority } from '../indices/search_priority';
import type { Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import { eventsHost } from './events_host';

/** `geoFacts` says what is to be shown of the geo databases, `homeCountries` from where access is expected. */
export function definePanelRoute(
  router: Router,
  geoFacts: () => Promise<Pick<GeoLookup, 'available' | 'attributions'>>,
  homeCountries: readonly string[],
  priority: SearchPriority,
  onError: OnError,
): void {
  defineRoute(
    router,
    {
      method: 'post',
      path: `${PANELS_API}/{panel}`,
      summary: 'One panel’s numbers',
      privilege: API_PRIVILEGES.readEvents,
      access: 'internal',
      params: panelParamsSchema,
      body: panelRequestSchema,
      handle: async ({ request, core }) => {
        const { runPanel } = await import('../queries/run_panel');
        return runPanel(request.params.panel, request.body, {
          ...eventsHost(core.elasticsearch.client, request, priority),
          geo: await geoFacts(),
          homeCountries,
        });
      },
    },
    onError,
  );
}
