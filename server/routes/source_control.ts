/** `/api/cloudtrail/sources/{id}/…`: pause and resume a source or its back-fill, and see its account × regions. */
import * as z from 'zod';
import { API_PRIVILEGES, SOURCES_API } from '../../common/ids';
import { backfillRequestSchema, sourceIdParamsSchema } from '../../common/sources';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import type { SourceControl } from '../sources/source_control';

const NOTHING = z.looseObject({});
const SUMMARY_OF = { pause: 'Pause a source', resume: 'Resume a paused source' } as const;
const ONE = `${SOURCES_API}/{id}`;

export function defineSourceControlRoutes(
  router: Router,
  getControl: () => Promise<SourceControl<KibanaRequest>>,
  onError: OnError,
): void {
  const { manageSources, readSources } = API_PRIVILEGES;
  const ofOne = { access: 'public', params: sourceIdParamsSchema, body: NOTHING } as const;

  defineRoute(
    router,
    {
      ...ofOne,
      method: 'post',
      path: `${ONE}/backfill`,
      summary: 'Pause, resume or cancel the back-fill of a source, or give it another first day',
      privilege: manageSources,
      body: backfillRequestSchema,
      handle: async ({ request }) => {
        await (await getControl()).changeBackfill(request, request.params.id, request.body);
        return {};
      },
    },
    onError,
  );
  for (const action of ['pause', 'resume'] as const) {
    defineRoute(
      router,
      {
        ...ofOne,
        method: 'post',
        path: `${ONE}/_${action}`,
        summary: SUMMARY_OF[action],
        privilege: manageSources,
        handle: async ({ request }) => {
          await (await getControl())[action](request.params.id);
          return {};
        },
      },
      onError,
    );
  }
  defineRoute(
    router,
    {
      ...ofOne,
      method: 'get',
      path: `${ONE}/account_regions`,
      summary: 'The account × regions of a source',
      privilege: readSources,
      handle: async ({ request }) => (await getControl()).accountRegions(request.params.id),
    },
    onError,
  );
}
