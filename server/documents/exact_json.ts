/** Reads JSON without losing what JSON.parse loses: how a number is written, and where a key like "7" stands. */

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

const STRING_MARK = '$';
const NUMBER_MARK = '#';

/** Reads what `parseExactly` gives. */
export const EXACT: Reading = {
  key: (key) => key.slice(1),
  numberText: (scalar) =>
    typeof scalar === 'string' && scalar.startsWith(NUMBER_MARK) ? scalar.slice(1) : undefined,
  text: (scalar) => scalar.slice(1),
};

/** How `EXACT` trees name a key. */
export function exactKey(key: string): string {
  return STRING_MARK + key;
}

/**
 * The tree of a valid JSON text, to be read with `EXACT`: numbers are strings with a mark, and each key and string begins
 * with another, so that no key looks like an index (JavaScript would move it to the front). Of a doubled key the last value
 * stays at the first place, as in JSON.parse. Costs about as much again as JSON.parse.
 */
export function parseExactly(text: string): unknown {
  let marked = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('"', at);
    if (open < 0) return JSON.parse(marked + markNumbers(text.slice(at)));
    const end = endOfString(text, open);
    marked += `${markNumbers(text.slice(at, open))}"${STRING_MARK}${text.slice(open + 1, end)}`;
    at = end;
  }
}

function markNumbers(betweenStrings: string): string {
  return betweenStrings.length < 2
    ? betweenStrings
    : betweenStrings.replace(/-?\d[\d.eE+-]*/g, `"${NUMBER_MARK}$&"`);
}

/** Just after the closing quote of the string that opens at `open`. */
function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); ; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
}

// a number with a fraction or an exponent, after the quote and colon of a key, or in an array; text alike does no harm
const NOT_AN_INTEGER = /"\s*:\s*-?\d+[.eE]|[[,]\s*-?\d+[.eE]/;
/** Below this no tree is searched: it is read exactly. */
const MAX_DEPTH = 100;

/** True where JSON.parse has kept all of `values`, which it made of parts of `text`; else they need `parseExactly`. */
export function isKeptByJsonParse(values: readonly unknown[], text: string): boolean {
  const seen = { integer: false };
  if (!values.every((value) => isKept(value, seen, 1))) return false;
  // 5.0 and 5 are one number in JavaScript
  return !seen.integer || !NOT_AN_INTEGER.test(text);
}

function isKept(value: unknown, seen: { integer: boolean }, depth: number): boolean {
  if (typeof value === 'number') {
    seen.integer = true;
    return Number.isSafeInteger(value) && !Object.is(value, -0);
  }
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isKept(item, seen, depth + 1));
  const keys = Object.keys(value);
  if (keys.length > 1 && beginsWithDigit(keys[0])) return false;
  return keys.every((key) => isKept((value as Record<string, unknown>)[key], seen, depth + 1));
}

/** Keys that look like indices come first, so the first key tells. */
function beginsWithDigit(key: string | undefined): boolean {
  const code = key?.charCodeAt(0) ?? 0;
  return code >= 0x30 && code <= 0x39;
}
