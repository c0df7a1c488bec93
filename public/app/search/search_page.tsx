/** The frame that all pages over events share: search bar, title, tabs, accounts and regions; the page itself below. */
import { EuiCallOut, EuiEmptyPrompt, EuiPageTemplate, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { ReactNode } from 'react';
import { NO_INDEX_RIGHT, NO_PRIVILEGE } from '../../panels/frame/missing_rights';
import type { PanelLoad } from '../../panels/frame/panel_load';
import { useApp } from '../app_context';
import type { AppTab } from '../app_tabs';
import { appTabs } from '../app_tabs';
import { Freshness } from './freshness';
import { NoEventsYet } from './no_events_yet';
import { ScopeBar } from './scope_bar';
import { useDataView } from './search_context';
import type { Search } from './use_search';

/** Kibana makes its query box 320 pixels wide at least: on screens that are no wider themselves, it would stick out. */
const QUERY_BOX_STYLE =
  '.cloudtrailSearchBar .kbnQueryBar > .euiFlexItem { min-width: min(320px, 100%) !important; }';

interface SearchPageProps {
  readonly tab: AppTab;
  readonly title: string;
  readonly search: Search;
  /** The search bar's refresh button. */
  refresh(): void;
  /** Of the page, for tests. */
  readonly testSubject: string;
  /** Beside the title. */
  readonly actions?: readonly ReactNode[];
  /** Of what the page shows: without any index, or the right to read one, the frame says so in place of the page. */
  readonly load: Pick<PanelLoad<unknown>, 'answer' | 'error'>;
  /** Not drawn then, nor while the query can't be read. */
  readonly children: ReactNode;
}

export function SearchPage(props: SearchPageProps) {
  const app = useApp();
  const dataView = useDataView();
  const { SearchBar } = app.plugins.unifiedSearch.ui;
  const { state } = props.search;
  const request = state.kind === 'request' ? state.request : undefined;
  return (
    // Kibana has made room for its fixed headers already, and stretches the page
    <EuiPageTemplate
      restrictWidth={false}
      offset={0}
      minHeight={0}
      grow={false}
      data-test-subj={props.testSubject}
    >
      <EuiPageTemplate.Section
        className="cloudtrailSearchBar"
        paddingSize="s"
        grow={false}
        bottomBorder="extended"
      >
        <style>{QUERY_BOX_STYLE}</style>
        <SearchBar
          appName="cloudtrail"
          indexPatterns={[dataView]}
          showDatePicker
          showFilterBar
          showQueryInput
          // who may save queries in Kibana at all may do so here
          saveQueryMenuVisibility="globally_managed"
          useDefaultBehaviors
          onQuerySubmit={props.refresh}
        />
      </EuiPageTemplate.Section>
      <EuiPageTemplate.Header
        paddingSize="m"
        pageTitle={props.title}
        tabs={appTabs(app, props.tab)}
        // the badge is lower than a button; the group itself would grow to the height of title and tabs
        rightSideGroupProps={{ alignItems: 'center', style: { flexGrow: 0 } }}
        rightSideItems={[...(props.actions ?? []), <Freshness key="freshness" request={request} />]}
      />
      <EuiPageTemplate.Section paddingSize="m" grow>
        <ScopeBar request={request} />
        <EuiSpacer size="m" />
        <Content {...props} />
      </EuiPageTemplate.Section>
    </EuiPageTemplate>
  );
}

function Content({ search: { state }, load: { answer, error }, children }: SearchPageProps) {
  if (state.kind === 'unreadable') return <UnreadableQuery message={state.message} />;
  if (error?.kind === 'no_privilege') return <MissingRight {...NO_PRIVILEGE} />;
  if (answer?.state === 'no_right') return <MissingRight {...NO_INDEX_RIGHT} />;
  return answer?.state === 'no_index' ? <NoEventsYet /> : <>{children}</>;
}

function MissingRight({ title, body }: typeof NO_PRIVILEGE) {
  return (
    <EuiEmptyPrompt
      iconType="lock"
      title={<h2>{title}</h2>}
      body={<p>{body}</p>}
      data-test-subj="cloudtrailMissingRight"
    />
  );
}

function UnreadableQuery({ message }: { message: string }) {
  return (
    <EuiCallOut
      color="danger"
      iconType="warning"
      title={i18n.translate('cloudtrail.search.unreadable', { defaultMessage: 'The query can’t be read' })}
      data-test-subj="cloudtrailUnreadableQuery"
    >
      <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', background: 'none' }}>{message}</pre>
    </EuiCallOut>
  );
}
