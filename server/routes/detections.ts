/** `/internal/cloudtrail/detections/*`: what the Alerts page must know beside Kibana's own rules. */
import * as z from 'zod';
import type { KeptFieldsResponse } from '../../common/detections/preview';
import { previewRequestSchema } from '../../common/detections/preview';
import { API_PRIVILEGES, DETECTIONS_API } from '../../common/ids';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import type { Namespaces } from '../namespaces/namespaces';

const NOTHING = z.looseObject({});

export function defineDetectionRoutes(
  router: Router,
  getNamespaces: () => Promise<Namespaces<KibanaRequest>>,
  onError: OnError,
): void {
  const common = { privilege: API_PRIVILEGES.readEvents, access: 'internal', params: NOTHING } as const;
  defineRoute(
    router,
    {
      ...common,
      method: 'post',
      path: `${DETECTIONS_API}/preview`,
      summary: 'What rules would have found',
      body: previewRequestSchema,
      handle: async ({ request, core }) => {
        const { runPreviews } = await import('../detections/run_previews');
        return runPreviews(request.body, core.elasticsearch.client);
      },
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      method: 'get',
      path: `${DETECTIONS_API}/kept_fields`,
      summary: 'Which fields the namespaces keep',
      body: NOTHING,
      // without who may see sources: names and forms of namespaces are in each event, too
      handle: async (): Promise<KeptFieldsResponse> => ({
        namespaces: (await (await getNamespaces()).list()).map(({ name, settings }) => ({
          name,
          free_form: settings.free_form,
          redacted: settings.redaction.map(({ field }) => field),
        })),
      }),
    },
    onError,
  );
}
