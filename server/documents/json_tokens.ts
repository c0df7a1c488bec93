/** Cuts a JSON text into tokens, each with its place: what is replaced in the text leaves all else byte for byte. */
import { ObjectError } from '../errors';
import { endOfString } from './exact_json';

export interface JsonToken<Place> {
  readonly kind: 'key' | 'string' | 'literal' | 'open' | 'close';
  readonly start: number;
  readonly end: number;
  /** A key or string without quotes and escapes; a number, true, false or null as it is written. */
  readonly text: string;
  /** Of a key: the place of its object. */
  readonly place: Place;
}

interface Frame<Place> {
  readonly isObject: boolean;
  readonly place: Place;
}

const LITERAL = /[^\s,:[\]{}"]+/y;
const SPACE = /\s+/y;

/**
 * The tokens of a text that JSON.parse takes, however deeply it nests. `below` gives the place of a key's value; the
 * elements of an array have the array's place. Throws ObjectError `bad_json` for what is no JSON at all.
 */
export function tokensOf<Place>(
  json: string,
  root: Place,
  below: (place: Place, key: string) => Place,
): readonly JsonToken<Place>[] {
  const tokens: JsonToken<Place>[] = [];
  const frames: Frame<Place>[] = [];
  let place = root;
  let isKeyNext = false;
  const add = (kind: JsonToken<Place>['kind'], start: number, end: number, text: string, of: Place) => {
    tokens.push({ kind, start, end, text, place: of });
    return end;
  };
  for (let at = 0; at < json.length;) {
    const top = frames.at(-1);
    switch (json[at]) {
      case '{':
      case '[':
        isKeyNext = json[at] === '{';
        frames.push({ isObject: isKeyNext, place });
        at = add('open', at, at + 1, '', place);
        break;
      case '}':
      case ']':
        at = add('close', at, at + 1, '', frames.pop()?.place ?? root);
        break;
      case ',':
        isKeyNext = top?.isObject ?? false;
        place = top?.place ?? root;
        at++;
        break;
      case ':':
        at++;
        break;
      case '"': {
        const end = after(at, endOfString(json, at));
        const text = stringAt(json, at, end);
        const of = isKeyNext ? (top?.place ?? root) : place;
        if (isKeyNext) place = below(of, text);
        at = add(isKeyNext ? 'key' : 'string', at, end, text, of);
        isKeyNext = false;
        break;
      }
      default: {
        const space = matchAt(SPACE, json, at);
        if (space > 0) at += space;
        else {
          const end = after(at, at + matchAt(LITERAL, json, at));
          at = add('literal', at, end, json.slice(at, end), place);
        }
      }
    }
  }
  return tokens;
}

function after(start: number, end: number): number {
  if (end > start) return end;
  throw new ObjectError('bad_json', 'The record is not JSON.');
}

function stringAt(json: string, start: number, end: number): string {
  const inner = json.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(json.slice(start, end)) as string) : inner;
}

function matchAt(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0].length ?? 0;
}
