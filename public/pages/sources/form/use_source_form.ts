/** The form's state: what is entered, and what is to be said beside each field. */
import { useCallback, useMemo, useState } from 'react';
import { today } from './days';
import { useSources } from '../sources_context';
import type { FieldErrors, FieldName, FormSituation } from './form_checks';
import { fieldErrors } from './form_checks';
import type { SourceForm } from './source_form';

export interface FormHandle {
  readonly form: SourceForm;
  /** An edited source has secrets that are kept where none are entered. */
  readonly hasStoredSecrets: boolean;
  readonly isChanged: boolean;
  set(changes: Partial<SourceForm>): void;
  /** From now on what is wrong with these fields is said beside them. */
  show(fields: readonly FieldName[]): void;
  /** What is wrong with a field, once it is to be said. */
  errorOf(field: FieldName): FieldErrors[FieldName];
  /** What is wrong, said or not. */
  errors(fields: readonly FieldName[]): FieldErrors;
}

/** The form lives as long as the page: nothing of it is stored, nor in the address. */
export function useSourceForm(initial: SourceForm, hasStoredSecrets = false): FormHandle {
  const { setup } = useSources();
  const [form, setForm] = useState(initial);
  const [shown, setShown] = useState<ReadonlySet<FieldName>>(new Set());
  const [isChanged, setChanged] = useState(false);

  const set = useCallback((changes: Partial<SourceForm>) => {
    setForm((before) => ({ ...before, ...changes }));
    setChanged(true);
  }, []);
  const show = useCallback(
    (fields: readonly FieldName[]) => setShown((before) => new Set([...before, ...fields])),
    [],
  );
  return useMemo(() => {
    const situation: FormSituation = {
      today: today(),
      allowedEndpoints: setup.allowed_endpoints,
      hasStoredSecrets,
    };
    const errors = (fields: readonly FieldName[]) => fieldErrors(fields, form, situation);
    return {
      form,
      hasStoredSecrets,
      isChanged,
      set,
      show,
      errors,
      errorOf: (field) => (shown.has(field) ? errors([field])[field] : undefined),
    };
  }, [form, shown, isChanged, setup, hasStoredSecrets, set, show]);
}
