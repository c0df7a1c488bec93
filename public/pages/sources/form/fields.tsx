/** The kinds of fields, each with its label, its help and what is wrong with it. */
import {
  EuiComboBox,
  EuiFieldPassword,
  EuiFieldText,
  EuiFormRow,
  EuiSwitch,
  useEuiTheme,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';
import type { ClipboardEvent, ReactElement, ReactNode } from 'react';
import type { FieldName } from './form_checks';
import { errorText } from './form_texts';
import type { SourceForm } from './source_form';
import type { FormHandle } from './use_source_form';

type FieldOf<T> = { [K in keyof SourceForm]: SourceForm[K] extends T ? K : never }[keyof SourceForm];
type TextField = Exclude<FieldOf<string>, 'identity' | 'role_by'>;

interface FieldProps<F extends FieldName> {
  readonly handle: FormHandle;
  readonly field: F;
  readonly label: string;
  readonly help?: ReactNode;
}
interface TextFieldProps extends FieldProps<TextField> {
  readonly placeholder?: string;
  readonly isOptional?: boolean;
  readonly isDisabled?: boolean;
  /** Beside the field, inside it. */
  readonly append?: ReactElement;
  readonly monospace?: boolean;
  onPasted?(text: string): void;
  onLeft?(): void;
}

const OPTIONAL = i18n.translate('cloudtrail.form.optional', { defaultMessage: 'Optional' });
/** Managers of passwords and form fillers have nothing to offer here. */
const NO_FILLING = { autoComplete: 'off', spellCheck: false } as const;

export function TextInput(props: TextFieldProps) {
  const { handle, field, label, help, isOptional, placeholder, append } = props;
  const error = errorText(handle.errorOf(field));
  return (
    <EuiFormRow
      fullWidth
      label={label}
      labelAppend={isOptional === true ? <Optional /> : undefined}
      helpText={help}
      isInvalid={error !== undefined}
      error={error}
    >
      <EuiFieldText
        {...NO_FILLING}
        fullWidth
        value={handle.form[field]}
        placeholder={placeholder}
        disabled={props.isDisabled}
        append={append}
        isInvalid={error !== undefined}
        onChange={(event) => handle.set({ [field]: event.target.value })}
        onPaste={(event: ClipboardEvent<HTMLInputElement>) => {
          const text = event.clipboardData.getData('text');
          if (!props.onPasted || text === '') return;
          event.preventDefault();
          props.onPasted(text);
        }}
        onBlur={() => {
          props.onLeft?.();
          if (handle.form[field] !== '') handle.show([field]);
        }}
        data-test-subj={`cloudtrailField-${field}`}
      />
    </EuiFormRow>
  );
}

function Optional() {
  return <span style={{ fontSize: 12, opacity: 0.8 }}>{OPTIONAL}</span>;
}

/** Shown as dots; the browser does not offer to keep it. */
export function SecretInput({
  handle,
  field,
  label,
  help,
  placeholder,
  isOptional,
}: FieldProps<'secret_access_key' | 'session_token'> & { placeholder?: string; isOptional?: boolean }) {
  const error = errorText(handle.errorOf(field));
  return (
    <EuiFormRow
      fullWidth
      label={label}
      labelAppend={isOptional === true ? <Optional /> : undefined}
      helpText={help}
      isInvalid={error !== undefined}
      error={error}
    >
      <EuiFieldPassword
        fullWidth
        type="dual"
        autoComplete="new-password"
        spellCheck={false}
        value={handle.form[field]}
        placeholder={placeholder}
        isInvalid={error !== undefined}
        onChange={(event) => handle.set({ [field]: event.target.value })}
        onBlur={() => {
          if (handle.form[field] !== '') handle.show([field]);
        }}
        data-test-subj={`cloudtrailField-${field}`}
      />
    </EuiFormRow>
  );
}

/** A UTC day; the browser's own calendar gives days without a time zone. */
export function DayInput({
  handle,
  field,
  label,
  help,
  min,
  max,
}: FieldProps<'start'> & { min: string; max: string }) {
  const { colorMode } = useEuiTheme();
  const error = errorText(handle.errorOf(field));
  return (
    <EuiFormRow label={label} helpText={help} isInvalid={error !== undefined} error={error}>
      <EuiFieldText
        type="date"
        min={min}
        max={max}
        value={handle.form[field]}
        isInvalid={error !== undefined}
        style={{ colorScheme: colorMode === 'DARK' ? 'dark' : 'light' }}
        onChange={(event) => {
          handle.set({ [field]: event.target.value });
          handle.show([field]);
        }}
        data-test-subj={`cloudtrailField-${field}`}
      />
    </EuiFormRow>
  );
}

interface ManyInputProps extends FieldProps<'exclude_accounts' | 'exclude_regions'> {
  /** What to choose from; others may be typed. */
  readonly known: readonly string[];
  readonly placeholder: string;
}

export function ManyInput({ handle, field, label, help, known, placeholder }: ManyInputProps) {
  const error = errorText(handle.errorOf(field));
  const chosen = handle.form[field];
  const add = (text: string) => {
    const added = text.split(/[\s,]+/).filter((value) => value !== '' && !chosen.includes(value));
    handle.set({ [field]: [...chosen, ...new Set(added)] });
    handle.show([field]);
  };
  return (
    <EuiFormRow
      fullWidth
      label={label}
      labelAppend={<Optional />}
      helpText={help}
      isInvalid={error !== undefined}
      error={error}
    >
      <EuiComboBox
        fullWidth
        aria-label={label}
        placeholder={placeholder}
        options={known.map((value) => ({ label: value }))}
        selectedOptions={chosen.map((value) => ({ label: value }))}
        isInvalid={error !== undefined}
        onChange={(options) => handle.set({ [field]: options.map((option) => option.label) })}
        onCreateOption={add}
        delimiter=","
        data-test-subj={`cloudtrailField-${field}`}
      />
    </EuiFormRow>
  );
}

export function SwitchInput({
  handle,
  field,
  label,
  help,
}: FieldProps<'force_path_style' | 'requester_pays'>) {
  return (
    <EuiFormRow fullWidth helpText={help} hasChildLabel={false}>
      <EuiSwitch
        compressed
        label={label}
        checked={handle.form[field]}
        onChange={(event) => handle.set({ [field]: event.target.checked })}
        data-test-subj={`cloudtrailField-${field}`}
      />
    </EuiFormRow>
  );
}
