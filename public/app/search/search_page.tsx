/** The frame that all pages over events share: search bar, title, tabs, accounts and regions; the page itself below. */
import { EuiCallOut, EuiPageTemplate, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { ReactNode } from 'react';
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
  /** Whether there is no index at all: the frame then says how to begin. */
  readonly isNothingFetched: boolean;
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

function Content({ search: { state }, isNothingFetched, children }: SearchPageProps) {
  if (state.kind === 'unreadable') return <UnreadableQuery message={state.message} />;
  return isNothingFetched ? <NoEventsYet /> : <>{children}</>;
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
