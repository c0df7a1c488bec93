/** `/internal/cloudtrail/events`: rows of events, one event whole, what belongs to it, and its original record. */
import * as z from 'zod';
import type { EventAnswer, RelatedEvents } from '../../common/events';
import { eventParamsSchema, eventsPageRequestSchema } from '../../common/events';
import { API_PRIVILEGES, EVENTS_API } from '../../common/ids';
import type { PanelAnswer } from '../../common/panels';
import { SourceError } from '../errors';
import type { SearchPriority } from '../indices/search_priority';
import type { KibanaRequest, Router } from '../kibana/contracts';
import type { OnError } from '../kibana/define_route';
import { defineRoute } from '../kibana/define_route';
import { askEvents, type EventsHost } from '../queries/ask_events';
import { eventsPage, eventsPageSearch } from '../queries/events_page';
import { linksOf, relatedEvents, relatedSearch, wholeEvent, wholeEventSearch } from '../queries/whole_event';
import type { OriginalRecords } from '../sources/original_records';
import { eventsHost } from './events_host';

const NOTHING = z.unknown();

export function defineEventRoutes(
  router: Router,
  getOriginals: () => Promise<OriginalRecords>,
  managesSources: (request: KibanaRequest) => Promise<boolean>,
  priority: SearchPriority,
  onError: OnError,
): void {
  const readers = { method: 'post', privilege: API_PRIVILEGES.readEvents, access: 'internal' } as const;
  defineRoute(
    router,
    {
      ...readers,
      path: EVENTS_API,
      summary: 'List events',
      params: NOTHING,
      body: eventsPageRequestSchema,
      handle: ({ request, core }) =>
        askEvents(
          {
            doing: 'asking for events',
            search: eventsPageSearch(request.body),
            inspect: request.body.inspect,
            answer: (response) => eventsPage(response, request.body),
          },
          eventsHost(core.elasticsearch.client, request, priority),
        ),
    },
    onError,
  );
  const one = { params: eventParamsSchema, body: NOTHING } as const;
  defineRoute(
    router,
    {
      ...readers,
      ...one,
      path: `${EVENTS_API}/{id}`,
      summary: 'Get one event',
      handle: ({ request, core }) =>
        findEvent(request.params.id, eventsHost(core.elasticsearch.client, request, priority)),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...readers,
      ...one,
      path: `${EVENTS_API}/{id}/related`,
      summary: 'Find what belongs to an event',
      handle: ({ request, core }) =>
        findRelated(request.params.id, eventsHost(core.elasticsearch.client, request, priority)),
    },
    onError,
  );
  defineRoute(
    router,
    {
      ...readers,
      ...one,
      path: `${EVENTS_API}/{id}/original`,
      summary: 'Read the original record of an event from S3',
      handle: async ({ request, core }) => {
        const host = eventsHost(core.elasticsearch.client, request, priority);
        const found = await findEvent(request.params.id, host);
        if (found.state !== 'data' || found.data.event === null) throw noSuchEvent();
        const signal = host.signal ?? new AbortController().signal;
        const mayManageSources = await managesSources(request);
        return (await getOriginals()).read(found.data.event, mayManageSources, signal);
      },
    },
    onError,
  );
}

function findEvent(id: string, host: EventsHost): Promise<PanelAnswer<EventAnswer>> {
  return askEvents({ doing: 'asking for one event', search: wholeEventSearch(id), answer: wholeEvent }, host);
}

async function findRelated(id: string, host: EventsHost): Promise<PanelAnswer<RelatedEvents>> {
  const found = await findEvent(id, host);
  if (found.state !== 'data') return found;
  const { event } = found.data;
  const links = event ? linksOf(event) : [];
  if (event === null || links.length === 0) return { state: 'data', data: { groups: [] } };
  return askEvents(
    {
      doing: 'looking for related events',
      search: relatedSearch(event, links),
      answer: (response) => relatedEvents(response, event, links),
    },
    host,
  );
}

function noSuchEvent(): SourceError {
  return new SourceError('event_not_found', 'There is no such event any more, or you may not read it.');
}
