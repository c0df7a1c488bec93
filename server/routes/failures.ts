/** `/api/cloudtrail/sources/{id}/failures`: what could not be taken in, to be tried again or dismissed. */
import * as z from 'zod';
import { API_PRIVILEGES, SOURCES_API } from '../../common/ids';
import { chosenFailuresSchema, failuresQuerySchema, sourceIdParamsSchema } from '../../common/sources';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import type { Sources } from '../sources/sources';

const FAILURES = `${SOURCES_API}/{id}/failures`;

export function defineFailureRoutes(
  router: Router,
  getSources: () => Promise<Sources<KibanaRequest>>,
  onError: OnError,
): void {
  const common = { access: 'public', params: sourceIdParamsSchema } as const;
  const changing = { ...common, privilege: API_PRIVILEGES.manageSources, body: chosenFailuresSchema };
  defineRoute(
    router,
    {
      ...common,
      method: 'get',
      path: FAILURES,
      summary: 'What of a source could not be taken in',
      privilege: API_PRIVILEGES.readSources,
      body: z.looseObject({}),
      query: failuresQuerySchema,
      handle: async ({ request }) => (await getSources()).failures(request.params.id, request.query),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...changing,
      method: 'post',
      path: `${FAILURES}/_retry`,
      summary: 'Try failures of a source again',
      handle: async ({ request }) => (await getSources()).retryFailures(request.params.id, request.body.ids),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...changing,
      method: 'post',
      path: `${FAILURES}/_dismiss`,
      summary: 'Drop failures of a source',
      handle: async ({ request }) =>
        (await getSources()).dismissFailures(request.params.id, request.body.ids),
    },
    onError,
  );
}
