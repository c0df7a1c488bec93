/** Names that a `flattened` field takes for the keys of one object: not empty, at most 512 bytes, without NUL. */

const MAX_BYTES = 512;
const NAME_OF_EMPTY_KEY = '(empty)';
const NUL = /\0/g;

/** True for a key that stays as it is. */
export function isFreeFormKey(key: string): boolean {
  return (
    key !== '' &&
    !key.includes('\0') &&
    // a UTF-16 unit takes three bytes at most
    (key.length <= MAX_BYTES / 3 || Buffer.byteLength(key) <= MAX_BYTES)
  );
}

/** Names the keys of one object. A key that fits is never renamed, so a renamed one makes way for those that fit. */
export class FreeFormKeys {
  private readonly taken: Set<string>;
  private readonly lastNumbers = new Map<string, number>();

  constructor(keys: readonly string[]) {
    this.taken = new Set(keys);
  }

  /** A name for a key that does not fit, which no other key of the object has. */
  rename(key: string): string {
    const short = cutToBytes(key.replace(NUL, ''), MAX_BYTES) || NAME_OF_EMPTY_KEY;
    const name = this.taken.has(short) ? this.numbered(cutToBytes(short, MAX_BYTES - 8)) : short;
    this.taken.add(name);
    return name;
  }

  private numbered(stem: string): string {
    let n = this.lastNumbers.get(stem) ?? 1;
    let name: string;
    do name = `${stem}#${++n}`;
    while (this.taken.has(name));
    // thousands of keys may be alike: none begins to count anew
    this.lastNumbers.set(stem, n);
    return name;
  }
}

function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  // a character that is cut in two decodes to U+FFFD
  return Buffer.from(text)
    .subarray(0, maxBytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}
