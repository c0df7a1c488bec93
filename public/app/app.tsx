/** The app: the page that the address names, with what all pages have at hand. */
import { EuiLoadingSpinner } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { Suspense, lazy, useMemo } from 'react';
import type { AppHistory, CoreStart, PluginsStart } from '../kibana/contracts';
import { createFormats } from '../kibana/formats';
import { OverviewPage } from '../pages/overview/overview_page';
import type { AppContextValue, Destination } from './app_context';
import { AppContextProvider } from './app_context';
import { sourceRights } from './rights';
import type { EventsRoute, Route } from './routes';
import { isOverEvents, pathOf } from './routes';
import { SearchProvider } from './search/search_context';
import { useRoute } from './use_route';

// a file of its own: who looks at events does not load the wizard
const SourcesPages = lazy(async () => ({
  default: (await import('../pages/sources/sources_pages')).SourcesPages,
}));

const ActorsPage = lazy(async () => ({ default: (await import('../pages/actors/actors_page')).ActorsPage }));
const ActorPage = lazy(async () => ({ default: (await import('../pages/actors/actor_page')).ActorPage }));
const AlertsPage = lazy(async () => ({ default: (await import('../pages/alerts/alerts_page')).AlertsPage }));
const EventsPage = lazy(async () => ({ default: (await import('../pages/events/events_page')).EventsPage }));

interface AppProps {
  readonly core: CoreStart;
  readonly plugins: PluginsStart;
  readonly history: AppHistory;
}

export function App({ core, plugins, history }: AppProps) {
  const { route, search } = useRoute(history);
  const lasting = useMemo(
    () => ({
      core,
      plugins,
      history,
      formats: createFormats(core.uiSettings),
      rights: sourceRights(core.application),
      open: (to: Destination) => history.push(pathOf(to) + history.location.search),
    }),
    [core, plugins, history],
  );
  const app = useMemo(
    (): AppContextValue => ({
      ...lasting,
      // time, query and filters go along, and are there again on the way back
      href: (to) => history.createHref({ pathname: pathOf(to), search }),
    }),
    [lasting, history, search],
  );
  return (
    <AppContextProvider value={app}>
      <Suspense fallback={<Loading />}>
        {isOverEvents(route) ? (
          <SearchProvider>
            <PageOverEvents route={route} />
          </SearchProvider>
        ) : (
          <OtherPage route={route} />
        )}
      </Suspense>
    </AppContextProvider>
  );
}

function PageOverEvents({ route }: { route: EventsRoute }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'actors':
      return <ActorsPage />;
    case 'actor':
      return <ActorPage key={route.id} id={route.id} />;
    case 'events':
      return <EventsPage eventId={undefined} />;
    case 'event':
      return <EventsPage eventId={route.id} />;
  }
}

function OtherPage({ route }: { route: Exclude<Route, EventsRoute> }) {
  return route.page === 'alerts' ? <AlertsPage /> : <SourcesPages route={route} />;
}

function Loading() {
  return (
    <div style={{ margin: '20vh auto', width: 'max-content' }}>
      <EuiLoadingSpinner
        size="xl"
        aria-label={i18n.translate('cloudtrail.app.loading', { defaultMessage: 'Loading' })}
      />
    </div>
  );
}
