/** Step 4: what lies in the bucket, and from which day on to fetch it. */
import { EuiButton, EuiCallOut, EuiProgress, EuiSkeletonText, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useEffect } from 'react';
import type { PreviewResponse } from '../../../../common/source_checks';
import { draftOf } from '../form/source_form';
import type { FormHandle } from '../form/use_source_form';
import { FoundPlaces } from './found_places';
import { PreviewFacts } from './preview_facts';
import { SampleEvents } from './sample_events';
import { StartDay } from './start_day';
import type { Preview } from './use_preview';

export function PreviewStep({ handle, preview }: { handle: FormHandle; preview: Preview }) {
  const draft = draftOf(handle.form);
  const isCovered = preview.covers(draft);
  useEffect(() => {
    if (!isCovered) preview.run(draft);
    // only when the step is entered
  }, []);
  const { data, error, isRunning } = preview;
  return (
    <div data-test-subj="cloudtrailPreview" data-state={isRunning ? 'running' : 'done'}>
      {isRunning && <Running />}
      {error && (
        <>
          <EuiCallOut
            color="warning"
            iconType="warning"
            title={i18n.translate('cloudtrail.preview.error', { defaultMessage: 'There is no preview' })}
            data-test-subj="cloudtrailPreviewError"
          >
            <p style={{ overflowWrap: 'anywhere' }}>{error.message}</p>
            <EuiButton size="s" color="warning" iconType="refresh" onClick={() => preview.run(draft)}>
              <FormattedMessage id="cloudtrail.sources.retry" defaultMessage="Try again" />
            </EuiButton>
          </EuiCallOut>
          <EuiSpacer />
        </>
      )}
      {data && <Problems data={data} />}
      {data && <PreviewFacts data={data} />}
      {!isRunning && <StartDay handle={handle} data={data} />}
      {data && data.samples.length > 0 && (
        <>
          <EuiSpacer />
          <SampleEvents samples={data.samples} />
        </>
      )}
      {data && data.account_regions.length > 0 && (
        <>
          <EuiSpacer />
          <FoundPlaces data={data} />
        </>
      )}
    </div>
  );
}

function Running() {
  return (
    <>
      <EuiText size="s" aria-live="polite">
        <p>
          <FormattedMessage
            id="cloudtrail.preview.running"
            defaultMessage="Looking at the newest files. Large organizations take up to half a minute."
          />
        </p>
      </EuiText>
      <EuiProgress size="xs" color="primary" />
      <EuiSpacer />
      <EuiSkeletonText lines={8} />
    </>
  );
}

function Problems({ data }: { data: PreviewResponse }) {
  if (data.problems.length === 0 && !data.is_partial) return null;
  return (
    <>
      <EuiCallOut
        size="s"
        color={data.problems.length > 0 ? 'warning' : 'primary'}
        iconType="iInCircle"
        title={
          data.is_partial
            ? i18n.translate('cloudtrail.preview.partial', {
                defaultMessage: 'There was time to look at a part only: what is shown is true, but not all',
              })
            : i18n.translate('cloudtrail.preview.problems', {
                defaultMessage: 'Not all could be looked at',
              })
        }
        data-test-subj="cloudtrailPreviewProblems"
      >
        {data.problems.map(({ message }) => (
          <p key={message} style={{ overflowWrap: 'anywhere' }}>
            {message}
          </p>
        ))}
      </EuiCallOut>
      <EuiSpacer />
    </>
  );
}
