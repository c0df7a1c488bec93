/** `/api/cloudtrail/sources`: who may see or manage sources does it here. */
import * as z from 'zod';
import { API_PRIVILEGES, SOURCES_API } from '../../common/ids';
import { createSourceRequestSchema, sourceIdParamsSchema } from '../../common/sources';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import type { Sources } from '../sources/sources';

const NOTHING = z.looseObject({});
const ONE = `${SOURCES_API}/{id}`;

export function defineSourceRoutes(
  router: Router,
  getSources: () => Promise<Sources<KibanaRequest>>,
  onError: OnError,
): void {
  const { manageSources, readSources } = API_PRIVILEGES;
  const common = { access: 'public', params: NOTHING, body: NOTHING } as const;
  const ofOne = { ...common, params: sourceIdParamsSchema };

  defineRoute(
    router,
    {
      ...common,
      method: 'post',
      path: SOURCES_API,
      summary: 'Create a source',
      privilege: manageSources,
      body: createSourceRequestSchema,
      handle: async ({ request, core }) =>
        (await getSources()).create(request, core.elasticsearch.client.asCurrentUser, request.body),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      method: 'get',
      path: SOURCES_API,
      summary: 'All sources',
      privilege: readSources,
      handle: async () => ({ sources: await (await getSources()).list() }),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...ofOne,
      method: 'get',
      path: ONE,
      summary: 'One source',
      privilege: readSources,
      handle: async ({ request }) => (await getSources()).get(request.params.id),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...ofOne,
      method: 'delete',
      path: ONE,
      summary: 'Delete a source; its events stay',
      privilege: manageSources,
      handle: async ({ request }) => {
        await (await getSources()).delete(request.params.id);
        return {};
      },
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...ofOne,
      method: 'post',
      path: `${ONE}/fetch`,
      summary: 'Fetch now',
      privilege: manageSources,
      handle: async ({ request }) => {
        await (await getSources()).fetchNow(request.params.id);
        return {};
      },
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...ofOne,
      method: 'get',
      path: `${ONE}/status`,
      summary: 'How a source is doing',
      privilege: readSources,
      handle: async ({ request }) => (await getSources()).status(request.params.id),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...ofOne,
      method: 'get',
      path: `${ONE}/runs`,
      summary: 'The last runs of a source',
      privilege: readSources,
      handle: async ({ request }) => (await getSources()).runs(request.params.id),
    },
    onError,
  );
}
