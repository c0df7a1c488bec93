import { describe, expect, it } from 'vitest';
import { rememberByObject, rememberByText, rememberedJson } from './remembered';

describe('rememberByText', () => {
  it('works once for a text, as long as it is among the latest', () => {
    const made: string[] = [];
    const lengthOf = rememberByText((text) => ({ length: made.push(text) }), 2);
    const first = lengthOf('a');
    expect(lengthOf('a')).toBe(first);
    lengthOf('b');
    lengthOf('c');
    expect(lengthOf('a')).toBe(first);
    for (const text of ['d', 'e', 'f', 'g']) lengthOf(text);
    expect(lengthOf('a')).not.toBe(first);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a']);
  });

  it('remembers nothing of a text that is very long', () => {
    const self = rememberByText((text) => ({ text }), 10);
    const long = 'x'.repeat(5000);
    expect(self(long)).toEqual({ text: long });
    expect(self(long)).not.toBe(self(long));
  });
});

describe('rememberByObject', () => {
  it('works once for an object', () => {
    let calls = 0;
    const count = rememberByObject(() => ++calls);
    const object = {};
    expect([count(object), count(object), count({})]).toEqual([1, 1, 2]);
    const known = { a: [1, undefined, 'é"'], b: undefined };
    expect([rememberedJson(known), rememberedJson(known)]).toEqual(Array(2).fill(JSON.stringify(known)));
  });
});
