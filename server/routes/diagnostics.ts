/** `/api/cloudtrail/sources/{id}/diagnostics`: what helps somebody else to see what is wrong with a source. */
import * as z from 'zod';
import { API_PRIVILEGES, SOURCES_API } from '../../common/ids';
import { sourceIdParamsSchema } from '../../common/sources';
import type { Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import type { DiagnosticsHost } from '../sources/diagnostics';
import { diagnose } from '../sources/diagnostics';

export function defineDiagnosticsRoute(
  router: Router,
  getHost: () => Promise<DiagnosticsHost>,
  onError: OnError,
): void {
  defineRoute(
    router,
    {
      method: 'get',
      path: `${SOURCES_API}/{id}/diagnostics`,
      summary: 'All that helps somebody else to see what is wrong with a source, without secrets',
      privilege: API_PRIVILEGES.readSources,
      access: 'public',
      params: sourceIdParamsSchema,
      body: z.looseObject({}),
      handle: async ({ request }) => diagnose(await getHost(), request.params.id),
    },
    onError,
  );
}
