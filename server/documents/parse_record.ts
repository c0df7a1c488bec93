/** Reads a record's JSON; parts that records have alike are read once. */
import type { JsonObject } from '../cloudtrail/record';
import { rememberByText } from './remembered';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** Half of a record's bytes; one caller's events have the same. */
const ALIKE: ReadonlySet<string> = new Set(['userIdentity', 'tlsDetails']);
const REMEMBERED = 4000;

const parseAlike = rememberByText((json) => JSON.parse(json) as object, REMEMBERED);

/**
 * What JSON.parse makes of `text`, and throws what it throws; `bytes` are those of the text. Equal userIdentities are one
 * object, and so are equal tlsDetails: nobody may change them.
 */
export function parseRecord(text: string, bytes: Uint8Array): unknown {
  // with other characters than ASCII's, places in the text are others than in the bytes
  return (text.length === bytes.length ? membersOf(text, bytes) : undefined) ?? JSON.parse(text);
}

/** As all names of CloudTrail are, and not `__proto__`. */
const NAME = /^"[A-Za-z]\w*"$/;

/** Undefined for all but an object of such names, without white space between its members. */
function membersOf(text: string, bytes: Uint8Array): JsonObject | undefined {
  if (bytes[0] !== OPEN_BRACE) return undefined;
  const record: Record<string, unknown> = {};
  for (let at = 1; ;) {
    if (bytes[at] !== QUOTE) return undefined;
    const colon = endOf(bytes, at);
    if (bytes[colon] !== COLON || !NAME.test(text.slice(at, colon))) return undefined;
    const name = text.slice(at + 1, colon - 1);
    const end = endOf(bytes, colon + 1);
    const json = text.slice(colon + 1, end);
    record[name] = ALIKE.has(name) && bytes[colon + 1] === OPEN_BRACE ? parseAlike(json) : parseValue(json);
    if (bytes[end] === CLOSE_BRACE) return end === bytes.length - 1 ? record : undefined;
    if (bytes[end] !== COMMA) return undefined;
    at = end + 1;
  }
}

/** A string that is as it is written. */
const PLAIN_STRING = /^"[ !#-[\]-~]*"$/;

function parseValue(json: string): unknown {
  return PLAIN_STRING.test(json) ? json.slice(1, -1) : JSON.parse(json);
}

/** Just after the value that begins at `start`; where it is no JSON, somewhere behind. */
function endOf(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        continue;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        // of the record itself, after a number or a literal
        if (depth === 0) return at;
        depth--;
        break;
      case COMMA:
        if (depth === 0) return at;
        continue;
      default:
        continue;
    }
    if (depth === 0) return at + 1;
  }
  return bytes.length;
}
