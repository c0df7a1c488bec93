/** The fields of a record's free-form objects, in the forms that the namespace keeps. */
import type { JsonObject } from '../cloudtrail/record';
import type { FreeFormKept } from './document_options';
import type { Reading } from './exact_json';
import { EXACT, isKeptByJsonParse, parseExactly, PLAIN } from './exact_json';
import { toFreeForm } from './free_form';
import { javaString } from './java_string';

/** The tag of a document in which something was cut or renamed; the record itself is in S3. */
export const CUT_TAG = 'cloudtrail_free_form_cut';

/** Names in the document, below `aws.cloudtrail` and `aws.cloudtrail.flattened`. */
export type FreeFormName =
  'request_parameters' | 'response_elements' | 'additional_eventdata' | 'service_event_details';
type FlattenedName = FreeFormName | 'insight_details';

export interface FreeFormFields {
  /** For `aws.cloudtrail`. */
  readonly strings: Readonly<Partial<Record<FreeFormName, string>>>;
  /** For `aws.cloudtrail.flattened`. */
  readonly flattened: Readonly<Partial<Record<FlattenedName, object>>>;
  /** True when something could not be kept as it was. */
  readonly isCut: boolean;
}

interface Form {
  /** In the record. */
  readonly key: string;
  readonly flattenedAs: FlattenedName | undefined;
  readonly printedAs: FreeFormName | undefined;
}

const KEYS: readonly (readonly [key: string, name: FreeFormName])[] = [
  ['requestParameters', 'request_parameters'],
  ['responseElements', 'response_elements'],
  ['additionalEventData', 'additional_eventdata'],
  ['serviceEventDetails', 'service_event_details'],
];
/** All that an Insights event is about: kept whatever the namespace says. */
const INSIGHT: Form = { key: 'insightDetails', flattenedAs: 'insight_details', printedAs: undefined };
const FORMS: Readonly<Record<FreeFormKept, readonly Form[]>> = {
  both: [...KEYS.map(([key, name]) => ({ key, flattenedAs: name, printedAs: name })), INSIGHT],
  flattened: [...KEYS.map(([key, name]) => ({ key, flattenedAs: name, printedAs: undefined })), INSIGHT],
  string: [...KEYS.map(([key, name]) => ({ key, flattenedAs: undefined, printedAs: name })), INSIGHT],
  none: [INSIGHT],
};

/** `record` is what JSON.parse made of `text`. Never throws. */
export function freeFormFields(record: JsonObject, text: string, kept: FreeFormKept): FreeFormFields {
  const strings: Partial<Record<FreeFormName, string>> = {};
  const flattened: Partial<Record<FlattenedName, object>> = {};
  let isCut = false;
  const { tree, reading } = readForms(FORMS[kept], record, text);
  for (const { key, flattenedAs, printedAs } of FORMS[kept]) {
    const value = tree[key];
    if (value === undefined || value === null) continue;
    if (printedAs !== undefined) {
      const form = javaString(value, reading);
      if (form.text !== undefined) strings[printedAs] = form.text;
      isCut ||= form.isCut;
    }
    if (flattenedAs !== undefined) {
      const form = toFreeForm(value, reading);
      if (form.value !== undefined) flattened[flattenedAs] = form.value;
      isCut ||= form.isCut;
    }
  }
  return { strings, flattened, isCut };
}

function readForms(
  forms: readonly Form[],
  record: JsonObject,
  text: string,
): { readonly tree: JsonObject; readonly reading: Reading } {
  const values = forms.map(({ key }) => record[key]);
  return isKeptByJsonParse(values, text)
    ? { tree: record, reading: PLAIN }
    : { tree: parseExactly(text) as JsonObject, reading: EXACT };
}
