/** The app: the page that the address names, with what all pages have at hand. */
import { EuiLoadingSpinner } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { Suspense, lazy, useMemo } from 'react';
import type { AppHistory, CoreStart, PluginsStart } from '../kibana/contracts';
import { createFormats } from '../kibana/formats';
import { OverviewPage } from '../pages/overview/overview_page';
import type { AppContextValue } from './app_context';
import { AppContextProvider } from './app_context';
import { sourceRights } from './rights';
import { pathOf } from './routes';
import { SearchProvider } from './search/search_context';
import { useRoute } from './use_route';

// a file of its own: who looks at events does not load the wizard
const SourcesPages = lazy(async () => ({
  default: (await import('../pages/sources/sources_pages')).SourcesPages,
}));

interface AppProps {
  readonly core: CoreStart;
  readonly plugins: PluginsStart;
  readonly history: AppHistory;
}

export function App({ core, plugins, history }: AppProps) {
  const { route, search } = useRoute(history);
  const app = useMemo(
    (): AppContextValue => ({
      core,
      plugins,
      history,
      formats: createFormats(core.uiSettings),
      rights: sourceRights(core.application),
      // time, query and filters go along, and are there again on the way back
      href: (to) => history.createHref({ pathname: pathOf(to), search }),
      open: (to) => history.push(pathOf(to) + history.location.search),
    }),
    [core, plugins, history, search],
  );
  return (
    <AppContextProvider value={app}>
      {route.page === 'overview' ? (
        <SearchProvider>
          <OverviewPage />
        </SearchProvider>
      ) : (
        <Suspense fallback={<Loading />}>
          <SourcesPages route={route} />
        </Suspense>
      )}
    </AppContextProvider>
  );
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
