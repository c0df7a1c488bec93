/** The fields of a record's four free-form objects, in the forms that the namespace keeps. */
import type { JsonObject } from '../cloudtrail/record';
import type { FreeFormKept } from './document_options';
import type { Reading } from './exact_json';
import { EXACT, isKeptByJsonParse, parseExactly, PLAIN } from './exact_json';
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

/** `record` is what JSON.parse made of `text`. Never throws. */
export function freeFormFields(record: JsonObject, text: string, kept: FreeFormKept): FreeFormFields {
  const strings: Partial<Record<FreeFormName, string>> = {};
  const flattened: Partial<Record<FreeFormName, object>> = {};
  const isFlattened = kept === 'both' || kept === 'flattened';
  let isCut = false;
  if (kept === 'none') return { strings, flattened: undefined, isCut };
  const { tree, reading } = readFreeForms(record, text);
  for (const [key, name] of FREE_FORMS) {
    const value = tree[key];
    if (value === undefined || value === null) continue;
    if (kept !== 'flattened') {
      const form = javaString(value, reading);
      if (form.text !== undefined) strings[name] = form.text;
      isCut ||= form.isCut;
    }
    if (isFlattened) {
      const form = toFreeForm(value, reading);
      flattened[name] = form.value;
      isCut ||= form.isCut;
    }
  }
  return { strings, flattened: isFlattened ? flattened : undefined, isCut };
}

function readFreeForms(
  record: JsonObject,
  text: string,
): { readonly tree: JsonObject; readonly reading: Reading } {
  const values = FREE_FORMS.map(([key]) => record[key]);
  return isKeptByJsonParse(values, text)
    ? { tree: record, reading: PLAIN }
    : { tree: parseExactly(text) as JsonObject, reading: EXACT };
}
