/** `/api/cloudtrail/namespaces/{name}/mapping`: brings older event indices up to date with the caller's own rights, where a source's key may not. */
import * as z from 'zod';
import { API_PRIVILEGES, NAMESPACES_API } from '../../common/ids';
import type { UpgradeMappingResponse } from '../../common/sources';
import { namespaceSchema } from '../../common/sources';
import type { Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';

/** A browser gives up after two minutes; what is left then is done by asking again. */
const MAX_MS = 60_000;

export function defineMappingRoute(router: Router, now: () => number, onError: OnError): void {
  defineRoute(
    router,
    {
      method: 'post',
      path: `${NAMESPACES_API}/{name}/mapping`,
      summary: 'Bring the mappings of a namespace’s indices up to date, with the caller’s own rights',
      privilege: API_PRIVILEGES.manageSources,
      access: 'public',
      params: z.object({ name: namespaceSchema }),
      body: z.looseObject({}),
      handle: async ({ request, core }): Promise<UpgradeMappingResponse> => {
        const { outdatedIndices, upgradeMappings } = await import('../indices/mapping_upgrade');
        const client = core.elasticsearch.client.asCurrentUser;
        const startedAt = now();
        const outdated = await outdatedIndices(client, request.params.name);
        const result = await upgradeMappings(client, outdated, () => now() - startedAt < MAX_MS);
        if (result.refusal !== undefined && result.upgraded === 0) throw result.refusal;
        return { upgraded: result.upgraded, left: result.left, refusal: result.refusal?.message ?? null };
      },
    },
    onError,
  );
}
