/** `/internal/cloudtrail/actors`: all users a page at a time, and one of them in depth; read with the caller's own Elasticsearch rights. */
import * as z from 'zod';
import { actorParamsSchema, actorRequestSchema, actorsRequestSchema } from '../../common/actors';
import { ACTORS_API, API_PRIVILEGES } from '../../common/ids';
import type { SearchPriority } from '../indices/search_priority';
import type { Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import { eventsHost } from './events_host';

export function defineActorRoutes(router: Router, priority: SearchPriority, onError: OnError): void {
  const shared = { method: 'post', privilege: API_PRIVILEGES.readEvents, access: 'internal' } as const;
  defineRoute(
    router,
    {
      ...shared,
      path: ACTORS_API,
      summary: 'List users',
      params: z.unknown(),
      body: actorsRequestSchema,
      handle: async ({ request, core }) => {
        const { listActors } = await import('../queries/actors');
        return listActors(request.body, eventsHost(core.elasticsearch.client, request, priority));
      },
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...shared,
      path: `${ACTORS_API}/{question}`,
      summary: 'Ask about one user',
      params: actorParamsSchema,
      body: actorRequestSchema,
      handle: async ({ request, core }) => {
        const { askAboutActor } = await import('../queries/ask_about_actor');
        const host = eventsHost(core.elasticsearch.client, request, priority);
        return askAboutActor(request.params.question, request.body, host);
      },
    },
    onError,
  );
}
