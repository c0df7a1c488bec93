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
  LONGEST_CHAIN,
  type GivenKeys,
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

/** Follows the keys back, one search for all of a step. */
async function withChains(
  sessions: ActorSessions,
  request: ActorRequest,
  host: EventsHost,
): Promise<ActorSessions> {
  const known = new Map<string, ChainStep>();
  const asked = new Set<string>();
  let keys: readonly string[] = sessions.sessions.map(({ access_key_id: key }) => key);
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    // keys of users (AKIA) are made by people and never given by a call
    const unknown = [...new Set(keys)].filter((key) => key.startsWith('ASIA') && !asked.has(key));
    if (unknown.length === 0) break;
    unknown.forEach((key) => asked.add(key));
    const found = await askEvents<GivenKeys>(
      {
        doing: 'looking for who took on a role',
        search: givenKeysSearch(request, unknown),
        answer: givenKeys,
      },
      host,
    );
    if (found.state !== 'data') break;
    found.data.forEach((given, key) => known.set(key, given));
    keys = [...found.data.values()].map(({ access_key_id: key }) => key);
  }
  return {
    ...sessions,
    sessions: sessions.sessions.map((session) => ({
      ...session,
      chain: chainOf(session.access_key_id, known),
    })),
  };
}
