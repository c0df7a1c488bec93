/** The requests of the Users pages to the app's own server. */
import type {
  ActorAnswers,
  ActorQuestion,
  ActorRequest,
  Actors,
  ActorsRequest,
} from '../../../common/actors';
import { ACTORS_API } from '../../../common/ids';
import type { PanelAnswer } from '../../../common/panels';
import type { CoreStart } from '../../kibana/contracts';

/** Both reject with the request's abort, or with what `panelError` reads. */
export interface ActorsApi {
  list(request: ActorsRequest, signal: AbortSignal): Promise<PanelAnswer<Actors>>;
  ask<Q extends ActorQuestion>(
    question: Q,
    request: ActorRequest,
    signal: AbortSignal,
  ): Promise<PanelAnswer<ActorAnswers[Q]>>;
}

export function createActorsApi({ fetch }: Pick<CoreStart['http'], 'fetch'>): ActorsApi {
  const post = <T>(path: string, request: object, signal: AbortSignal) =>
    fetch<T>(path, { method: 'POST', body: JSON.stringify(request), signal });
  return {
    list: (request, signal) => post(ACTORS_API, request, signal),
    ask: (question, request, signal) => post(`${ACTORS_API}/${question}`, request, signal),
  };
}
