/** `/api/cloudtrail/namespaces`: what a namespace decides for its sources, seen and changed by who may see or manage sources. */
import * as z from 'zod';
import { API_PRIVILEGES, NAMESPACES_API } from '../../common/ids';
import type { NamespacesResponse } from '../../common/namespaces';
import { namespaceParamsSchema, putNamespaceRequestSchema } from '../../common/namespaces';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import type { Namespaces } from '../namespaces/namespaces';

const NOTHING = z.looseObject({});
const ONE = `${NAMESPACES_API}/{name}`;

export function defineNamespaceRoutes(
  router: Router,
  getNamespaces: () => Promise<Namespaces<KibanaRequest>>,
  onError: OnError,
): void {
  const { manageSources, readSources } = API_PRIVILEGES;
  const common = { access: 'public', params: NOTHING, body: NOTHING } as const;
  defineRoute(
    router,
    {
      ...common,
      method: 'get',
      path: NAMESPACES_API,
      summary: 'All namespaces',
      privilege: readSources,
      handle: async (): Promise<NamespacesResponse> => ({ namespaces: await (await getNamespaces()).list() }),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      method: 'get',
      path: ONE,
      summary: 'One namespace',
      privilege: readSources,
      params: namespaceParamsSchema,
      handle: async ({ request }) => (await getNamespaces()).get(request.params.name),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      method: 'put',
      path: ONE,
      summary: 'Make or change a namespace',
      privilege: manageSources,
      params: namespaceParamsSchema,
      body: putNamespaceRequestSchema,
      handle: async ({ request, core }) =>
        (await getNamespaces()).put(
          request,
          core.elasticsearch.client.asCurrentUser,
          request.params.name,
          request.body,
        ),
    },
    onError,
  );
}
