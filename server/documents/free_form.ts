/** Makes any JSON fit a `flattened` field: requestParameters and its kin have no schema, and no record may be refused for them. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject, textAt } from '../cloudtrail/record';
import type { Reading } from './exact_json';
import { PLAIN } from './exact_json';
import { FreeFormKeys, isFreeFormKey } from './free_form_keys';

// Elasticsearch's depth_limit is 20 and counts from the field's own root
const MAX_DEPTH = 18;
/** Elasticsearch's own JSON parser goes no deeper. */
const MAX_TEXT_DEPTH = 1000;
const TOO_DEEP = '(nested too deeply)';

export interface FreeForm {
  /** What the flattened field gets; undefined where nothing is left. */
  readonly value: object | undefined;
  /** True when something could not be kept as it was. */
  readonly isCut: boolean;
}

/**
 * An object stays; a scalar or an array at the root becomes `{ value: … }`. As in Elastic's integration, null, "", "-",
 * "none", {} and [] are taken out, at any depth. Below depth 18 values are kept as JSON text;
 * keys are cut at 512 bytes and lose NUL. A number that JavaScript would write otherwise than the record does is kept as
 * text: a leaf is searched by its text anyway. `input` is a tree of `reading`; this never throws.
 */
export function toFreeForm(input: unknown, reading: Reading): FreeForm {
  if (reading === PLAIN && isObject(input) && fitsAsItIs(input, 1)) return { value: input, isCut: false };
  const copier = new Copier(reading);
  if (isObject(input)) return { value: copier.copyObject(input, 1), isCut: copier.isCut };
  const value = copier.copy(input, 2);
  return { value: value === undefined ? undefined : { value }, isCut: copier.isCut };
}

/** True where a copy would be the same: so it is with most. */
function fitsAsItIs(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return textAt(value) !== undefined;
  if (typeof value !== 'object') return true;
  if (value === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!fitsAsItIs(item, depth + 1)) return false;
    return value.length > 0;
  }
  const keys = Object.keys(value);
  for (const key of keys)
    if (!isFreeFormKey(key) || !fitsAsItIs((value as JsonObject)[key], depth + 1)) return false;
  return keys.length > 0;
}

class Copier {
  isCut = false;

  constructor(private readonly reading: Reading) {}

  /** Undefined for what says nothing. */
  copy(input: unknown, depth: number): unknown {
    if (typeof input === 'string' || typeof input === 'number') return this.scalar(input);
    if (typeof input !== 'object') return input;
    if (input === null) return undefined;
    if (depth > MAX_DEPTH) {
      this.isCut = true;
      return jsonText(input, depth, this.reading);
    }
    return Array.isArray(input) ? this.copyArray(input, depth) : this.copyObject(input as JsonObject, depth);
  }

  copyObject(input: JsonObject, depth: number): object | undefined {
    // without a prototype, so that a key `__proto__` is a key like any other
    const output: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    let names: FreeFormKeys | undefined;
    let isEmpty = true;
    for (const key of Object.keys(input)) {
      const value = this.copy(input[key], depth + 1);
      if (value === undefined) continue;
      isEmpty = false;
      let name = this.reading.key(key);
      if (!isFreeFormKey(name)) {
        names ??= new FreeFormKeys(Object.keys(input).map(this.reading.key));
        name = names.rename(name);
        this.isCut = true;
      }
      output[name] = value;
    }
    return isEmpty ? undefined : output;
  }

  private copyArray(input: readonly unknown[], depth: number): readonly unknown[] | undefined {
    const output: unknown[] = [];
    for (const item of input) {
      const value = this.copy(item, depth + 1);
      if (value !== undefined) output.push(value);
    }
    return output.length === 0 ? undefined : output;
  }

  private scalar(input: string | number): string | number | undefined {
    const number = this.reading.numberText(input);
    if (number === undefined) return textAt(this.reading.text(String(input)));
    return String(Number(number)) === number ? Number(number) : number;
  }
}

function jsonText(value: unknown, depth: number, reading: Reading): string {
  if (typeof value === 'string' || typeof value === 'number')
    return reading.numberText(value) ?? JSON.stringify(reading.text(String(value)));
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > MAX_TEXT_DEPTH) return JSON.stringify(TOO_DEEP);
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, depth + 1, reading)).join(',')}]`;
  const parts = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(reading.key(key))}:${jsonText(inner, depth + 1, reading)}`,
  );
  return `{${parts.join(',')}}`;
}
