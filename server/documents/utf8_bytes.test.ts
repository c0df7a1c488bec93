import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from './utf8_bytes';

describe('utf8Bytes', () => {
  it('gives of each text what Buffer.from gives, however many were written before and after it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((part) => part.repeat(4000)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const written = texts.map(utf8Bytes);
        expect(written.map((bytes) => bytes.toString('hex'))).toEqual(
          texts.map((each) => Buffer.from(each).toString('hex')),
        );
      }),
    );
  });

  it('takes a text that is larger than what it keeps others in', () => {
    const text = 'é'.repeat(300_000);
    expect(utf8Bytes(text).equals(Buffer.from(text))).toBe(true);
  });
});
