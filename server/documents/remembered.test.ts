import { describe, expect, it } from 'vitest';
import { rememberByText, rememberByValue } from './remembered';

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

describe('rememberByValue', () => {
  const copyOf = rememberByValue(
    ({ id }) => String(id),
    (value) => ({ value }),
    2,
  );

  it('gives one object for equal parts, and another for each that differs anywhere', () => {
    const part = { id: 1, inner: { list: [1, 'a', null], b: true } };
    const equal = () => structuredClone(part);
    expect(copyOf(equal())).toBe(copyOf(equal()));
    for (const other of [
      { id: 1, inner: { list: [1, 'a', null], b: 'true' } },
      { id: 1, inner: { list: [1, 'a'], b: true } },
      { id: 1, inner: { list: { 0: 1, 1: 'a', 2: null }, b: true } },
      { id: 1, inner: { b: true, list: [1, 'a', null] } },
      { id: 1, inner: { list: [1, 'a', null], b: true, c: 1 } },
      { id: 1, inner: null },
      { id: 1 },
    ]) {
      expect(copyOf(equal()).value).toEqual(part);
      expect(JSON.stringify(copyOf(other).value)).toBe(JSON.stringify(other));
    }
  });

  it('remembers nothing of what is long or nests deeply', () => {
    const long = { id: 'x'.repeat(5000) };
    expect(copyOf(long)).not.toBe(copyOf(long));
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as object;
    expect(copyOf({ id: 3, deep })).not.toBe(copyOf({ id: 3, deep }));
  });
});
