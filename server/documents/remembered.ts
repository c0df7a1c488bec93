/** Remembers what was made of values that come again and again: most events of a file have the same callers, addresses and programs. */

import type { JsonObject } from '../cloudtrail/record';

/** Nothing is remembered of what is longer or nests deeper, so that no file can fill the memory. */
const MAX_DEPTH = 8;
const MAX_CHARACTERS = 4096;

/**
 * The same function, which gives the same object for a text that it had lately: for at least `entries` texts, and at most
 * twice as many.
 */
export function rememberByText<Answer extends object>(
  make: (text: string) => Answer,
  entries: number,
): (text: string) => Answer {
  let recent = new Map<string, Answer>();
  let older = new Map<string, Answer>();
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    if (text.length > MAX_CHARACTERS) return make(text);
    if (recent.size >= entries) {
      older = recent;
      recent = new Map();
    }
    // a part of a record's text would keep all of it
    const copy = JSON.parse(JSON.stringify(text)) as string;
    const answer = older.get(text) ?? make(copy);
    recent.set(copy, answer);
    return answer;
  };
}

/**
 * The same function of a part of a record, which gives the same object for an equal part that it had lately: of parts with
 * one key, the last is known.
 */
export function rememberByValue<Answer extends object>(
  keyOf: (value: JsonObject) => string,
  make: (value: JsonObject) => Answer,
  entries: number,
): (value: JsonObject) => Answer {
  let recent = new Map<string, { readonly value: JsonObject; readonly answer: Answer }>();
  return (value) => {
    const key = keyOf(value);
    const known = recent.get(key);
    if (known !== undefined && isSame(known.value, value, 0)) return known.answer;
    const answer = make(value);
    if (charactersIn(value, 0) > MAX_CHARACTERS) return answer;
    if (recent.size >= entries) recent = new Map();
    recent.set(key, { value, answer });
    return answer;
  };
}

/** Equal in all, the order of keys included. */
function isSame(a: unknown, b: unknown, depth: number): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (depth > MAX_DEPTH || Array.isArray(a) !== Array.isArray(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  if (keys.length !== others.length) return false;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    if (key !== others[i] || !isSame((a as JsonObject)[key], (b as JsonObject)[key], depth + 1)) return false;
  }
  return true;
}

/** About, of its JSON; infinitely many where it nests too deeply. */
function charactersIn(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  if (depth > MAX_DEPTH) return Infinity;
  let characters = 0;
  for (const [key, inner] of Object.entries(value)) {
    characters += key.length + charactersIn(inner, depth + 1);
    if (characters > MAX_CHARACTERS) break;
  }
  return characters;
}
