/** What a text says once the URI encoding and the JSON escapes in it are undone, with the way back to where it says so. */

import { isUtf8 } from 'node:buffer';

export interface DecodedText {
  readonly text: string;
  /** Where in the original each of `text`'s characters begins; one more for the end. */
  readonly starts: readonly number[];
}

/** JSON in JSON in a query string is three; nobody nests deeper. */
const MAX_LAYERS = 4;
const ENCODED = /(?:%[0-9A-Fa-f]{2})+|\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))/g;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The layers below `text`, outermost first; none where nothing in it is encoded. */
export function decodedLayers(text: string): readonly DecodedText[] {
  const layers: DecodedText[] = [];
  let above: DecodedText | undefined;
  while (layers.length < MAX_LAYERS) {
    const next = decodeOnce(above ?? { text, starts: [] });
    if (next === undefined) break;
    if (above !== undefined) {
      const { starts } = above;
      above = { text: next.text, starts: next.starts.map((at) => starts[at] ?? text.length) };
    } else above = next;
    layers.push(above);
  }
  return layers;
}

/** Undoes one layer; undefined where there is none. */
function decodeOnce({ text }: DecodedText): DecodedText | undefined {
  if (!text.includes('%') && !text.includes('\\')) return undefined;
  let decoded = '';
  const starts: number[] = [];
  const add = (characters: string, at: number, step: number) => {
    for (let i = 0; i < characters.length; i++) starts.push(at + i * step);
    decoded += characters;
  };
  let end = 0;
  for (const match of text.matchAll(ENCODED)) {
    const [encoded, hex, escaped] = match;
    add(text.slice(end, match.index), end, 1);
    end = match.index + encoded.length;
    if (hex !== undefined) add(String.fromCharCode(parseInt(hex, 16)), match.index, 0);
    else if (escaped !== undefined) add(ESCAPED[escaped] ?? escaped, match.index, 0);
    else addPercent(encoded, match.index, add);
  }
  if (end === 0) return undefined;
  add(text.slice(end), end, 1);
  starts.push(text.length);
  return decoded === text ? undefined : { text: decoded, starts };
}

/** UTF-8 in percent signs; what is no UTF-8 stays as it is. */
function addPercent(
  encoded: string,
  at: number,
  add: (characters: string, at: number, step: number) => void,
): void {
  const bytes = Buffer.from(encoded.replaceAll('%', ''), 'hex');
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes[i] ?? 0);
    const sequence = bytes.subarray(i, i + length);
    if (isUtf8(sequence)) {
      add(sequence.toString(), at + 3 * i, 0);
      i += length;
    } else {
      add(encoded.slice(3 * i, 3 * i + 3), at + 3 * i, 1);
      i++;
    }
  }
}

function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
