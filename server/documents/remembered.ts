/** Remembers what was made of values that come again and again: most events of a file have the same callers, addresses and programs. */

/** Nothing is remembered of a longer text, so that no file can fill the memory. */
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

/** The same function, which works once for one object. */
export function rememberByObject<Value extends object, Answer>(
  make: (value: Value) => Answer,
): (value: Value) => Answer {
  const answers = new WeakMap<Value, Answer>();
  return (value) => {
    let answer = answers.get(value);
    if (answer === undefined) answers.set(value, (answer = make(value)));
    return answer;
  };
}

/** The JSON of an object that is remembered, and never changes: written once. */
export const rememberedJson: (value: object) => string = rememberByObject(JSON.stringify);
