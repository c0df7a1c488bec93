/** Changes a source that is there. Where it reads and writes stays: that would be another source. */
import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiHorizontalRule,
  EuiPanel,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback, useRef, useState } from 'react';
import type { AccountRegionResponse, SourceResponse } from '../../../../common/sources';
import { useApp } from '../../../app/app_context';
import { SOURCES_TITLE } from '../../../app/app_tabs';
import { linkTo } from '../../../app/link_to';
import { useOnce } from '../../../app/use_once';
import { AccessFields } from '../form/access_fields';
import { DayInput, SwitchInput } from '../form/fields';
import { FIRST_DAY, IDENTITY_FIELDS, OPTION_FIELDS, START_FIELDS } from '../form/form_checks';
import { areSettingsRight as canBeSent } from '../form/changed_settings';
import { Columns } from '../form/columns';
import { NamespaceFields } from '../form/namespace_fields';
import { useNamespace } from '../form/use_namespace';
import { OptionFields } from '../form/option_fields';
import { changesOf, draftOf, formOf } from '../form/source_form';
import { useSourceForm } from '../form/use_source_form';
import { CannotRead, NoEncryptionKey } from '../frame/page_messages';
import { SectionTitle } from '../frame/section_title';
import { SourcesPage } from '../frame/sources_page';
import { requestError } from '../request_error';
import { useSources } from '../sources_context';
import { today } from '../form/days';
import { TestResult } from '../wizard/test_step';
import { useLeaveGuard } from '../wizard/use_leave_guard';
import { useSourceTest } from '../wizard/use_source_test';

const FIELDS = [...IDENTITY_FIELDS, ...START_FIELDS, ...OPTION_FIELDS];
const EDIT = i18n.translate('cloudtrail.sources.edit', { defaultMessage: 'Edit' });
const LIST = { text: SOURCES_TITLE, to: { page: 'sources' } } as const;

export function EditSourcePage({ id }: { id: string }) {
  const { api, setup } = useSources();
  const ask = useCallback(
    async (signal: AbortSignal) => ({
      source: await api.source(id, signal),
      hasSecrets: (await api.status(id, signal)).state !== 'secrets_unreadable',
      // only to choose from: a source whose state can't be read is edited all the same
      places: await api.accountRegions(id, signal).catch(() => []),
    }),
    [api, id],
  );
  const { data, error, retry } = useOnce(ask);
  if (!data) {
    return (
      <SourcesPage trail={[LIST, { text: EDIT }]} isLoading={error === undefined}>
        <CannotRead error={error} onRetry={retry} />
      </SourcesPage>
    );
  }
  const { name } = data.source;
  return (
    <SourcesPage
      trail={[LIST, { text: name, to: { page: 'source', id } }, { text: EDIT }]}
      title={i18n.translate('cloudtrail.edit.title', { defaultMessage: 'Edit {name}', values: { name } })}
      testSubject="cloudtrailEditPage"
    >
      {setup.can_encrypt ? <EditForm {...data} /> : <NoEncryptionKey />}
    </SourcesPage>
  );
}

interface EditFormProps {
  readonly source: SourceResponse;
  /** False where Kibana can't read them any more: all of them are to be entered. */
  readonly hasSecrets: boolean;
  readonly places: readonly AccountRegionResponse[];
}

