/** Finds the text of each record in a file, so that a record can move to another file without a changed byte. */

const SPACE = /[\s]/;

/** The index just behind the JSON value that begins at `start`. The text must be valid JSON. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      i = endOfString(text, i) - 1;
      if (depth === 0) return i + 1;
    } else if (char === '{' || char === '[') {
      depth++;
    } else if (char === '}' || char === ']') {
      if (depth === 0) return i;
      depth--;
      if (depth === 0) return i + 1;
    } else if (depth === 0 && (char === ',' || (char !== undefined && SPACE.test(char)))) {
      return i;
    }
  }
  return text.length;
}

/** The index just behind the string that begins with the quote at `start`. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let i = start;
  while (i < text.length && SPACE.test(text[i] ?? '')) i++;
  return i;
}

/** The texts of an array's elements. `start` is the array's bracket in valid JSON. */
function elementsAt(text: string, start: number): string[] {
  const elements: string[] = [];
  let i = skipSpace(text, start + 1);
  while (i < text.length && text[i] !== ']') {
    const end = endOfValue(text, i);
    elements.push(text.slice(i, end));
    i = skipSpace(text, end);
    if (text[i] === ',') i = skipSpace(text, i + 1);
  }
  return elements;
}

/** The texts of the elements of the top-level array of valid JSON text. */
export function elementTexts(text: string): string[] {
  return elementsAt(text, skipSpace(text, 0));
}

/**
 * The texts of the elements of the array under one key of the top-level object of valid JSON text; of the last one,
 * as JSON.parse has it, where the key is there twice. Empty without the key.
 */
export function elementTextsUnder(key: string, text: string): string[] {
  let found: string[] = [];
  let i = skipSpace(text, skipSpace(text, 0) + 1);
  while (i < text.length && text[i] === '"') {
    const end = endOfString(text, i);
    const name: unknown = JSON.parse(text.slice(i, end));
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (name === key) found = text[value] === '[' ? elementsAt(text, value) : [];
    i = skipSpace(text, endOfValue(text, value));
    if (text[i] === ',') i = skipSpace(text, i + 1);
  }
  return found;
}
