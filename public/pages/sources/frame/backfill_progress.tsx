/** How far a source's history is read, with the way to pause it. New events come in all the same. */
import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiProgress, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { BackfillResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { useSources } from '../sources_context';
import { useAction } from './use_action';

interface BackfillProgressProps {
  readonly id: string;
  readonly backfill: BackfillResponse;
  readonly isSourcePaused: boolean;
  onChange(): void;
}

/** Nothing once all is read. */
export function BackfillProgress({ id, backfill, isSourcePaused, onChange }: BackfillProgressProps) {
  const { rights } = useApp();
  const { state, days_done: done, days_known: known, is_counted: isCounted } = backfill;
  if (state === 'done') return null;
  const isRunning = state === 'running' && !isSourcePaused;
  return (
    <div style={{ marginTop: 16 }} data-test-subj="cloudtrailBackfill" data-state={state}>
      <EuiFlexGroup gutterSize="s" alignItems="center" justifyContent="spaceBetween" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiText size="s">
            <Progress backfill={backfill} isRunning={isRunning} />
          </EuiText>
        </EuiFlexItem>
        {rights.canManage && (
          <EuiFlexItem grow={false}>
            <PauseBackfill id={id} state={state} onChange={onChange} />
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiProgress
        // a moving bar while nobody knows how many days there are
        {...((isCounted && known > 0) || !isRunning ? { value: done, max: Math.max(known, 1) } : {})}
        size="s"
        color={isRunning ? 'primary' : 'subdued'}
        // a moving bar is a plain element, which may not be named without a role
        role="progressbar"
        aria-label={i18n.translate('cloudtrail.backfill.label', { defaultMessage: 'History read' })}
      />
    </div>
  );
}

function Progress({ backfill, isRunning }: { backfill: BackfillResponse; isRunning: boolean }) {
  const { formats } = useApp();
  const { start, days_done: done, days_known: known, estimated_seconds_left: left } = backfill;
  const values = { start, done: formats.count(done), known: formats.count(known) };
  if (!isRunning) {
    return (
      <FormattedMessage
        id="cloudtrail.backfill.halted"
        defaultMessage="History down to {start} is not being read: {done} of {known} days (of one account and region each) are"
        values={values}
      />
    );
  }
  if (known === 0) {
    return (
      <FormattedMessage
        id="cloudtrail.backfill.counting"
        defaultMessage="Reading history down to {start}: counting its days"
        values={values}
      />
    );
  }
  return left === null ? (
    <FormattedMessage
      id="cloudtrail.backfill.running"
      defaultMessage="Reading history down to {start}: {done} of {known} days (of one account and region each)"
      values={values}
    />
  ) : (
    <FormattedMessage
      id="cloudtrail.backfill.runningFor"
      defaultMessage="Reading history down to {start}: {done} of {known} days (of one account and region each), about {left} left"
      values={{ ...values, left: formats.duration(left) }}
    />
  );
}

interface PauseBackfillProps {
  readonly id: string;
  readonly state: BackfillResponse['state'];
  onChange(): void;
}

function PauseBackfill({ id, state, onChange }: PauseBackfillProps) {
  const { api } = useSources();
  const { isRunning, run } = useAction(onChange);
  const action = state === 'running' ? 'pause' : 'resume';
  return (
    <EuiButtonEmpty
      size="xs"
      iconType={action === 'pause' ? 'pause' : 'play'}
      isLoading={isRunning}
      onClick={() => void run(() => api.backfill(id, { action }))}
      data-test-subj="cloudtrailPauseBackfill"
    >
      {action === 'pause' ? (
        <FormattedMessage id="cloudtrail.backfill.pause" defaultMessage="Pause history" />
      ) : (
        <FormattedMessage id="cloudtrail.backfill.resume" defaultMessage="Go on with history" />
      )}
    </EuiButtonEmpty>
  );
}
