import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXACT, parseExactly, PLAIN } from './exact_json';
import { toFreeForm } from './free_form';

function plain(input: unknown) {
  return toFreeForm(input, PLAIN);
}
/** As it reaches Elasticsearch. */
function stored(input: unknown): unknown {
  return JSON.parse(JSON.stringify(plain(input).value ?? null));
}
/** As it reaches Elasticsearch, of the JSON text of a root. */
function storedExactly(text: string): unknown {
  const tree = parseExactly(`{"root":${text}}`) as Readonly<Record<string, unknown>>;
  return JSON.parse(JSON.stringify(toFreeForm(tree['root'], EXACT).value ?? null));
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keysOf)];
}

/** What is left of a JSON value without null, "", "-", "none", {} and []. */
function left(value: unknown): unknown {
  if (value === null || value === '' || value === '-' || value === 'none') return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(left).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = left(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function nested(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let i = 0; i < levels; i++) value = { a: value };
  return value;
}

describe('toFreeForm', () => {
  it('takes the same path as text, number, object, array and null, each as it is (pain 1)', () => {
    for (const policy of ['text', 17, { Version: '2012-10-17' }, ['a', { b: 1 }], true]) {
      expect(stored({ policy })).toEqual({ policy });
      expect(plain({ policy }).isCut).toBe(false);
    }
  });

  it('puts a scalar or an array at the root under "value", so that the field is always an object (pain 4)', () => {
    for (const root of ['x', 0, false, ['x'], [[1], { a: 1 }]]) expect(stored(root)).toEqual({ value: root });
    for (const root of [null, undefined, '', '-', 'none', {}, [], [{}, ['']], { a: { b: [null] } }])
      expect(plain(root)).toEqual({ value: undefined, isCut: false });
  });

  it('keeps tags that are text, a list or an object, and leaves out those that say nothing (pain 4)', () => {
    for (const tags of ['x', ['x', 'y'], { a: 'b' }, [{ key: 'a', value: 'b' }]])
      expect(stored({ tags, other: 1 })).toEqual({ tags, other: 1 });
    for (const tags of [[], {}, null, '', '-', 'none', ['', null], [{ key: '' }]])
      expect(stored({ tags, other: 1 })).toEqual({ other: 1 });
  });

  it('keeps disableApiTermination as a truth value and as an object that holds one (pain 5)', () => {
    expect(stored({ disableApiTermination: false })).toEqual({ disableApiTermination: false });
    expect(stored({ disableApiTermination: { value: true } })).toEqual({
      disableApiTermination: { value: true },
    });
  });

  it('takes NUL out of keys and says that it did', () => {
    expect(plain({ 'a\0b': 1 }).isCut).toBe(true);
    expect(stored({ 'a\0b': 1 })).toEqual({ ab: 1 });
  });

  it('gives an empty key a name, also one of which nothing but NUL was there', () => {
    expect(stored({ '': 1 })).toEqual({ '(empty)': 1 });
    expect(stored({ '\0\0': 1 })).toEqual({ '(empty)': 1 });
    expect(plain({ '\0': 1 }).isCut).toBe(true);
  });

  it('loses no value to a key that was renamed, whichever comes first', () => {
    expect(stored({ 'a\0': 1, a: 2 })).toEqual({ 'a#2': 1, a: 2 });
    expect(stored({ a: 2, 'a\0': 1 })).toEqual({ 'a#2': 1, a: 2 });
    expect(stored({ '': 1, '(empty)': 2, '\0': 3 })).toEqual({
      '(empty)#2': 1,
      '(empty)': 2,
      '(empty)#3': 3,
    });
    expect(stored({ 'a\0': 1, '\0a': 2, 'a#2': 3 })).toEqual({ a: 1, 'a#2': 3, 'a#3': 2 });
  });

  it('cuts keys of 10 KB to 512 bytes without cutting a character, and keeps those alike apart', () => {
    const long = 'ü'.repeat(5 * 1024);
    const result = stored({ [`${long}1`]: 1, [`${long}2`]: 2 }) as Record<string, unknown>;
    expect(Object.values(result)).toEqual([1, 2]);
    for (const key of Object.keys(result)) {
      expect(Buffer.byteLength(key)).toBeLessThanOrEqual(512);
      expect(key).toMatch(/^ü+(#2)?$/);
    }
  });

  it('leaves a key of exactly 512 bytes alone', () => {
    const key = 'k'.repeat(512);
    expect(plain({ [key]: 1 })).toEqual({ value: { [key]: 1 }, isCut: false });
    expect(plain({ [`${key}k`]: 1 }).isCut).toBe(true);
  });

  it('treats __proto__ as a key like any other', () => {
    const input: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":2}');
    expect(JSON.stringify(plain(input).value)).toBe(JSON.stringify(input));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('keeps 18 levels as they are, and what lies below as JSON text', () => {
    expect(plain(nested(18))).toMatchObject({ isCut: false });
    expect(stored(nested(18))).toEqual(nested(18));
    const { value, isCut } = plain(nested(40));
    expect(isCut).toBe(true);
    expect(depthOf(value)).toBe(18);
    expect(JSON.stringify(value)).toContain('bottom');
  });

  it('survives nesting that is deeper than the stack', () => {
    const levels = 200_000;
    const { value, isCut } = plain(JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`));
    expect(isCut).toBe(true);
    expect(JSON.stringify(value)).toContain('(nested too deeply)');
  });

  it('loses none of thousands of keys that come out alike', () => {
    // each of the 2^14 names is "abcdefghijklmn" with NUL at other places
    const keys = Array.from({ length: 2 ** 14 }, (_, i) =>
      [...'abcdefghijklmn'].map((letter, at) => ((i >> at) & 1 ? `${letter}\0` : letter)).join(''),
    );
    const named = stored(Object.fromEntries(keys.map((key, i) => [key, i]))) as Record<string, unknown>;
    expect(Object.keys(named)).toHaveLength(2 ** 14);
    expect(named['abcdefghijklmn']).toBe(0);
    expect(named['abcdefghijklmn#16384']).toBe(2 ** 14 - 1);
  });

  it('keeps a number as the record writes it, at any size and depth', () => {
    expect(storedExactly('{"a":9007199254740993,"b":[1.0,2],"c":1e400,"d":-0,"e":1.5,"f":"#1"}')).toEqual({
      ...{ a: '9007199254740993', b: ['1.0', 2], c: '1e400', d: '-0', e: 1.5, f: '#1' },
    });
    expect(storedExactly('1e2')).toEqual({ value: '1e2' });
    expect(JSON.stringify(storedExactly(`${'{"a":'.repeat(30)}1.0${'}'.repeat(30)}`))).toContain('1.0');
  });

  it('reads exactly what it reads plainly, but for numbers', () => {
    const text = JSON.stringify(nested(40)).replace('bottom', 'a\\"b\\\\');
    expect(storedExactly(text)).toEqual(stored(JSON.parse(text)));
    const odd = '{"":1,"7":"x","nul\\u0000":true,"__proto__":{"a":null},"$":"$","#":"#"}';
    expect(storedExactly(odd)).toEqual(stored(JSON.parse(odd)));
  });

  it('gives for any JSON an object that is at most 18 deep, with keys that a flattened field takes', () => {
    // any JSON, put below as many levels as are needed to come past the limit
    const anyJson = fc
      .tuple(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.string({ maxLength: 3 }), { maxLength: 25 }))
      .map(([inner, path]) => path.reduce<unknown>((value, name) => ({ [name]: value }), inner));
    fc.assert(
      fc.property(anyJson, (input) => {
        const { value, isCut } = plain(input);
        const json = JSON.parse(JSON.stringify(value ?? {})) as unknown;
        expect(depthOf(json)).toBeLessThanOrEqual(18);
        for (const key of keysOf(json)) {
          expect(key).not.toBe('');
          expect(key).not.toContain('\0');
          expect(Buffer.byteLength(key)).toBeLessThanOrEqual(512);
        }
        if (!isCut && typeof input === 'object' && input !== null && !Array.isArray(input))
          expect(json).toEqual(left(JSON.parse(JSON.stringify(input))) ?? {});
      }),
    );
  });
});
