/** Makes any JSON fit a `flattened` field: requestParameters and its kin have no schema, and no record may be refused for them. */
import { isObject } from '../cloudtrail/record';

// Elasticsearch's depth_limit is 20 and counts from the field's own root
const MAX_DEPTH = 18;
const MAX_KEY_BYTES = 512;
const NAME_OF_EMPTY_KEY = '(empty)';
const NUL = /\0/g;

/** The tag of a document in which something was cut or renamed; the record itself is in S3. */
export const CUT_TAG = 'cloudtrail_free_form_cut';

export interface FreeForm {
  /** What the flattened field gets; undefined for null and for what is absent. */
  readonly value: object | undefined;
  /** True when something could not be kept as it was. */
  readonly isCut: boolean;
}

/**
 * An object stays; a scalar or an array at the root becomes `{ value: … }`. Below depth 18 values are kept as JSON text;
 * keys are cut at 512 bytes and lose NUL. Never throws on what JSON.parse gives.
 */
export function toFreeForm(input: unknown): FreeForm {
  if (input === undefined || input === null) return { value: undefined, isCut: false };
  const cut = { happened: false };
  const root = isObject(input) ? input : { value: input };
  return { value: copyObject(root, 1, cut), isCut: cut.happened };
}

interface Cut {
  happened: boolean;
}

function copy(input: unknown, depth: number, cut: Cut): unknown {
  if (typeof input !== 'object' || input === null) return input;
  if (depth > MAX_DEPTH) {
    cut.happened = true;
    return asText(input);
  }
  return Array.isArray(input)
    ? input.map((item) => copy(item, depth + 1, cut))
    : copyObject(input, depth, cut);
}

function copyObject(input: object, depth: number, cut: Cut): object {
  // without a prototype, so that a key `__proto__` is a key like any other
  const output: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const isTaken = (key: string) => key in output || Object.hasOwn(input, key);
  for (const [key, value] of Object.entries(input))
    output[freeKey(key, isTaken, cut)] = copy(value, depth + 1, cut);
  return output;
}

/** A key that fits is never renamed, so a renamed one makes way for those that fit, before and after it. */
function freeKey(key: string, isTaken: (key: string) => boolean, cut: Cut): string {
  if (key !== '' && key.length <= MAX_KEY_BYTES / 4 && !key.includes('\0')) return key;
  const short = cutToBytes(key.replace(NUL, ''), MAX_KEY_BYTES) || NAME_OF_EMPTY_KEY;
  if (short === key) return key;
  cut.happened = true;
  if (!isTaken(short)) return short;
  const stem = cutToBytes(short, MAX_KEY_BYTES - 8);
  let n = 2;
  while (isTaken(`${stem}#${n}`)) n++;
  return `${stem}#${n}`;
}

function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  // a character that is cut in two decodes to U+FFFD
  return Buffer.from(text)
    .subarray(0, maxBytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}

function asText(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    // nested so deeply that JSON.stringify runs out of stack
    return '(nested too deeply)';
  }
}
