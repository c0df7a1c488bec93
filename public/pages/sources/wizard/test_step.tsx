/** Step 3: tries all that the source will have to do, and says of each failure what to do. */
import { EuiButton, EuiCallOut, EuiScreenReaderLive, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useEffect } from 'react';
import type { CheckName } from '../../../../common/source_checks';
import type { SourceForm } from '../form/source_form';
import { draftOf } from '../form/source_form';
import type { FormHandle } from '../form/use_source_form';
import { CheckList } from './check_list';
import type { SourceTest } from './use_source_test';

interface TestStepProps {
  readonly handle: FormHandle;
  readonly test: SourceTest;
  /** Of a source that is there. */
  readonly id?: string;
}

const READABLE_WIDTH = 900;

export function TestStep({ handle, test, id }: TestStepProps) {
  const draft = draftOf(handle.form, id);
  const isCovered = test.covers(draft);
  useEffect(() => {
    // what was tested already is not asked again when one comes back to it
    if (!isCovered) test.run(draft);
    // only when the step is entered
  }, []);
  return (
    <div style={{ maxWidth: READABLE_WIDTH }}>
      <TestResult test={test} form={handle.form} />
      <EuiSpacer size="m" />
      <EuiButton
        iconType="refresh"
        isLoading={test.isRunning}
        onClick={() => test.run(draft)}
        data-test-subj="cloudtrailTestAgain"
      >
        <FormattedMessage id="cloudtrail.test.again" defaultMessage="Test again" />
      </EuiButton>
    </div>
  );
}

export function TestResult({ test, form }: { test: SourceTest; form: SourceForm }) {
  const without: CheckName[] = [];
  if (form.identity !== 'role') without.push('role');
  if (form.queue_url.trim() === '') without.push('queue');
  return (
    <>
      <CheckList lines={test.lines} without={without} />
      <EuiSpacer size="m" />
      {test.error && (
        <EuiCallOut
          color="danger"
          iconType="warning"
          title={i18n.translate('cloudtrail.test.error', { defaultMessage: 'The test could not be made' })}
          data-test-subj="cloudtrailTestError"
        >
          <p style={{ overflowWrap: 'anywhere' }}>{test.error.message}</p>
        </EuiCallOut>
      )}
      {test.outcome && <Outcome outcome={test.outcome} />}
      <EuiScreenReaderLive>{test.outcome ? OUTCOMES[test.outcome].title : ''}</EuiScreenReaderLive>
    </>
  );
}

const OUTCOMES = {
  ok: {
    color: 'success',
    icon: 'check',
    title: i18n.translate('cloudtrail.test.ok', { defaultMessage: 'All is well' }),
  },
  warning: {
    color: 'warning',
    icon: 'warning',
    title: i18n.translate('cloudtrail.test.warning', {
      defaultMessage: 'It works, with something to look at',
    }),
  },
  failed: {
    color: 'danger',
    icon: 'warning',
    title: i18n.translate('cloudtrail.test.failed', {
      defaultMessage:
        'It does not work yet. Go back to change what is entered, or put it right in AWS and test again.',
    }),
  },
} as const;

function Outcome({ outcome }: { outcome: keyof typeof OUTCOMES }) {
  const { color, icon, title } = OUTCOMES[outcome];
  return (
    <EuiCallOut
      size="s"
      color={color}
      iconType={icon}
      title={title}
      data-test-subj="cloudtrailTestOutcome"
      data-outcome={outcome}
    />
  );
}
