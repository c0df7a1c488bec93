/** The app: the page that the address names, with what all pages have at hand. */
import { EuiLoadingSpinner } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { Suspense, lazy, useMemo } from 'react';
import type { AppHistory, CoreStart, PluginsStart, TimeRange } from '../kibana/contracts';
import { createFormats } from '../kibana/formats';
import { withoutView } from '../kibana/view_url';
import { OverviewPage } from '../pages/overview/overview_page';
import { UnknownPage } from '../pages/unknown_page';
import type { AppContextValue, Destination } from './app_context';
import { AppContextProvider } from './app_context';
import { sourceRights } from './rights';
import type { EventsRoute, Route } from './routes';
import { isOverEvents, pathOf, searchOnTheWay } from './routes';
import { SearchProvider } from './search/search_context';
import { useRoute } from './use_route';
import { ViewProvider } from './view/view_context';

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
  const { route, pathname, search } = useRoute(history);
  // what goes along to all other pages: where only tables change, links stay as they are
  const lastingSearch = route.page === 'events' || route.page === 'event' ? search : withoutView(search);
  const lasting = useMemo(
    () => ({
      core,
      plugins,
      history,
      formats: createFormats(core.uiSettings),
      rights: sourceRights(core.application),
      open: (to: Destination, time?: TimeRange) => {
        if (time) {
          plugins.data.query.timefilter.timefilter.setTime(time);
          // without the time that the address has: this one counts
          history.push(pathOf(to));
          return;
        }
        const { pathname, search: present } = history.location;
        history.push(pathOf(to) + searchOnTheWay({ pathname, search: present }, to));
      },
    }),
    [core, plugins, history],
  );
  const app = useMemo(
    (): AppContextValue => ({
      ...lasting,
      // time, query and filters go along, and are there again on the way back
      href: (to) =>
        history.createHref({
          pathname: pathOf(to),
          search: searchOnTheWay({ pathname, search: lastingSearch }, to),
        }),
    }),
    [lasting, history, pathname, lastingSearch],
  );
  return (
    <AppContextProvider value={app}>
      <Suspense fallback={<Loading />}>
        <ViewProvider>
          {isOverEvents(route) ? (
            <SearchProvider>
              <PageOverEvents route={route} />
            </SearchProvider>
          ) : (
            <OtherPage route={route} />
          )}
        </ViewProvider>
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
  if (route.page === 'unknown') return <UnknownPage />;
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
