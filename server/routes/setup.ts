/** `/internal/cloudtrail/setup`: what kibana.yml allows sources, and the one who asks, for those who may see them. */
import * as z from 'zod';
import { API_PRIVILEGES, SETUP_API } from '../../common/ids';
import type { SetupResponse } from '../../common/setup';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';

const NOTHING = z.looseObject({});

/** `managesSources`: whether the one who asks may do so, in all spaces. */
export function defineSetupRoute(
  router: Router,
  setup: Omit<SetupResponse, 'manages_sources'>,
  managesSources: (request: KibanaRequest) => Promise<boolean>,
  onError: OnError,
): void {
  defineRoute(
    router,
    {
      method: 'get',
      path: SETUP_API,
      summary: 'What kibana.yml allows sources',
      privilege: API_PRIVILEGES.readSources,
      access: 'internal',
      params: NOTHING,
      body: NOTHING,
      handle: async ({ request }): Promise<SetupResponse> => ({
        ...setup,
        manages_sources: await managesSources(request),
      }),
    },
    onError,
  );
}
