/** Step 6: the source is made, and its first events come in. */
import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiIcon,
  EuiLoadingSpinner,
  EuiPanel,
  EuiProgress,
  EuiScreenReaderLive,
  EuiSpacer,
  EuiStat,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback } from 'react';
import type { SourceResponse, SourceStatusResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { linkTo } from '../../../app/link_to';
import { usePolled } from '../../../app/use_polled';
import { BackfillProgress } from '../frame/backfill_progress';
import { HealthBadge } from '../frame/health_badge';
import { healthOf } from '../frame/source_health';
import { SourceProblem } from '../frame/source_problem';
import { useSources } from '../sources_context';
import type { Step } from './steps';
import { stepToBlame } from './steps';
import type { Start } from './use_start';

const PAUSE_MS = 1_000;

interface StartStepProps {
  readonly start: Start;
  onBack(step: Step): void;
}

export function StartStep({ start: { source, error, isRunning }, onBack }: StartStepProps) {
  if (source) return <FirstEvents source={source} />;
  if (isRunning) {
    return (
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiLoadingSpinner size="l" />
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiText size="s">
            <FormattedMessage id="cloudtrail.start.making" defaultMessage="Making the source" />
          </EuiText>
        </EuiFlexItem>
      </EuiFlexGroup>
    );
  }
  const blamed = error && stepToBlame(error);
  return (
    <EuiCallOut
      color="danger"
      iconType="warning"
      title={i18n.translate('cloudtrail.start.error', { defaultMessage: 'The source could not be made' })}
      data-test-subj="cloudtrailStartError"
    >
      <p style={{ overflowWrap: 'anywhere' }}>{error?.message}</p>
      {blamed && (
        <EuiButton
          size="s"
          color="danger"
          onClick={() => onBack(blamed)}
          data-test-subj="cloudtrailGoToBlamed"
        >
          <FormattedMessage id="cloudtrail.start.goBack" defaultMessage="Go there and change it" />
        </EuiButton>
      )}
    </EuiCallOut>
  );
}

function FirstEvents({ source }: { source: SourceResponse }) {
  const app = useApp();
  const { api } = useSources();
  const ask = useCallback((signal: AbortSignal) => api.status(source.id, signal), [api, source.id]);
  const { data: status, refresh } = usePolled(ask, PAUSE_MS);
  // those that another source has brought are there as well
  const events = (status?.counts.events ?? 0) + (status?.counts.known ?? 0);
  const health = healthOf(status);
  const showEvents = () =>
    app.open({ page: 'overview' }, { from: `${source.start}T00:00:00.000Z`, to: 'now' });
  return (
    <EuiPanel hasBorder hasShadow={false} data-test-subj="cloudtrailStarted" data-source={source.id}>
      <EuiFlexGroup gutterSize="m" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiIcon type="checkInCircleFilled" color="success" size="l" />
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiText>
            <p style={{ overflowWrap: 'anywhere' }}>
              <FormattedMessage
                id="cloudtrail.start.done"
                defaultMessage="{name} is there, and goes on by itself."
                values={{ name: <strong>{source.name}</strong> }}
              />
            </p>
          </EuiText>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <HealthBadge health={health} />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {status?.problem && (
        <SourceProblem id={source.id} problem={status.problem} health={health} onChange={refresh} />
      )}
      <Counts status={status} />
      {events === 0 && !status?.problem && status?.state !== 'idle' && (
        <EuiProgress size="xs" color="primary" />
      )}
      {events === 0 && status?.state === 'idle' && (
        <EuiText size="s" data-test-subj="cloudtrailNothingSinceStart">
          <p>
            <FormattedMessage
              id="cloudtrail.start.nothing"
              defaultMessage="There are no events since {start}. New ones appear when AWS delivers them, every 5 minutes or so; an earlier first day can be set by editing the source."
              values={{ start: source.start }}
            />
          </p>
        </EuiText>
      )}
      {status && (
        <BackfillProgress
          id={source.id}
          backfill={status.backfill}
          isSourcePaused={status.state === 'paused'}
          onChange={refresh}
        />
      )}
      <EuiSpacer />
      <EuiFlexGroup gutterSize="s" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiButton fill isDisabled={events === 0} onClick={showEvents} data-test-subj="cloudtrailSeeEvents">
            <FormattedMessage id="cloudtrail.start.seeEvents" defaultMessage="See the events" />
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            {...linkTo(app, { page: 'source', id: source.id })}
            data-test-subj="cloudtrailSeeSource"
          >
            <FormattedMessage id="cloudtrail.start.seeSource" defaultMessage="See the source" />
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
    </EuiPanel>
  );
}

function Counts({ status }: { status: SourceStatusResponse | undefined }) {
  const { formats } = useApp();
  const { events = 0, known = 0, objects = 0 } = status?.counts ?? {};
  return (
    <>
      <EuiFlexGroup responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiStat
            title={<span data-test-subj="cloudtrailFirstEvents">{formats.count(events)}</span>}
            description={i18n.translate('cloudtrail.start.events', { defaultMessage: 'Events' })}
            titleColor={events > 0 ? 'success' : 'subdued'}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiStat
            title={formats.count(objects)}
            description={i18n.translate('cloudtrail.start.files', { defaultMessage: 'Files read' })}
            titleColor="default"
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      {known > 0 && (
        <EuiText size="s" data-test-subj="cloudtrailKnownEvents">
          <p>
            <FormattedMessage
              id="cloudtrail.start.known"
              defaultMessage="{known} more were there already: they stand in two files, or another source has fetched them."
              values={{ known: formats.count(known) }}
            />
          </p>
        </EuiText>
      )}
      <EuiScreenReaderLive>
        {events + known > 0
          ? i18n.translate('cloudtrail.start.live', { defaultMessage: 'The first events are there' })
          : ''}
      </EuiScreenReaderLive>
      <EuiSpacer size="s" />
    </>
  );
}
