/** The requests of the Events page to the app's own server. */
import type {
  EventAnswer,
  EventsPage,
  EventsPageRequest,
  OriginalRecord,
  RelatedEvents,
} from '../../../common/events';
import { EVENTS_API } from '../../../common/ids';
import type { PanelAnswer } from '../../../common/panels';
import type { CoreStart } from '../../kibana/contracts';

/** All reject with the request's abort, or with what `panelError` reads. */
export interface EventsApi {
  page(request: EventsPageRequest, signal: AbortSignal): Promise<PanelAnswer<EventsPage>>;
  event(id: string, signal: AbortSignal): Promise<PanelAnswer<EventAnswer>>;
  related(id: string, signal: AbortSignal): Promise<PanelAnswer<RelatedEvents>>;
  original(id: string, signal: AbortSignal): Promise<OriginalRecord>;
}

export function createEventsApi({ fetch }: Pick<CoreStart['http'], 'fetch'>): EventsApi {
  const post = <T>(path: string, signal: AbortSignal, request: object = {}) =>
    fetch<T>(path, { method: 'POST', body: JSON.stringify(request), signal });
  const one = (id: string) => `${EVENTS_API}/${encodeURIComponent(id)}`;
  return {
    page: (request, signal) => post(EVENTS_API, signal, request),
    event: (id, signal) => post(one(id), signal),
    related: (id, signal) => post(`${one(id)}/related`, signal),
    original: (id, signal) => post(`${one(id)}/original`, signal),
  };
}
