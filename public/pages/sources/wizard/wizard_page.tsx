/** The wizard that adds a source, step by step. What is entered lives in this page only. */
import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiHorizontalRule,
  EuiSpacer,
  EuiStepsHorizontal,
} from '@elastic/eui';
import type { EuiStepsHorizontalProps } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useEffect, useRef, useState } from 'react';
import { SOURCES_TITLE } from '../../../app/app_tabs';
import { AccessFields } from '../form/access_fields';
import { areSettingsRight } from '../form/changed_settings';
import { NEW_FORM, draftOf, newSourceOf } from '../form/source_form';
import { useNamespace } from '../form/use_namespace';
import { useSourceForm } from '../form/use_source_form';
import { NoEncryptionKey } from '../frame/page_messages';
import { SourcesPage } from '../frame/sources_page';
import { useSources } from '../sources_context';
import { DEFAULT_DAYS, daysBefore, today } from '../form/days';
import { OptionsStep } from './options_step';
import { PreviewStep } from './preview_step';
import { StartStep } from './start_step';
import type { Step } from './steps';
import { FIELDS_OF, STEPS, neighbour } from './steps';
import { TestStep } from './test_step';
import { useLeaveGuard } from './use_leave_guard';
import { usePreview } from './use_preview';
import { useSourceTest } from './use_source_test';
import { useStart } from './use_start';
import { WhereStep } from './where_step';

const TRAIL = [
  { text: SOURCES_TITLE, to: { page: 'sources' } },
  { text: i18n.translate('cloudtrail.sources.new.title', { defaultMessage: 'Add source' }) },
] as const;

export function WizardPage() {
  const { setup } = useSources();
  return (
    <SourcesPage trail={TRAIL} testSubject="cloudtrailWizard">
      {setup.can_encrypt ? <Wizard /> : <NoEncryptionKey />}
    </SourcesPage>
  );
}

function Wizard() {
  const handle = useSourceForm(NEW_FORM);
  const namespace = useNamespace(handle.form.namespace);
  const test = useSourceTest();
  const preview = usePreview();
  const start = useStart();
  const [step, setStep] = useState<Step>('where');
  const content = useRef<HTMLDivElement>(null);
  useLeaveGuard(handle.isChanged && !start.source);
  useEffect(() => {
    // the next thing to read and to fill in, also for who can't see it
    const hasFields = FIELDS_OF[step].length > 0 && step !== 'preview';
    const first = hasFields ? content.current?.querySelector('input') : content.current;
    first?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);

  const { form } = handle;
  const areOptionsRight = namespace.settings !== undefined && areSettingsRight(namespace.settings);
  const isReady: Readonly<Record<Step, boolean>> = {
    where: true,
    how: form.identity !== 'role' || form.external_id !== undefined,
    test: test.covers(draftOf(form)) && (test.outcome === 'ok' || test.outcome === 'warning'),
    preview: !preview.isRunning,
    options: areOptionsRight,
    start: false,
  };

  const go = (to: Step) => {
    if (to === 'options' && form.name === '') handle.set({ name: form.bucket.trim() });
    if (to === 'preview' && form.start === '') handle.set({ start: daysBefore(today(), DEFAULT_DAYS) });
    setStep(to);
  };
  const next = () => {
    const fields = FIELDS_OF[step];
    handle.show(fields);
    if (Object.keys(handle.errors(fields)).length > 0) {
      // after the messages are drawn
      setTimeout(() => content.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
      return;
    }
    if (step === 'options') void make();
    go(neighbour(step, 1));
  };
  const make = async () => {
    const isMade = await start.run(newSourceOf(form), namespace.name, namespace.changes);
    // from now on the server has them
    if (isMade) handle.set({ secret_access_key: '', session_token: '' });
  };

  const assumedBy = test.lines.get('identity')?.details?.['arn'];
  return (
    <>
      {!start.source && (
        <>
          <StepBar step={step} isLocked={start.isRunning} onStep={go} />
          <EuiSpacer />
        </>
      )}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady[step]) next();
        }}
      >
        <div
          ref={content}
          tabIndex={-1}
          style={{ outline: 'none' }}
          data-test-subj={`cloudtrailStep-${step}`}
        >
          {step === 'where' && <WhereStep handle={handle} />}
          {step === 'how' && (
            <AccessFields handle={handle} assumedBy={typeof assumedBy === 'string' ? assumedBy : undefined} />
          )}
          {step === 'test' && <TestStep handle={handle} test={test} />}
          {step === 'preview' && <PreviewStep handle={handle} preview={preview} />}
          {step === 'options' && <OptionsStep handle={handle} namespace={namespace} preview={preview.data} />}
          {step === 'start' && <StartStep start={start} onBack={go} />}
        </div>
        {!start.source && (
          <>
            <EuiHorizontalRule />
            <Buttons
              step={step}
              isReady={isReady[step]}
              isRunning={start.isRunning}
              onBack={() => go(neighbour(step, -1))}
            />
          </>
        )}
      </form>
    </>
  );
}

