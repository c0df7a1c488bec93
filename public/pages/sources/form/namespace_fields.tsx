/** What a namespace decides for all its sources: how long and in which form events are kept, and who finds them. */
import {
  EuiCallOut,
  EuiCode,
  EuiFieldNumber,
  EuiFormRow,
  EuiSelect,
  EuiSkeletonText,
  EuiSpacer,
  EuiSwitch,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { NamespaceDetailsResponse, NamespaceSettings } from '../../../../common/namespaces';
import { CannotRead } from '../frame/page_messages';
import { isRetentionRight } from './changed_settings';
import { RedactionFields } from './redaction_fields';
import type { NamespaceHandle } from './use_namespace';

const USUAL_RETENTION_DAYS = 365;

export function NamespaceFields({ namespace }: { namespace: NamespaceHandle }) {
  const { details, settings, set, error, retry } = namespace;
  if (error !== undefined) return <CannotRead error={error} onRetry={retry} />;
  if (!details || !settings) return <EuiSkeletonText lines={4} />;
  return (
    <div data-test-subj="cloudtrailNamespaceFields">
      {details.is_made && (
        <>
          <EuiCallOut
            size="s"
            iconType="iInCircle"
            title={i18n.translate('cloudtrail.namespace.shared', {
              defaultMessage:
                'The namespace {name} is there already: what you change holds for all its sources',
              values: { name: details.name },
            })}
          />
          <EuiSpacer size="m" />
        </>
      )}
      <Retention days={settings.retention_days} set={set} />
      <FormSelect value={settings.free_form} set={set} />
      <EuiFormRow
        fullWidth
        label={i18n.translate('cloudtrail.namespace.indexPeriod', { defaultMessage: 'One index holds' })}
        helpText={
          details.is_made
            ? i18n.translate('cloudtrail.namespace.indexPeriod.fixed', {
                defaultMessage: 'Chosen when the namespace was made; it can’t be changed.',
              })
            : i18n.translate('cloudtrail.namespace.indexPeriod.help', {
                defaultMessage:
                  'A month does for most; a day from about 50 million events a month on. It can’t be changed later.',
              })
        }
      >
        <EuiSelect
          fullWidth
          disabled={details.is_made}
          value={settings.index_period}
          options={[
            {
              value: 'month',
              text: i18n.translate('cloudtrail.namespace.month', { defaultMessage: 'a month' }),
            },
            { value: 'day', text: i18n.translate('cloudtrail.namespace.day', { defaultMessage: 'a day' }) },
          ]}
          onChange={(event) => set({ index_period: event.target.value === 'day' ? 'day' : 'month' })}
          data-test-subj="cloudtrailNamespace-index_period"
        />
      </EuiFormRow>
      <Switch
        name="keep_original"
        value={settings.keep_original}
        set={set}
        label={i18n.translate('cloudtrail.namespace.keepOriginal', {
          defaultMessage: 'Keep the whole record as text, too',
        })}
        help={i18n.translate('cloudtrail.namespace.keepOriginal.help', {
          defaultMessage: 'In event.original; about half as much disk again.',
        })}
      />
      <Switch
        name="entity_fields"
        value={settings.entity_fields}
        set={set}
        label={i18n.translate('cloudtrail.namespace.entities', {
          defaultMessage: 'Add Elastic’s entity fields',
        })}
        help={i18n.translate('cloudtrail.namespace.entities.help', {
          defaultMessage:
            'Who acted on what, as user.entity.id and related.entity: newer rules of Elastic’s ask for them.',
        })}
      />
      <Alias details={details} isOn={settings.elastic_alias} set={set} />
      <EuiSpacer size="m" />
      <RedactionFields redaction={settings.redaction} onChange={(redaction) => set({ redaction })} />
    </div>
  );
}

type SetSettings = NamespaceHandle['set'];

function Retention({ days, set }: { days: number | null; set: SetSettings }) {
  const isInvalid = !isRetentionRight(days);
  return (
    <>
      <EuiFormRow
        fullWidth
        hasChildLabel={false}
        helpText={i18n.translate('cloudtrail.namespace.retention.help', {
          defaultMessage: 'Whole indices are deleted, once all that is in them is older.',
        })}
      >
        <EuiSwitch
          label={i18n.translate('cloudtrail.namespace.retention', { defaultMessage: 'Delete old events' })}
          checked={days !== null}
          onChange={(event) => set({ retention_days: event.target.checked ? USUAL_RETENTION_DAYS : null })}
          data-test-subj="cloudtrailNamespace-retention"
        />
      </EuiFormRow>
      {days !== null && (
        <EuiFormRow
          label={i18n.translate('cloudtrail.namespace.retentionDays', {
            defaultMessage: 'Days to keep them',
          })}
          isInvalid={isInvalid}
          error={i18n.translate('cloudtrail.namespace.retention.error', {
            defaultMessage: 'Enter a number of days, from 1 to 36500.',
          })}
        >
          <EuiFieldNumber
            min={1}
            value={Number.isNaN(days) ? '' : days}
            isInvalid={isInvalid}
            onChange={(event) => set({ retention_days: event.target.valueAsNumber })}
            data-test-subj="cloudtrailNamespace-retention_days"
          />
        </EuiFormRow>
      )}
    </>
  );
}

const FREE_FORMS: readonly { readonly value: NamespaceSettings['free_form']; readonly text: string }[] = [
  {
    value: 'both',
    text: i18n.translate('cloudtrail.namespace.freeForm.both', {
      defaultMessage: 'as fields and as text (finds most)',
    }),
  },
  {
    value: 'flattened',
    text: i18n.translate('cloudtrail.namespace.freeForm.flattened', { defaultMessage: 'as fields only' }),
  },
  {
    value: 'string',
    text: i18n.translate('cloudtrail.namespace.freeForm.string', {
      defaultMessage: 'as text only, as Elastic’s integration writes it',
    }),
  },
  {
    value: 'none',
    text: i18n.translate('cloudtrail.namespace.freeForm.none', { defaultMessage: 'not at all (least disk)' }),
  },
];

function FormSelect({ value, set }: { value: NamespaceSettings['free_form']; set: SetSettings }) {
  return (
    <EuiFormRow
      fullWidth
      label={i18n.translate('cloudtrail.namespace.freeForm', {
        defaultMessage: 'Requests and responses are kept',
      })}
      helpText={i18n.translate('cloudtrail.namespace.freeForm.help', {
        defaultMessage:
          'requestParameters, responseElements, additionalEventData and serviceEventDetails of each event.',
      })}
    >
      <EuiSelect
        fullWidth
        value={value}
        options={[...FREE_FORMS]}
        onChange={(event) => {
          const chosen = FREE_FORMS.find((form) => form.value === event.target.value);
          if (chosen) set({ free_form: chosen.value });
        }}
        data-test-subj="cloudtrailNamespace-free_form"
      />
    </EuiFormRow>
  );
}

interface SwitchProps {
  readonly name: 'keep_original' | 'entity_fields' | 'elastic_alias';
  readonly value: boolean;
  readonly label: string;
  readonly help?: React.ReactNode;
  readonly set: SetSettings;
}

function Switch({ name, value, label, help, set }: SwitchProps) {
  return (
    <EuiFormRow fullWidth hasChildLabel={false} helpText={help}>
      <EuiSwitch
        label={label}
        checked={value}
        onChange={(event) => set({ [name]: event.target.checked })}
        data-test-subj={`cloudtrailNamespace-${name}`}
      />
    </EuiFormRow>
  );
}

/** Off until somebody who was told who gains access switches it on. */
function Alias({
  details,
  isOn,
  set,
}: {
  details: NamespaceDetailsResponse;
  isOn: boolean;
  set: SetSettings;
}) {
  return (
    <>
      <Switch
        name="elastic_alias"
        value={isOn}
        set={set}
        label={i18n.translate('cloudtrail.namespace.alias', {
          defaultMessage: 'Let Elastic’s own rules and dashboards find the events',
        })}
        help={
          <FormattedMessage
            id="cloudtrail.namespace.alias.help"
            defaultMessage="They look into {pattern}. The alias {alias} puts these events there."
            values={{
              pattern: <EuiCode>logs-aws.cloudtrail-*</EuiCode>,
              alias: <EuiCode>{details.alias}</EuiCode>,
            }}
          />
        }
      />
      {isOn && (
        <>
          <EuiSpacer size="s" />
          <EuiCallOut
            size="s"
            color="warning"
            iconType="eye"
            title={i18n.translate('cloudtrail.namespace.alias.who', {
              defaultMessage: 'Everybody who may read logs-* in Elasticsearch can then read these events',
            })}
            data-test-subj="cloudtrailAliasWarning"
          >
            <p>
              <FormattedMessage
                id="cloudtrail.namespace.alias.body"
                defaultMessage="That is more people than those who may read {events}: analysts, viewers, and most roles that come with Elastic."
                values={{ events: <EuiCode>cloudtrail-events-*</EuiCode> }}
              />
            </p>
            {details.other_cloudtrail.length > 0 && (
              <p>
                <FormattedMessage
                  id="cloudtrail.namespace.alias.twice"
                  defaultMessage="Elastic’s own integration writes CloudTrail events already ({indices}). Those of the same trail would be found twice, and rules would alert twice."
                  values={{ indices: details.other_cloudtrail.join(', ') }}
                />
              </p>
            )}
          </EuiCallOut>
        </>
      )}
    </>
  );
}
