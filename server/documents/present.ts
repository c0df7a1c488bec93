/** Keeps out of documents what says nothing. */
import { textAt } from '../cloudtrail/record';

/** The fields, or undefined where none has a value: so no empty object is stored. */
export function somePresent<T extends object>(fields: T): T | undefined {
  for (const name in fields) if (fields[name] !== undefined) return fields;
  return undefined;
}

/** The texts among them, each once; undefined where there is none. */
export function distinctTexts(values: Iterable<unknown>): readonly string[] | undefined {
  const texts = new Set<string>();
  for (const value of values) {
    const text = textAt(value);
    if (text !== undefined) texts.add(text);
  }
  return texts.size === 0 ? undefined : [...texts];
}
