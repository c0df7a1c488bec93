/** The page of one source: how it is doing, account by account, what failed, its runs, settings and write key. */
import { EuiPanel, EuiSpacer, EuiText } from '@elastic/eui';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import { useApp } from '../../../app/app_context';
import { SOURCES_TITLE } from '../../../app/app_tabs';
import { BackfillProgress } from '../frame/backfill_progress';
import { Everywhere } from '../frame/everywhere';
import { DeclaredBadge } from '../frame/declared_badge';
import { HealthBadge } from '../frame/health_badge';
import { CannotRead } from '../frame/page_messages';
import { SectionTitle } from '../frame/section_title';
import { SourceActions } from '../frame/source_actions';
import { healthOf, isLocked } from '../frame/source_health';
import { SourceGaps } from '../frame/source_gaps';
import { SourceNotes } from '../frame/source_notes';
import { SourceProblem } from '../frame/source_problem';
import { SourcesPage } from '../frame/sources_page';
import { StatusFacts } from '../frame/status_facts';
import { requestError } from '../request_error';
import { AccountRegionsTable } from './account_regions_table';
import { FailuresSection } from './failures_section';
import { RunsTable } from './runs_table';
import { SourceSettings } from './source_settings';
import type { WholeSource } from './use_source';
import { useSource } from './use_source';
import { WriteKey } from './write_key';

const LIST = { text: SOURCES_TITLE, to: { page: 'sources' } } as const;

export function SourceDetailsPage({ id }: { id: string }) {
  const { open } = useApp();
  const { data, error, refresh } = useSource(id);
  if (!data || (error !== undefined && requestError(error).kind === 'not_found')) {
    return (
      <SourcesPage trail={[LIST]} isLoading={error === undefined}>
        <CannotRead error={error} onRetry={refresh} />
      </SourcesPage>
    );
  }
  const { source, status } = data;
  return (
    <SourcesPage
      trail={[LIST, { text: source.name }]}
      description={
        <span style={{ overflowWrap: 'anywhere' }}>
          s3://{source.bucket}/{source.prefix} <DeclaredBadge source={source} />
        </span>
      }
      actions={[
        <SourceActions
          key="actions"
          source={source}
          state={status.state}
          onChange={refresh}
          onDeleted={() => open({ page: 'sources' })}
        />,
      ]}
      testSubject="cloudtrailSourceDetails"
    >
      {error !== undefined && (
        <EuiText size="s" color="danger">
          <p>{requestError(error).message}</p>
        </EuiText>
      )}
      <Status whole={data} onChange={refresh} />
      <EuiSpacer size="l" />
      {!isLocked(status) && <Work whole={data} onChange={refresh} />}
      <SectionTitle>
        <FormattedMessage id="cloudtrail.details.settings" defaultMessage="Settings" />
      </SectionTitle>
      <SourceSettings source={source} />
      <EuiSpacer size="l" />
      <SectionTitle>
        <FormattedMessage id="cloudtrail.details.writeKey" defaultMessage="Write key" />
      </SectionTitle>
      <WriteKey source={source} onChange={refresh} />
      <EuiSpacer size="l" />
      <Everywhere />
    </SourcesPage>
  );
}

/** What it has done so far. */
function Work({ whole: { source, status, accountRegions, runs }, onChange }: StatusProps) {
  return (
    <>
      <FailuresSection id={source.id} failed={status.counts.failed} onChange={onChange} />
      <SectionTitle>
        <FormattedMessage id="cloudtrail.details.accountRegions" defaultMessage="Accounts and regions" />
      </SectionTitle>
      <AccountRegionsTable rows={accountRegions} />
      <EuiSpacer size="l" />
      <SectionTitle>
        <FormattedMessage id="cloudtrail.details.runs" defaultMessage="Last runs" />
      </SectionTitle>
      <RunsTable runs={runs} />
      <EuiSpacer size="l" />
    </>
  );
}

interface StatusProps {
  readonly whole: WholeSource;
  onChange(): void;
}

function Status({ whole: { source, status }, onChange }: StatusProps) {
  const health = healthOf(status);
  return (
    <EuiPanel hasBorder hasShadow={false} data-health={health.word} data-test-subj="cloudtrailSourceStatus">
      <HealthBadge health={health} />
      <EuiSpacer size="m" />
      {status.problem && (
        <SourceProblem
          id={source.id}
          problem={status.problem}
          health={health}
          isDeclared={source.settings_key !== undefined}
          onChange={onChange}
        />
      )}
      {!isLocked(status) && (
        <>
          <SourceGaps status={status} />
          <StatusFacts source={source} status={status} />
          <SourceNotes status={status} />
          <BackfillProgress
            id={source.id}
            backfill={status.backfill}
            isSourcePaused={status.state === 'paused'}
            onChange={onChange}
          />
        </>
      )}
    </EuiPanel>
  );
}