function EditForm({ source, hasSecrets, places }: EditFormProps) {
  const app = useApp();
  const { api } = useSources();
  const handle = useSourceForm(formOf(source), hasSecrets);
  const namespace = useNamespace(source.namespace);
  const test = useSourceTest();
  const content = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const [isSaved, setSaved] = useState(false);
  useLeaveGuard((handle.isChanged || namespace.changes !== undefined) && !isSaved);
  const areSettingsRight = namespace.settings === undefined || canBeSent(namespace.settings);
  const { form } = handle;
  const draft = draftOf(form, source.id);
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();

  /** Shows what is wrong; gives whether nothing is. */
  const isRight = () => {
    handle.show(FIELDS);
    if (Object.keys(handle.errors(FIELDS)).length === 0) return true;
    setTimeout(() => content.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
    return false;
  };
  const save = async () => {
    if (!isRight()) return;
    setSaving(true);
    setError(undefined);
    try {
      if (namespace.changes) await api.putNamespace(namespace.name, namespace.changes);
      await api.change(source.id, changesOf(form, source));
    } catch (thrown) {
      setError(requestError(thrown).message);
      setSaving(false);
      return;
    }
    setSaved(true);
    app.core.notifications.toasts.addSuccess(
      i18n.translate('cloudtrail.edit.saved', {
        defaultMessage: '{name} is changed',
        values: { name: form.name.trim() },
      }),
    );
  };
  // only once the guard is off
  React.useEffect(() => {
    if (isSaved) app.open({ page: 'source', id: source.id });
  }, [app, isSaved, source.id]);

  return (
    <form
      ref={content}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <EuiText size="s" color="subdued">
        <p style={{ overflowWrap: 'anywhere' }}>
          <FormattedMessage
            id="cloudtrail.edit.fixed"
            defaultMessage="It reads {where} and writes to the namespace {namespace}. To change that, add another source; the events of this one stay."
            values={{
              where: <strong>{`s3://${source.bucket}/${source.prefix}`}</strong>,
              namespace: <strong>{source.namespace}</strong>,
            }}
          />
        </p>
      </EuiText>
      <EuiSpacer />
      <AccessFields handle={handle} />
      <EuiSpacer size="m" />
      <EuiButton
        iconType="play"
        isLoading={test.isRunning}
        onClick={() => {
          if (isRight()) test.run(draft);
        }}
        data-test-subj="cloudtrailTestEdited"
      >
        <FormattedMessage id="cloudtrail.edit.test" defaultMessage="Test it" />
      </EuiButton>
      {test.covers(draft) && (
        <>
          <EuiSpacer size="m" />
          <TestResult test={test} form={form} />
        </>
      )}
      <EuiHorizontalRule />
      <Columns>
        <div>
          <SectionTitle>
            <FormattedMessage id="cloudtrail.options.source" defaultMessage="This source" />
          </SectionTitle>
          <OptionFields
            handle={handle}
            accounts={distinct(places.map(({ account_id: account }) => account))}
            regions={distinct(places.map(({ region }) => region))}
          />
          <DayInput
            handle={handle}
            field="start"
            min={FIRST_DAY}
            max={today()}
            label={i18n.translate('cloudtrail.form.start', { defaultMessage: 'First day (UTC)' })}
            help={i18n.translate('cloudtrail.edit.start.help', {
              defaultMessage: 'An earlier day has the history between fetched, too. What was fetched stays.',
            })}
          />
          <SwitchInput
            handle={handle}
            field="requester_pays"
            label={i18n.translate('cloudtrail.form.requesterPays', {
              defaultMessage: 'The bucket’s owner has readers pay for their requests',
            })}
          />
        </div>
        <EuiPanel color="subdued" hasShadow={false}>
          <SectionTitle>
            <FormattedMessage id="cloudtrail.options.namespace" defaultMessage="How its events are kept" />
          </SectionTitle>
          <NamespaceFields namespace={namespace} />
        </EuiPanel>
      </Columns>
      <EuiSpacer />
      {error !== undefined && (
        <>
          <EuiCallOut
            color="danger"
            iconType="warning"
            title={i18n.translate('cloudtrail.edit.error', { defaultMessage: 'Nothing was changed' })}
            data-test-subj="cloudtrailEditError"
          >
            <p style={{ overflowWrap: 'anywhere' }}>{error}</p>
          </EuiCallOut>
          <EuiSpacer size="m" />
        </>
      )}
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiButton
            fill
            type="submit"
            isLoading={isSaving}
            isDisabled={!areSettingsRight}
            data-test-subj="cloudtrailSave"
          >
            <FormattedMessage id="cloudtrail.edit.save" defaultMessage="Save" />
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty {...linkTo(app, { page: 'source', id: source.id })}>
            <FormattedMessage id="cloudtrail.cancel" defaultMessage="Cancel" />
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
    </form>
  );
}
