/** `/internal/cloudtrail/setup`: what kibana.yml allows sources, for those who may see them. */
import { z } from 'zod';
import { API_PRIVILEGES, SETUP_API } from '../../common/ids';
import type { SetupResponse } from '../../common/setup';
import type { Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';

const NOTHING = z.looseObject({});

export function defineSetupRoute(router: Router, setup: SetupResponse, onError: OnError): void {
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
      handle: () => Promise.resolve(setup),
    },
    onError,
  );
}
