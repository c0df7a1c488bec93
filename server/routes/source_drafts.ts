/** `/api/cloudtrail/sources/_test`, `_preview`, `_external_id`: what is asked about a source before it is made or changed. */
import * as z from 'zod';
import { API_PRIVILEGES, SOURCES_API } from '../../common/ids';
import { externalIdRequestSchema, sourceDraftSchema } from '../../common/source_checks';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import { ndjson, NDJSON_HEADERS, signalOf } from '../kibana/ndjson';
import type { SourceDrafts } from '../sources/source_drafts';

export function defineSourceDraftRoutes(
  router: Router,
  getDrafts: () => Promise<SourceDrafts<KibanaRequest>>,
  log: { error(message: string | Error): void },
  onError: OnError,
): void {
  const common = {
    method: 'post',
    access: 'public',
    privilege: API_PRIVILEGES.manageSources,
    params: z.looseObject({}),
  } as const;
  defineRoute(
    router,
    {
      ...common,
      path: `${SOURCES_API}/_test`,
      summary: 'Test a source before it is made or changed: one JSON value a line, as the checks go on',
      body: sourceDraftSchema,
      headers: NDJSON_HEADERS,
      handle: async ({ request, core }) => {
        const signal = signalOf(request);
        const user = core.elasticsearch.client.asCurrentUser;
        const lines = await (await getDrafts()).test(request, user, request.body, signal);
        return ndjson(lines, (error) => log.error(error instanceof Error ? error : String(error)));
      },
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      path: `${SOURCES_API}/_preview`,
      summary: 'What a source would fetch',
      body: sourceDraftSchema,
      handle: async ({ request }) => (await getDrafts()).preview(request, request.body, signalOf(request)),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...common,
      path: `${SOURCES_API}/_external_id`,
      summary: 'An external id for the trust policy of a role',
      body: externalIdRequestSchema,
      handle: async ({ request }) => (await getDrafts()).externalId(request, request.body.source_id),
    },
    onError,
  );
}
