/** Takes values out of a record before anything is derived from it. */
import { createHmac } from 'node:crypto';
import type { RedactedField } from '../../common/redactable_fields';
import type { JsonToken } from './json_tokens';
import { tokensOf } from './json_tokens';
import { RedactedValues } from './redacted_values';
import type { Place } from './redaction_places';
import { placeBelow, rootPlace } from './redaction_places';

export interface Redaction {
  /**
   * The JSON text of the record without what is redacted; all that becomes a document is made from it. `raw` must be what
   * JSON.parse takes. Throws ObjectError `bad_json`.
   */
  redact(raw: Buffer): Buffer;
  /** A keyed hash of the untouched record, for one without eventID: a plain hash could be guessed. */
  idOf(raw: Buffer): Buffer;
}

/** Stands where a dropped value was met elsewhere, in a text or as one. */
const DROPPED = '(redacted)';
const TOKEN_PREFIX = 'hmac-';
const TOKEN_BYTES = 16;

type Token = JsonToken<Place>;
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly json: string;
}

/** Redacts the fields with a namespace's key. The same value has the same token in each record of the namespace. */
export function createRedaction(fields: readonly RedactedField[], key: Buffer): Redaction {
  const root = rootPlace(fields);
  // what is hashed begins with what it is hashed for: an id never tells a token
  const hmac = (purpose: 'value' | 'record', data: string | Buffer) =>
    createHmac('sha256', key).update(`${purpose}\0`).update(data).digest();
  const tokenOf = (value: string) =>
    TOKEN_PREFIX + hmac('value', value).subarray(0, TOKEN_BYTES).toString('base64url');
  return {
    redact(raw) {
      const json = raw.toString();
      const tokens = tokensOf(json, root, placeBelow);
      const values = valuesOf(tokens, tokenOf);
      return Buffer.from(applyEdits(json, editsOf(tokens, values, tokenOf)));
    },
    idOf: (raw) => hmac('record', raw),
  };
}

/** The values at the chosen places, and what stands for each elsewhere. */
function valuesOf(tokens: readonly Token[], tokenOf: (value: string) => string): RedactedValues {
  const values = new RedactedValues();
  for (const { kind, text, place } of tokens) {
    if (place.action === undefined || place.keeps) continue;
    const isNumber = kind === 'literal' && isNumeric(text);
    if (kind !== 'string' && !isNumber) continue;
    const isDropped = place.action === 'drop';
    const replacement = isDropped ? DROPPED : tokenOf(text);
    values.add(text, replacement, isDropped);
    // 1e3 is 1000 elsewhere
    if (isNumber) values.add(String(Number(text)), replacement, isDropped);
  }
  return values;
}

function editsOf(
  tokens: readonly Token[],
  values: RedactedValues,
  tokenOf: (value: string) => string,
): readonly Edit[] {
  if (tokens.every(({ place }) => place.action === undefined)) return [];
  const characters = tokens.reduce((sum, { text }) => sum + text.length, 0);
  // who makes a record that is too much to look through does not get anything past it
  const isBlanked = values.isTooMuch(characters);
  const edits: Edit[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    if (isDroppedWhole(token)) {
      const last = token.kind === 'open' ? closeOf(tokens, i) : i;
      edits.push({ start: token.start, end: tokens[last]?.end ?? token.end, json: 'null' });
      i = last;
      continue;
    }
    const text = isBlanked ? blanked(token, tokenOf) : replaced(token, values, tokenOf);
    if (text !== undefined) edits.push({ start: token.start, end: token.end, json: JSON.stringify(text) });
  }
  return edits;
}

function isDroppedWhole({ kind, place }: Token): boolean {
  return place.action === 'drop' && kind !== 'key' && kind !== 'close' && !place.keeps;
}

/** The position of the token that closes what opens at `open`. */
function closeOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.kind === 'open') depth++;
    if (tokens[i]?.kind === 'close' && --depth === 0) return i;
  }
  return tokens.length - 1;
}

/** What stands in place of a key, a string or a scalar; undefined where it stays. */
function replaced(
  token: Token,
  values: RedactedValues,
  tokenOf: (value: string) => string,
): string | undefined {
  const { kind, text, place } = token;
  switch (kind) {
    case 'key':
      return place.hasFreeKeys ? values.replaceIn(text) : undefined;
    case 'string':
      if (place.keeps || text === '') return undefined;
      return place.action === 'hmac' ? tokenOf(text) : values.replaceIn(text);
    case 'literal':
      if (place.keeps || text === 'null') return undefined;
      if (place.action === 'hmac') return tokenOf(text);
      return isNumeric(text) ? values.forNumber(text) : undefined;
    default:
      return undefined;
  }
}

/** The same without looking: all that could hold a value goes. */
function blanked({ kind, text, place }: Token, tokenOf: (value: string) => string): string | undefined {
  if (kind === 'key') return place.hasFreeKeys ? tokenOf(text) : undefined;
  if (place.keeps || text === '' || text === 'null') return undefined;
  if (place.action === 'hmac') return tokenOf(text);
  return kind === 'string' || isNumeric(text) ? DROPPED : undefined;
}

function isNumeric(literal: string): boolean {
  return /^-?\d/.test(literal);
}

function applyEdits(json: string, edits: readonly Edit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, json: replacement } of edits) {
    result += json.slice(done, start) + replacement;
    done = end;
  }
  return result + json.slice(done);
}
