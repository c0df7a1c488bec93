/** Step 5: how the source is called and looked at, and what its namespace decides. */
import { EuiComboBox, EuiFormRow, EuiPanel, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React, { useCallback } from 'react';
import type { PreviewResponse } from '../../../../common/source_checks';
import { useOnce } from '../../../app/use_once';
import { Columns } from '../form/columns';
import { errorText } from '../form/form_texts';
import { NamespaceFields } from '../form/namespace_fields';
import { OptionFields } from '../form/option_fields';
import type { NamespaceHandle } from '../form/use_namespace';
import type { FormHandle } from '../form/use_source_form';
import { SectionTitle } from '../frame/section_title';
import { useSources } from '../sources_context';

interface OptionsStepProps {
  readonly handle: FormHandle;
  readonly namespace: NamespaceHandle;
  readonly preview: PreviewResponse | undefined;
}

export function OptionsStep({ handle, namespace, preview }: OptionsStepProps) {
  const places = preview?.account_regions ?? [];
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  return (
    <Columns>
      <div>
        <SectionTitle>
          <FormattedMessage id="cloudtrail.options.source" defaultMessage="This source" />
        </SectionTitle>
        <OptionFields
          handle={handle}
          accounts={distinct(places.map(({ account_id: id }) => id))}
          regions={distinct(places.map(({ region }) => region))}
        />
      </div>
      <EuiPanel color="subdued" hasShadow={false}>
        <SectionTitle>
          <FormattedMessage id="cloudtrail.options.namespace" defaultMessage="How its events are kept" />
        </SectionTitle>
        <NamespaceName handle={handle} />
        <EuiSpacer size="m" />
        <NamespaceFields namespace={namespace} />
      </EuiPanel>
    </Columns>
  );
}

function NamespaceName({ handle }: { handle: FormHandle }) {
  const { api } = useSources();
  const ask = useCallback((signal: AbortSignal) => api.namespaces(signal), [api]);
  const { data = [] } = useOnce(ask);
  const error = errorText(handle.errorOf('namespace'));
  const { namespace } = handle.form;
  const label = i18n.translate('cloudtrail.form.namespace', { defaultMessage: 'Namespace' });
  const choose = (name: string) => {
    handle.set({ namespace: name });
    handle.show(['namespace']);
  };
  return (
    <EuiFormRow
      fullWidth
      label={label}
      helpText={i18n.translate('cloudtrail.form.namespace.help', {
        defaultMessage:
          'Sources of one namespace share retention, redaction and index rights: their events are in cloudtrail-events-{namespace}-*. Type a new name to make another.',
        values: { namespace: namespace === '' ? '…' : namespace },
      })}
      isInvalid={error !== undefined}
      error={error}
    >
      <EuiComboBox
        fullWidth
        aria-label={label}
        singleSelection={{ asPlainText: true }}
        isClearable={false}
        options={data.map(({ name }) => ({ label: name }))}
        selectedOptions={namespace === '' ? [] : [{ label: namespace }]}
        isInvalid={error !== undefined}
        onChange={([chosen]) => choose(chosen?.label ?? '')}
        onCreateOption={(name) => choose(name.trim())}
        data-test-subj="cloudtrailField-namespace"
      />
    </EuiFormRow>
  );
}
