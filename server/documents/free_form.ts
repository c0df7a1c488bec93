/** Makes any JSON fit a `flattened` field: requestParameters and its kin have no schema, and no record may be refused for them. */
import type { JsonObject } from '../cloudtrail/record';
import { isObject } from '../cloudtrail/record';
import type { Reading } from './exact_json';
import { FreeFormKeys, isFreeFormKey } from './free_form_keys';

// Elasticsearch's depth_limit is 20 and counts from the field's own root
const MAX_DEPTH = 18;
/** Elasticsearch's own JSON parser goes no deeper. */
const MAX_TEXT_DEPTH = 1000;
const TOO_DEEP = '(nested too deeply)';

export interface FreeForm {
  /** What the flattened field gets; undefined for null and for what is absent. */
  readonly value: object | undefined;
  /** True when something could not be kept as it was. */
  readonly isCut: boolean;
}

/**
 * An object stays; a scalar or an array at the root becomes `{ value: … }`. Below depth 18 values are kept as JSON text;
 * keys are cut at 512 bytes and lose NUL. A number that JavaScript would write otherwise than the record does is kept as
 * text: a leaf is searched by its text anyway. `input` is a tree of `reading`; this never throws.
 */
export function toFreeForm(input: unknown, reading: Reading): FreeForm {
  if (input === undefined || input === null) return { value: undefined, isCut: false };
  const copier = new Copier(reading);
  const value = isObject(input) ? copier.copyObject(input, 1) : { value: copier.copy(input, 2) };
  return { value, isCut: copier.isCut };
}

class Copier {
  isCut = false;

  constructor(private readonly reading: Reading) {}

  copy(input: unknown, depth: number): unknown {
    if (typeof input === 'string' || typeof input === 'number') return this.scalar(input);
    if (typeof input !== 'object' || input === null) return input;
    if (depth > MAX_DEPTH) {
      this.isCut = true;
      return jsonText(input, depth, this.reading);
    }
    return Array.isArray(input)
      ? input.map((item) => this.copy(item, depth + 1))
      : this.copyObject(input as JsonObject, depth);
  }

  copyObject(input: JsonObject, depth: number): object {
    // without a prototype, so that a key `__proto__` is a key like any other
    const output: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    let names: FreeFormKeys | undefined;
    for (const key of Object.keys(input)) {
      let name = this.reading.key(key);
      if (!isFreeFormKey(name)) {
        names ??= new FreeFormKeys(Object.keys(input).map(this.reading.key));
        name = names.rename(name);
        this.isCut = true;
      }
      output[name] = this.copy(input[key], depth + 1);
    }
    return output;
  }

  private scalar(input: string | number): string | number {
    const text = this.reading.numberText(input);
    if (text === undefined) return this.reading.text(String(input));
    return String(Number(text)) === text ? Number(text) : text;
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
