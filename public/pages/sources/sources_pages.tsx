/** All pages about sources: the one that the address names, once it is known what this Kibana allows. */
import { i18n } from '@kbn/i18n';
import React, { useCallback, useMemo } from 'react';
import type { ReactNode } from 'react';
import { AppContextProvider, useApp } from '../../app/app_context';
import { SOURCES_TITLE } from '../../app/app_tabs';
import type { EventsRoute, Route } from '../../app/routes';
import { useOnce } from '../../app/use_once';
import { SourceDetailsPage } from './details/source_details_page';
import { EditSourcePage } from './edit/edit_source_page';
import { SourcesPage } from './frame/sources_page';
import { CannotRead, MayNotManage, MayNotSee } from './frame/page_messages';
import { SourcesList } from './list/sources_list';
import { createSourcesApi } from './sources_api';
import { SourcesContextProvider } from './sources_context';
import { WizardPage } from './wizard/wizard_page';

type SourcesRoute = Exclude<Route, EventsRoute | { readonly page: 'alerts' | 'unknown' }>;

export function SourcesPages({ route }: { route: SourcesRoute }) {
  const app = useApp();
  const { core, rights } = app;
  const api = useMemo(() => createSourcesApi(core.http), [core]);
  const askSetup = useCallback(
    // who may see nothing is not even asked about
    (signal: AbortSignal) => (rights.canSee ? api.setup(signal) : Promise.resolve(undefined)),
    [api, rights],
  );
  const { data: setup, error, isLoading, retry } = useOnce(askSetup);

  // what Kibana grants is of this space; sources are changed by who may do so in all
  const mayManage = rights.canManage && setup?.manages_sources === true;
  const here = useMemo(
    () => ({ ...app, rights: { ...rights, canManage: mayManage } }),
    [app, rights, mayManage],
  );

  if (!rights.canSee) return <Alone title={SOURCES_TITLE}>{<MayNotSee />}</Alone>;
  if (error !== undefined)
    return <Alone title={SOURCES_TITLE}>{<CannotRead error={error} onRetry={retry} />}</Alone>;
  if (isLoading || setup === undefined) return <SourcesPage trail={[{ text: SOURCES_TITLE }]} isLoading />;
  return (
    <AppContextProvider value={here}>
      <SourcesContextProvider value={{ api, setup }}>
        <Page route={route} />
      </SourcesContextProvider>
    </AppContextProvider>
  );
}

function Page({ route }: { route: SourcesRoute }) {
  const { rights } = useApp();
  switch (route.page) {
    case 'sources':
      return <SourcesList />;
    case 'source':
      return <SourceDetailsPage key={route.id} id={route.id} />;
    case 'new_source':
      return rights.canManage ? <WizardPage /> : <Alone title={NEW_TITLE}>{<MayNotManage />}</Alone>;
    case 'edit_source':
      return rights.canManage ? (
        <EditSourcePage key={route.id} id={route.id} />
      ) : (
        <Alone title={SOURCES_TITLE}>{<MayNotManage />}</Alone>
      );
  }
}

const NEW_TITLE = i18n.translate('cloudtrail.sources.new.title', { defaultMessage: 'Add source' });

function Alone({ title, children }: { title: string; children: ReactNode }) {
  return <SourcesPage trail={[{ text: title }]}>{children}</SourcesPage>;
}
