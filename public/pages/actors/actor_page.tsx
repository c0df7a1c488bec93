/** One user in depth: when, with which sessions, from where, with what, and what went wrong. */
import { EuiSpacer, EuiText } from '@elastic/eui';
import React, { useCallback, useMemo } from 'react';
import type { ActorQuestion } from '../../../common/actors';
import type { PanelId, PanelRequest } from '../../../common/panels';
import { panelFetcher } from '../../api';
import { useApp } from '../../app/app_context';
import { ACTORS_TITLE } from '../../app/app_tabs';
import { SearchPage } from '../../app/search/search_page';
import { useAnswer } from '../../app/search/use_answer';
import { useOfferedRange } from '../../app/search/use_offered_range';
import { usePanelActions } from '../../app/search/use_panel_actions';
import { useSearch } from '../../app/search/use_search';
import { usePageTitle } from '../../app/use_page_title';
import { EventsOverTimePanel } from '../../panels/events_over_time/events_over_time_panel';
import { PanelContextProvider } from '../../panels/frame/panel_context';
import type { PanelContextValue } from '../../panels/frame/panel_context';
import { LatestEventsPanel } from '../../panels/latest_events/latest_events_panel';
import { createActorsApi } from './actors_api';
import { FactsPanel } from './facts_panel';
import { ofActorQuery, requestOfActor } from './of_actor';
import { SessionsPanel } from './sessions_panel';
import { TravelPanel } from './travel_panel';

/** The panels' names for questions of the actors' route. */
const QUESTIONS: Readonly<Record<string, ActorQuestion>> = {
  actor_facts: 'facts',
  actor_sessions: 'sessions',
  actor_travel: 'travel',
};

export function ActorPage({ id }: { id: string }) {
  const { core } = useApp();
  const { search, refresh } = useSearch();
  const actions = usePanelActions();
  const { state } = search;
  const asked = state.kind === 'request' ? state.request : undefined;
  const ofActor = useMemo(() => asked && requestOfActor(asked, id), [asked, id]);
  // first and last seen ever: whatever time and filters say
  const ever = useMemo(() => asked && { ...asked, query: { ...ofActorQuery(id) } }, [asked, id]);

  const api = useMemo(() => createActorsApi(core.http), [core]);
  const fetchPanel = useMemo(() => panelFetcher(core.http), [core]);
  const ask = useActorQuestion(api.ask, id);
  const facts = useAnswer(asked, ask.facts, search.done);
  const sessions = useAnswer(asked, ask.sessions);
  const travel = useAnswer(asked, ask.travel);
  const timeline = useAnswer(ofActor, usePanelOf(fetchPanel, 'events_over_time'));
  const latest = useAnswer(ofActor, usePanelOf(fetchPanel, 'latest_events'));
  const dataRange = useAnswer(ever, usePanelOf(fetchPanel, 'data_range'));
  const loads: Readonly<Record<string, { retry(): void }>> = {
    actor_facts: facts,
    actor_sessions: sessions,
    actor_travel: travel,
    events_over_time: timeline,
    latest_events: latest,
  };

  const name = facts.answer?.state === 'data' ? facts.answer.data.name : lastPartOf(id);
  usePageTitle([{ text: ACTORS_TITLE, to: { page: 'actors' } }, { text: name }]);
  const isRangeEmpty = timeline.answer?.state === 'data' ? timeline.answer.data.total === 0 : undefined;
  const offeredRange = useOfferedRange(isRangeEmpty === true, ofActor);
  const context: PanelContextValue = {
    ...actions,
    situation: { isRangeEmpty, isFiltered: state.kind === 'request' && state.isFiltered },
    offeredRange,
    retry: (panel) => loads[panel]?.retry(),
    openInDiscover:
      actions.openInDiscover &&
      ((title, events) =>
        actions.openInDiscover?.(title, {
          bool: { filter: [ofActorQuery(id), ...(events ? [events] : [])] },
        })),
    inspect:
      actions.inspectAnswer &&
      ((panel, title, request) =>
        void actions.inspectAnswer?.(title, () => {
          const question = QUESTIONS[panel];
          const { signal } = new AbortController();
          const inspected = { ...request, inspect: true };
          return question === undefined
            ? fetchPanel(panel as PanelId, inspected, signal)
            : api.ask(question, { ...inspected, id }, signal);
        })),
  };

  return (
    <SearchPage
      tab="actors"
      title={name}
      search={search}
      refresh={refresh}
      testSubject="cloudtrailActor"
      load={timeline}
    >
      <EuiText size="s" color="subdued" style={{ overflowWrap: 'anywhere' }}>
        {id}
      </EuiText>
      <EuiSpacer size="m" />
      <PanelContextProvider value={context}>
        <EventsOverTimePanel load={timeline} />
        <EuiSpacer size="m" />
        <TravelPanel load={travel} />
        <EuiSpacer size="m" />
        <FactsPanel
          id={id}
          load={facts}
          ever={dataRange.answer?.state === 'data' ? dataRange.answer.data : undefined}
        />
        <EuiSpacer size="m" />
        <SessionsPanel id={id} load={sessions} />
        <EuiSpacer size="m" />
        <LatestEventsPanel load={latest} />
      </PanelContextProvider>
    </SearchPage>
  );
}

function useActorQuestion(ask: ReturnType<typeof createActorsApi>['ask'], id: string) {
  return useMemo(() => {
    const question =
      <Q extends ActorQuestion>(name: Q) =>
      (request: PanelRequest, signal: AbortSignal) =>
        ask(name, { ...request, id }, signal);
    return { facts: question('facts'), sessions: question('sessions'), travel: question('travel') };
  }, [ask, id]);
}

function usePanelOf<P extends PanelId>(fetchPanel: ReturnType<typeof panelFetcher>, panel: P) {
  return useCallback(
    (request: PanelRequest, signal: AbortSignal) => fetchPanel(panel, request, signal),
    [fetchPanel, panel],
  );
}

/** What of an ARN people read, until the name is known. */
function lastPartOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
