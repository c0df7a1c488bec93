/** JSON as Java prints it: the form in which Elastic's integration keeps the free-form objects, and its rules read them. */
import type { Reading } from './exact_json';
import { PLAIN } from './exact_json';
import { hashMapOrder } from './java_hash_map';
import { javaNumber } from './java_number';

/** Elasticsearch's own JSON parser goes no deeper (Jackson's StreamReadConstraints). */
const MAX_DEPTH = 1000;
/** Stands for what lies deeper. */
const TOO_DEEP = '(nested too deeply)';

export interface JavaString {
  /** Undefined where nothing is left to print. */
  readonly text: string | undefined;
  /** True when something lay too deep to be printed. */
  readonly isCut: boolean;
}

/**
 * `String.valueOf` of what Elasticsearch's `json` processor makes of a JSON value, once null, "", "-", "none", {} and []
 * are taken out, at any depth: `{list=[a, b], key=value}` in the order of a HashMap, to which also the keys count that are
 * taken out again. A string is itself. `value` is a tree of `reading`; it never throws.
 */
export function javaString(value: unknown, reading: Reading): JavaString {
  const printer = new Printer(reading);
  const text = printer.print(value, 0);
  return { text, isCut: printer.isCut };
}

class Printer {
  isCut = false;

  constructor(private readonly reading: Reading) {}

  print(value: unknown, depth: number): string | undefined {
    if (typeof value === 'string' || typeof value === 'number') return this.scalar(value);
    if (typeof value === 'boolean') return String(value);
    if (typeof value !== 'object' || value === null) return undefined;
    if (depth === MAX_DEPTH) {
      this.isCut = true;
      return TOO_DEEP;
    }
    return Array.isArray(value)
      ? this.list(value, depth + 1)
      : this.map(value as Readonly<Record<string, unknown>>, depth + 1);
  }

  private scalar(value: string | number): string | undefined {
    const number = this.reading.numberText(value);
    if (number !== undefined) return javaNumber(number);
    const text = this.reading.text(String(value));
    return text === '' || text === '-' || text === 'none' ? undefined : text;
  }

  private list(items: readonly unknown[], depth: number): string | undefined {
    let printed: string | undefined;
    for (const item of items) {
      const text = this.print(item, depth);
      if (text !== undefined) printed = printed === undefined ? text : `${printed}, ${text}`;
    }
    return printed === undefined ? undefined : `[${printed}]`;
  }

  private map(object: Readonly<Record<string, unknown>>, depth: number): string | undefined {
    const keys = Object.keys(object);
    const names = this.reading === PLAIN ? keys : keys.map(this.reading.key);
    let printed: string | undefined;
    for (const i of hashMapOrder(names)) {
      const text = this.print(object[keys[i] ?? ''], depth);
      if (text === undefined) continue;
      printed = printed === undefined ? `${names[i]}=${text}` : `${printed}, ${names[i]}=${text}`;
    }
    return printed === undefined ? undefined : `{${printed}}`;
  }
}
