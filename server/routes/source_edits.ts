/** `PATCH /api/cloudtrail/sources/{id}` and `…/_renew_key`: who may manage sources changes them here. */
import { API_PRIVILEGES, SOURCES_API } from '../../common/ids';
import { changeSourceRequestSchema, renewKeyRequestSchema } from '../../common/source_changes';
import { sourceIdParamsSchema } from '../../common/sources';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import type { SourceEdits } from '../sources/source_edits';

const ONE = `${SOURCES_API}/{id}`;

export function defineSourceEditRoutes(
  router: Router,
  getEdits: () => Promise<SourceEdits<KibanaRequest>>,
  onError: OnError,
): void {
  const common = {
    access: 'public',
    privilege: API_PRIVILEGES.manageSources,
    params: sourceIdParamsSchema,
  } as const;
  defineRoute(
    router,
    {
      ...common,
      method: 'patch',
      path: ONE,
      summary: 'Change a source',
      body: changeSourceRequestSchema,
      handle: async ({ request, core }) => {
        const user = core.elasticsearch.client.asCurrentUser;
        return (await getEdits()).change(request, user, request.params.id, request.body);
      },
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      method: 'post',
      path: `${ONE}/_renew_key`,
      summary: 'Lend a source a new write key, and revoke the one before',
      body: renewKeyRequestSchema,
      handle: async ({ request, core }) => {
        const user = core.elasticsearch.client.asCurrentUser;
        return (await getEdits()).renewKey(request, user, request.params.id, request.body);
      },
    },
    onError,
  );
}
