/** Reads JSON without losing what JSON.parse loses: how a number is written, and where a key like "7" stands. */

import type { JsonObject } from '../cloudtrail/record';

/** How keys and scalars of a parsed tree are to be read. */
export interface Reading {
  key(key: string): string;
  /** A number as the record writes it; undefined for a string. */
  numberText(scalar: string | number): string | undefined;
  text(scalar: string): string;
}

/** Reads what JSON.parse gives. Numbers come out as JavaScript writes them. */
export const PLAIN: Reading = {
  key: (key) => key,
  numberText: (scalar) => (typeof scalar === 'number' ? String(scalar) : undefined),
  text: (scalar) => scalar,
};

const NUMBER_MARK = '#';
/** Before a string that could be taken for something else without it. */
const TEXT_MARK = '$';
const unmarked = (text: string) => (text.startsWith(TEXT_MARK) ? text.slice(1) : text);

/** Reads what `parseExactly` gives. */
export const EXACT: Reading = {
  key: unmarked,
  numberText: (scalar) =>
    typeof scalar === 'string' && scalar.startsWith(NUMBER_MARK) ? scalar.slice(1) : undefined,
  text: unmarked,
};

/**
 * The tree of a valid JSON text, to be read with `EXACT`: numbers are strings with a mark, and keys and strings that begin
 * with a digit or a mark begin with another, so that no key looks like an index (JavaScript would move it to the front).
 * Of a doubled key the last value stays at the first place, as in JSON.parse.
 */
export function parseExactly(text: string): unknown {
  let marked = '';
  let done = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      if (needsMark(firstOfString(text, at))) {
        marked += text.slice(done, at + 1) + TEXT_MARK;
        done = at + 1;
      }
      at = endOfString(text, at);
    } else if (code === MINUS || isDigit(code)) {
      const start = at;
      while (isOfNumber(text.charCodeAt(at))) at++;
      marked += `${text.slice(done, start)}"${NUMBER_MARK}${text.slice(start, at)}"`;
      done = at;
    } else at++;
  }
  return JSON.parse(marked + text.slice(done));
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const MARKS: ReadonlySet<number> = new Set([NUMBER_MARK, TEXT_MARK].map((mark) => mark.charCodeAt(0)));
const IN_NUMBERS: ReadonlySet<number> = new Set([...'.eE+-'].map((letter) => letter.charCodeAt(0)));

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isOfNumber(code: number): boolean {
  return isDigit(code) || IN_NUMBERS.has(code);
}

function needsMark(first: number): boolean {
  return isDigit(first) || MARKS.has(first);
}

/** Decoded: one key may be written in two ways. Only `\uXXXX` can stand for a digit or a mark. */
function firstOfString(text: string, open: number): number {
  return text.startsWith('\\u', open + 1)
    ? Number.parseInt(text.slice(open + 3, open + 7), 16)
    : text.charCodeAt(open + 1);
}

/** Just after the closing quote of the string that opens at `open` in a valid JSON text. */
export function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); ; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
}

// a number with a fraction or an exponent, after the quote and colon of a key, or in an array; text alike does no harm
const NOT_AN_INTEGER = /"\s*:\s*-?\d+[.eE]|[[,]\s*-?\d+[.eE]/;
/** The same and more, in half the time: quotes are everywhere. */
const PERHAPS_NOT_AN_INTEGER = /[:[,]\s*-?\d+[.eE]/;
/** Below this no tree is searched: it is read exactly. */
const MAX_DEPTH = 100;

/** True where JSON.parse has kept all of `values`, which it made of parts of `text`; else they need `parseExactly`. */
export function isKeptByJsonParse(values: readonly unknown[], text: string): boolean {
  const seen = { integer: false };
  for (const value of values) if (!isKept(value, seen, 1)) return false;
  // 5.0 and 5 are one number in JavaScript
  return !seen.integer || !PERHAPS_NOT_AN_INTEGER.test(text) || !NOT_AN_INTEGER.test(text);
}

function isKept(value: unknown, seen: { integer: boolean }, depth: number): boolean {
  if (typeof value === 'number') {
    seen.integer = true;
    return Number.isSafeInteger(value) && !Object.is(value, -0);
  }
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  // loops: a function made for each value is forgotten with it, and V8 compiles it anew some dozens of times a minute
  if (Array.isArray(value)) {
    for (const item of value) if (!isKept(item, seen, depth + 1)) return false;
    return true;
  }
  const keys = Object.keys(value);
  // keys that look like indices come first
  if (keys.length > 1 && isDigit(keys[0]?.charCodeAt(0) ?? 0)) return false;
  for (const key of keys) if (!isKept((value as JsonObject)[key], seen, depth + 1)) return false;
  return true;
}
