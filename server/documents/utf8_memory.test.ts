import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Utf8Memory } from './utf8_memory';

describe('Utf8Memory', () => {
  it('gives of each text what Buffer.from gives, however many were written before and after it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((part) => part.repeat(4000)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const memory = new Utf8Memory();
        const written = texts.map((each) => memory.bytesOf(each));
        expect(written.map((bytes) => bytes.toString('hex'))).toEqual(
          texts.map((each) => Buffer.from(each).toString('hex')),
        );
        memory.release();
      }),
    );
  });

  it('takes a text that is larger than what it keeps others in', () => {
    const text = 'é'.repeat(300_000);
    expect(new Utf8Memory().bytesOf(text).equals(Buffer.from(text))).toBe(true);
  });

  it('gives memory to others only once it is released', () => {
    const memory = new Utf8Memory();
    const first = memory.bytesOf('first');
    const other = new Utf8Memory().bytesOf('other');
    expect(other.buffer).not.toBe(first.buffer);
    expect(first.toString()).toBe('first');
    memory.release();
    expect(new Utf8Memory().bytesOf('third').buffer).toBe(first.buffer);
  });

  it('needs no more for any number of texts that are taken back', () => {
    const memory = new Utf8Memory();
    const kept = memory.bytesOf('kept');
    const places = new Set<unknown>();
    for (let i = 0; i < 1000; i++) {
      const bytes = memory.bytesOf('x'.repeat(1000));
      places.add(bytes.byteOffset).add(bytes.buffer);
      memory.takeBack(bytes);
    }
    expect(places.size).toBe(2);
    memory.takeBack(memory.bytesOf('y'.repeat(300_000)));
    expect(kept.toString()).toBe('kept');
  });

  it('copies bytes of any length', () => {
    const memory = new Utf8Memory();
    for (const length of [0, 1, 1000, 256 * 1024, 300_000]) {
      const bytes = Buffer.alloc(length, 'x');
      const copy = memory.copyOf(bytes);
      expect(copy.equals(bytes)).toBe(true);
      expect(copy.buffer).not.toBe(bytes.buffer);
    }
  });

  it('can be used on after it was released', () => {
    const memory = new Utf8Memory();
    memory.bytesOf('before');
    memory.release();
    const after = memory.bytesOf('after');
    expect([after.toString(), memory.bytesOf('it').toString(), after.toString()]).toEqual([
      'after',
      'it',
      'after',
    ]);
  });
});
