/** Narrows requests to one actor. Pure. */
import type { PanelRequest } from '../../../common/panels';

/** Elasticsearch query for the actor's events. */
export function ofActorQuery(id: string): Readonly<Record<string, unknown>> {
  return { term: { 'cloudtrail.actor.id': id } };
}

/** The same request, of the actor's events only. */
export function requestOfActor(request: PanelRequest, id: string): PanelRequest {
  const asked = request.query === undefined ? [] : [request.query];
  return { ...request, query: { bool: { filter: [...asked, ofActorQuery(id)] } } };
}
