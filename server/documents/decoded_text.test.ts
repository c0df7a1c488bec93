import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodedLayers } from './decoded_text';

const texts = (text: string) => decodedLayers(text).map((layer) => layer.text);

describe('decodedLayers', () => {
  it('undoes URI encoding, JSON escapes, and one in the other', () => {
    expect(texts('a%20b%2Fc')).toEqual(['a b/c']);
    expect(texts('{\\"user\\":\\"J\\u00fcrgen\\"}')).toEqual(['{"user":"Jürgen"}']);
    const nested = encodeURIComponent(JSON.stringify(JSON.stringify('say "ü😀"')));
    expect(texts(nested).at(-1)).toBe('""say "ü😀"""');
  });

  it('gives nothing where nothing is encoded, and leaves alone what only looks so', () => {
    for (const text of ['', 'plain', '100%', 'a\\', '%zz', 'C:\\dir', '%FC']) expect(texts(text)).toEqual([]);
  });

  it('knows where each character came from, through all layers', () => {
    const text = `x=${encodeURIComponent('{"n":"J\\u00fcrgen 😀"}')}&y`;
    for (const layer of decodedLayers(text)) {
      expect(layer.starts).toHaveLength(layer.text.length + 1);
      const [start, end] = [layer.text.indexOf('rgen'), layer.text.indexOf('rgen') + 4];
      expect(text.slice(layer.starts[start], layer.starts[end])).toBe('rgen');
      expect(layer.text.startsWith('x=') && layer.text.endsWith('&y')).toBe(true);
    }
    const last = decodedLayers(text).at(-1);
    const at = last?.text.indexOf('ü') ?? -1;
    expect(text.slice(last?.starts[at], last?.starts[at + 1])).toBe('%5Cu00fc');
  });

  it('undoes what says that a character could not be read, too', () => {
    expect(texts('user%20%EF%BF%BD%2Fx')).toEqual(['user \uFFFD/x']);
    expect(texts('%EF%BF')).toEqual([]);
  });

  it('finds any text that was encoded so', () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[%\\]/.test(text));
    fc.assert(
      fc.property(value, fc.nat(2), fc.boolean(), (text, json, uri) => {
        let encoded = `<${text}>`;
        for (let i = 0; i < json; i++) encoded = JSON.stringify(encoded);
        if (uri) encoded = encodeURIComponent(encoded);
        expect([encoded, ...texts(encoded)].some((layer) => layer.includes(`<${text}>`))).toBe(true);
      }),
    );
  });
});
