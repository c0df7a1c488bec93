/** Finds the values that were taken out of a record wherever else they stand in it, in any case, also inside longer texts. */
import { decodedLayers } from './decoded_text';

/** Shorter values are found inside longer texts only where they stand as a name does: a `1` is in nearly everything. */
const MIN_LENGTH_INSIDE = 4;
/** As in `user/bob`, `AROAEXAMPLE:bob`, `{userName=bob, …}`, `User: bob is`, `"bob"`; not in `arn:aws:iam::` or `us-east-1`. */
const BEFORE_NAME = '/:=@ "\'(\\';
const AFTER_NAME = '/@ "\'),;&}\\';
/** Of a longer value its beginning is looked for: so a copy that was cut off is found, too, and looking stays cheap. */
const SEARCHED_CHARS = 512;
/** Values times characters: some hundred milliseconds. */
const MAX_WORK = 50_000_000;

interface Range {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export class RedactedValues {
  private readonly whole = new Map<string, string>();

  /** The first replacement of a value stays, but for `isStronger`. */
  add(value: string, replacement: string, isStronger = false): void {
    // an empty one would be found everywhere
    if (value === '') return;
    for (const form of formsOf(value).map(inOneCase)) {
      if (isStronger || !this.whole.has(form)) this.whole.set(form, replacement);
    }
  }

  /** True where looking through so many characters would take too long. */
  isTooMuch(characters: number): boolean {
    return this.whole.size * characters > MAX_WORK;
  }

  /** The replacement of a number equal to a value. */
  forNumber(text: string): string | undefined {
    return this.whole.get(inOneCase(text)) ?? this.whole.get(inOneCase(String(Number(text))));
  }

  /** The text with each value in it replaced; undefined where there is none. */
  replaceIn(text: string): string | undefined {
    const whole = this.whole.get(inOneCase(text));
    if (whole !== undefined) return whole;
    const ranges = this.rangesIn(text);
    for (const { text: decoded, starts } of decodedLayers(text)) {
      for (const { start, end, replacement } of this.rangesIn(decoded))
        ranges.push({ start: starts[start] ?? 0, end: starts[end] ?? text.length, replacement });
    }
    return ranges.length === 0 ? undefined : replaceRanges(text, ranges);
  }

  private rangesIn(anyCase: string): Range[] {
    const text = inOneCase(anyCase);
    const whole = this.whole.get(text);
    if (whole !== undefined) return [{ start: 0, end: text.length, replacement: whole }];
    const ranges: Range[] = [];
    for (const [value, replacement] of this.whole) {
      const beginning = value.slice(0, SEARCHED_CHARS);
      for (let at = text.indexOf(beginning); at >= 0;) {
        const end = commonEnd(text, at, value);
        if (value.length >= MIN_LENGTH_INSIDE || isName(text, at, end))
          ranges.push({ start: at, end, replacement });
        at = text.indexOf(beginning, end);
      }
    }
    return ranges;
  }
}

/** A value as it is, as it reads once its own percent signs and backslashes are undone, and with `+` for blanks. */
function formsOf(value: string): readonly string[] {
  return [value, ...decodedLayers(value).map(({ text }) => text), value.replaceAll(' ', '+')];
}

/** Names, hosts and addresses are the same in whichever case. Never changes the length, as one capital letter of Turkish would. */
function inOneCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

function isName(text: string, start: number, end: number): boolean {
  const before = text[start - 1];
  const after = text[end];
  return (
    (before === undefined || BEFORE_NAME.includes(before)) &&
    (after === undefined || AFTER_NAME.includes(after))
  );
}

/** How far `text` from `at` on is the same as `value`. */
function commonEnd(text: string, at: number, value: string): number {
  let length = Math.min(value.length, SEARCHED_CHARS);
  while (length < value.length && text[at + length] === value[length]) length++;
  return at + length;
}

/** Where ranges overlap, all that they cover goes, and the first and longest names the replacement. */
function replaceRanges(text: string, ranges: readonly Range[]): string {
  const sorted = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let done = 0;
  for (const { start, end, replacement } of sorted) {
    if (start >= done) result += text.slice(done, start) + replacement;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}
