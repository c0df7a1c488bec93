/** The fields of a record's four free-form objects, in the forms that the namespace keeps. */
import type { JsonObject } from '../cloudtrail/record';
import type { FreeFormKept } from './document_options';
import type { Reading } from './exact_json';
import { EXACT, exactKey, isKeptByJsonParse, parseExactly, PLAIN } from './exact_json';
import { toFreeForm } from './free_form';
import { javaString } from './java_string';

/** The tag of a document in which something was cut or renamed; the record itself is in S3. */
export const CUT_TAG = 'cloudtrail_free_form_cut';

/** Name in the record, and in the document below `aws.cloudtrail` and `aws.cloudtrail.flattened`. */
const FREE_FORMS = [
  ['requestParameters', 'request_parameters'],
  ['responseElements', 'response_elements'],
  ['additionalEventData', 'additional_eventdata'],
  ['serviceEventDetails', 'service_event_details'],
] as const;

export type FreeFormName = (typeof FREE_FORMS)[number][1];

export interface FreeFormFields {
  /** For `aws.cloudtrail`. */
  readonly strings: Readonly<Partial<Record<FreeFormName, string>>>;
  /** For `aws.cloudtrail.flattened`. */
  readonly flattened: Readonly<Partial<Record<FreeFormName, object>>> | undefined;
  /** True when something could not be kept as it was. */
  readonly isCut: boolean;
}

interface FreeFormValue {
  readonly name: FreeFormName;
  readonly value: unknown;
}

/** `record` is what JSON.parse made of `text`. Never throws. */
export function freeFormFields(record: JsonObject, text: string, kept: FreeFormKept): FreeFormFields {
  const strings: Partial<Record<FreeFormName, string>> = {};
  const flattened: Partial<Record<FreeFormName, object>> = {};
  const { values, reading } = kept === 'none' ? NOTHING : readValues(record, text);
  let isCut = false;
  for (const { name, value } of values) {
    if (kept !== 'flattened') {
      const form = javaString(value, reading);
      if (form.text !== undefined) strings[name] = form.text;
      isCut ||= form.isCut;
    }
    if (kept !== 'string') {
      const form = toFreeForm(value, reading);
      if (form.value !== undefined) flattened[name] = form.value;
      isCut ||= form.isCut;
    }
  }
  return { strings, flattened: kept === 'none' || kept === 'string' ? undefined : flattened, isCut };
}

const NOTHING = { values: [], reading: PLAIN };

function readValues(
  record: JsonObject,
  text: string,
): { readonly values: readonly FreeFormValue[]; readonly reading: Reading } {
  const values = valuesOf(record, (key) => key);
  if (
    isKeptByJsonParse(
      values.map(({ value }) => value),
      text,
    )
  )
    return { values, reading: PLAIN };
  return { values: valuesOf(parseExactly(text) as JsonObject, exactKey), reading: EXACT };
}

function valuesOf(record: JsonObject, keyOf: (key: string) => string): FreeFormValue[] {
  return FREE_FORMS.flatMap(([key, name]) => {
    const value = record[keyOf(key)];
    return value === undefined || value === null ? [] : [{ name, value }];
  });
}
