/** Which parts of each record are taken out before anything is stored. */
import {
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiSelect,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { FormattedMessage } from '@kbn/i18n-react';
import React from 'react';
import type { RedactedField } from '../../../../common/redactable_fields';
import { redactionError } from './changed_settings';

interface RedactionFieldsProps {
  readonly redaction: readonly RedactedField[];
  onChange(redaction: readonly RedactedField[]): void;
}

export function RedactionFields({ redaction, onChange }: RedactionFieldsProps) {
  const change = (index: number, changes: Partial<RedactedField>) =>
    onChange(redaction.map((rule, other) => (other === index ? { ...rule, ...changes } : rule)));
  return (
    <fieldset>
      <EuiText size="s">
        <legend>
          <strong>
            <FormattedMessage id="cloudtrail.redaction.title" defaultMessage="Take out of each record" />
          </strong>
        </legend>
      </EuiText>
      <EuiText size="s" color="subdued">
        <p>
          <FormattedMessage
            id="cloudtrail.redaction.help"
            defaultMessage="Before anything is stored, and for what is fetched from then on. A token stands for a value: the same for the same one, so that it can still be counted and searched for."
          />
        </p>
      </EuiText>
      {redaction.map((rule, index) => (
        <Rule
          // rules have no identity but their place
          key={index}
          rule={rule}
          error={redactionError(redaction, index)}
          onChange={(changes) => change(index, changes)}
          onRemove={() => onChange(redaction.filter((_rule, other) => other !== index))}
        />
      ))}
      <EuiButtonEmpty
        size="s"
        flush="left"
        iconType="plusInCircle"
        onClick={() => onChange([...redaction, { field: '', action: 'hmac' }])}
        data-test-subj="cloudtrailAddRedaction"
      >
        <FormattedMessage id="cloudtrail.redaction.add" defaultMessage="Add a field" />
      </EuiButtonEmpty>
    </fieldset>
  );
}

interface RuleProps {
  readonly rule: RedactedField;
  readonly error: string | undefined;
  onChange(changes: Partial<RedactedField>): void;
  onRemove(): void;
}

function Rule({ rule, error, onChange, onRemove }: RuleProps) {
  return (
    <EuiFlexGroup gutterSize="s" responsive={false} alignItems="flexStart" wrap style={{ paddingTop: 8 }}>
      <EuiFlexItem style={{ minWidth: 'min(100%, 220px)' }}>
        <EuiFormRow fullWidth isInvalid={error !== undefined} error={error}>
          <EuiFieldText
            fullWidth
            compressed
            value={rule.field}
            isInvalid={error !== undefined}
            placeholder="requestParameters.*.password"
            aria-label={i18n.translate('cloudtrail.redaction.field', {
              defaultMessage: 'Field of the record to take out',
            })}
            onChange={(event) => onChange({ field: event.target.value.trim() })}
            data-test-subj="cloudtrailRedactionField"
          />
        </EuiFormRow>
      </EuiFlexItem>
      <EuiFlexItem grow={false} style={{ width: 150 }}>
        <EuiSelect
          compressed
          value={rule.action}
          aria-label={i18n.translate('cloudtrail.redaction.action', {
            defaultMessage: 'What stays in its place',
          })}
          options={[
            {
              value: 'hmac',
              text: i18n.translate('cloudtrail.redaction.hmac', { defaultMessage: 'leave a token' }),
            },
            {
              value: 'drop',
              text: i18n.translate('cloudtrail.redaction.drop', { defaultMessage: 'leave nothing' }),
            },
          ]}
          onChange={(event) => onChange({ action: event.target.value === 'drop' ? 'drop' : 'hmac' })}
        />
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonIcon
          iconType="trash"
          color="danger"
          size="s"
          aria-label={i18n.translate('cloudtrail.redaction.remove', {
            defaultMessage: 'Don’t take out {field}',
            values: { field: rule.field },
          })}
          onClick={onRemove}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
