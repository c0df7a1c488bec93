/** Asks one question about one actor, with the user's own rights. */
import type { ActorAnswers, ActorQuestion, ActorRequest, ActorSessions } from '../../common/actors';
import type { PanelAnswer } from '../../common/panels';
import { actorFacts, actorFactsSearch } from './actor_facts';
import {
  actorSessions,
  actorSessionsSearch,
  chainOf,
  givenKeys,
  givenKeysSearch,
  isOfRole,
  LONGEST_CHAIN,
  namedSessions,
  namedSessionsSearch,
  type GivenKeys,
  type KeyHolder,
} from './actor_sessions';
import { actorTravel, actorTravelSearch } from './actor_travel';
import { askEvents, type EventsHost, type EventsQuestion } from './ask_events';
import type { ChainStep } from '../../common/actors';

type Ask<Q extends ActorQuestion> = (
  request: ActorRequest,
  host: EventsHost,
) => Promise<PanelAnswer<ActorAnswers[Q]>>;

const QUESTIONS: { readonly [Q in ActorQuestion]: Ask<Q> } = {
  facts: (request, host) =>
    ask(request, host, actorFactsSearch(request), (response) => actorFacts(response, request)),
  sessions: async (request, host) => {
    const answer = await ask(request, host, actorSessionsSearch(request), actorSessions);
    if (answer.state !== 'data') return answer;
    return { ...answer, data: await withChains(answer.data, request, host) };
  },
  travel: (request, host) => ask(request, host, actorTravelSearch(request), actorTravel),
};

/** Throws ElasticsearchError where Elasticsearch fails. */
export function askAboutActor<Q extends ActorQuestion>(
  question: Q,
  request: ActorRequest,
  host: EventsHost,
): Promise<PanelAnswer<ActorAnswers[Q]>> {
  const asked: Ask<Q> = QUESTIONS[question];
  return asked(request, host);
}

function ask<T>(
  { inspect }: ActorRequest,
  host: EventsHost,
  search: EventsQuestion<T>['search'],
  answer: EventsQuestion<T>['answer'],
): Promise<PanelAnswer<T>> {
  return askEvents({ doing: 'asking about a user', search, inspect, answer }, host);
}

/** Follows the keys back, one search for all of a step, and another for those whose call did not tell the key. */
async function withChains(
  sessions: ActorSessions,
  request: ActorRequest,
  host: EventsHost,
): Promise<ActorSessions> {
  const doing = 'looking for who took on a role';
  const known = new Map<string, ChainStep>();
  const asked = new Set<string>();
  let holders: readonly KeyHolder[] = sessions.sessions.map(
    ({ access_key_id: key, arn, first_seen: since }) => ({ key, arn, since }),
  );
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    // keys of users (AKIA) are made by people and never given by a call
    const unknown = holders.filter(({ key }) => key.startsWith('ASIA') && !asked.has(key));
    if (unknown.length === 0) break;
    unknown.forEach(({ key }) => asked.add(key));
    const keys = [...new Set(unknown.map(({ key }) => key))];
    const byKey = await askEvents<GivenKeys>(
      { doing, search: givenKeysSearch(request, keys), answer: givenKeys },
      host,
    );
    if (byKey.state !== 'data') break;
    const found = new Map(byKey.data);
    const others = unknown.filter((holder) => isOfRole(holder) && !found.has(holder.key));
    if (others.length > 0) {
      const byName = await askEvents<GivenKeys>(
        {
          doing,
          search: namedSessionsSearch(others),
          answer: (response) => namedSessions(response, others),
        },
        host,
      );
      if (byName.state === 'data') byName.data.forEach((given, key) => found.set(key, given));
    }
    found.forEach((given, key) => known.set(key, given));
    holders = [...found.values()].map(({ access_key_id: key, arn, at: since }) => ({ key, arn, since }));
  }
  return {
    ...sessions,
    sessions: sessions.sessions.map((session) => ({
      ...session,
      chain: chainOf(session.access_key_id, known),
    })),
  };
}
