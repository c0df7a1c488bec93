/** One source in the list: its health, what it needs, its numbers, and what can be done. */
import {
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiPanel,
  EuiSkeletonText,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import { useApp } from '../../../app/app_context';
import { linkTo } from '../../../app/link_to';
import { BackfillProgress } from '../frame/backfill_progress';
import { DeclaredBadge } from '../frame/declared_badge';
import { HealthBadge } from '../frame/health_badge';
import { SourceActions } from '../frame/source_actions';
import { healthOf } from '../frame/source_health';
import { SourceGaps } from '../frame/source_gaps';
import { SourceNotes } from '../frame/source_notes';
import { SourceProblem } from '../frame/source_problem';
import { StatusFacts } from '../frame/status_facts';
import { requestError } from '../request_error';
import type { ListedSource } from './use_source_list';

interface SourceCardProps {
  readonly listed: ListedSource;
  onChange(): void;
}

export function SourceCard({ listed: { source, status, error }, onChange }: SourceCardProps) {
  const app = useApp();
  const health = healthOf(status);
  const isPaused = status?.state === 'paused';
  const details = linkTo(app, { page: 'source', id: source.id });
  return (
    <EuiPanel
      hasBorder
      hasShadow={false}
      data-test-subj="cloudtrailSourceCard"
      data-source={source.id}
      data-health={health.word}
    >
      <EuiFlexGroup
        gutterSize="m"
        alignItems="flexStart"
        justifyContent="spaceBetween"
        responsive={false}
        wrap
      >
        <EuiFlexItem style={{ minWidth: 'min(100%, 220px)' }}>
          <EuiTitle size="xs">
            <h2 style={{ overflowWrap: 'anywhere' }}>
              <EuiLink {...details} data-test-subj="cloudtrailSourceLink">
                {source.name}
              </EuiLink>{' '}
              <DeclaredBadge source={source} />
            </h2>
          </EuiTitle>
          <EuiText size="s" color="subdued">
            <p style={{ overflowWrap: 'anywhere' }}>
              s3://{source.bucket}/{source.prefix}
            </p>
          </EuiText>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiFlexGroup gutterSize="m" alignItems="center" responsive={false} wrap>
            <EuiFlexItem grow={false}>
              <HealthBadge health={health} />
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <SourceActions source={source} state={status?.state} onChange={onChange} onDeleted={onChange} />
            </EuiFlexItem>
          </EuiFlexGroup>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {status?.problem && (
        <SourceProblem
          id={source.id}
          problem={status.problem}
          health={health}
          isDeclared={source.settings_key !== undefined}
          onChange={onChange}
        />
      )}
      {status && health.word !== 'locked' && health.word !== 'unauthorised' && (
        <>
          <SourceGaps status={status} />
          <StatusFacts source={source} status={status} />
          <SourceNotes status={status} />
          {status.counts.failed > 0 && (
            <EuiText size="s" style={{ marginTop: 12 }}>
              <EuiLink {...details} color="danger" data-test-subj="cloudtrailFailuresLink">
                <FormattedMessage
                  id="cloudtrail.sources.failures.count"
                  defaultMessage="{failed, plural, one {One file or record} other {# files or records}} could not be taken in"
                  values={{ failed: status.counts.failed }}
                />
              </EuiLink>
            </EuiText>
          )}
          <BackfillProgress
            id={source.id}
            backfill={status.backfill}
            isSourcePaused={isPaused}
            onChange={onChange}
          />
        </>
      )}
      {!status && error === undefined && <EuiSkeletonText lines={2} />}
      {!status && error !== undefined && (
        <EuiText size="s" color="danger" data-test-subj="cloudtrailStatusError">
          <p>
            <FormattedMessage
              id="cloudtrail.sources.statusError"
              defaultMessage="Its status could not be read: {message}"
              values={{ message: requestError(error).message }}
            />
          </p>
        </EuiText>
      )}
    </EuiPanel>
  );
}