const TITLES: Readonly<Record<Step, string>> = {
  where: i18n.translate('cloudtrail.step.where', { defaultMessage: 'Where' }),
  how: i18n.translate('cloudtrail.step.how', { defaultMessage: 'How' }),
  test: i18n.translate('cloudtrail.step.test', { defaultMessage: 'Test' }),
  preview: i18n.translate('cloudtrail.step.preview', { defaultMessage: 'Preview' }),
  options: i18n.translate('cloudtrail.step.options', { defaultMessage: 'Options' }),
  start: i18n.translate('cloudtrail.step.start', { defaultMessage: 'Start' }),
};

/** EUI's room between the numbers would make the page wider than a screen of 320 pixels. */
const STEPS_STYLE =
  '@media (max-width: 400px) { .cloudtrailSteps .euiStepHorizontal { padding-inline: 4px; } }';

interface StepBarProps {
  readonly step: Step;
  /** The source is being made: there is no way back just now. */
  readonly isLocked: boolean;
  onStep(step: Step): void;
}

function StepBar({ step, isLocked, onStep }: StepBarProps) {
  const current = STEPS.indexOf(step);
  const steps: EuiStepsHorizontalProps['steps'] = STEPS.map((name, index) => ({
    title: TITLES[name],
    status: statusOf(index - current),
    // only back: forward goes by the button, which checks
    disabled: index > current || (isLocked && index < current),
    onClick: () => {
      if (index < current && !isLocked) onStep(name);
    },
    'data-test-subj': `cloudtrailStepTitle-${name}`,
  }));
  return (
    <div className="cloudtrailSteps">
      <style>{STEPS_STYLE}</style>
      <EuiStepsHorizontal steps={steps} size="s" />
    </div>
  );
}

/** `distance`: steps after the current one. */
function statusOf(distance: number): 'complete' | 'current' | 'disabled' {
  if (distance === 0) return 'current';
  return distance < 0 ? 'complete' : 'disabled';
}

interface ButtonsProps {
  readonly step: Step;
  readonly isReady: boolean;
  readonly isRunning: boolean;
  onBack(): void;
}

function Buttons({ step, isReady, isRunning, onBack }: ButtonsProps) {
  return (
    <EuiFlexGroup gutterSize="s" justifyContent="spaceBetween" responsive={false}>
      <EuiFlexItem grow={false}>
        {step !== 'where' && (
          <EuiButtonEmpty
            iconType="arrowLeft"
            isDisabled={isRunning}
            onClick={onBack}
            data-test-subj="cloudtrailBack"
          >
            <FormattedMessage id="cloudtrail.wizard.back" defaultMessage="Back" />
          </EuiButtonEmpty>
        )}
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        {step !== 'start' && (
          <EuiButton fill type="submit" isDisabled={!isReady} data-test-subj="cloudtrailNext">
            {step === 'options' ? (
              <FormattedMessage id="cloudtrail.wizard.start" defaultMessage="Start fetching" />
            ) : (
              <FormattedMessage id="cloudtrail.wizard.next" defaultMessage="Next" />
            )}
          </EuiButton>
        )}
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
