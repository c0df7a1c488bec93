import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberOf, needsNoEscape, objectOf, textMember } from './json_members';

describe('textMember', () => {
  it('writes every text of a record as it was, whatever the record’s JSON escapes', () => {
    const record = fc.record({ text: fc.string({ unit: 'binary' }), other: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(record, (value) => {
        const member = textMember('text')(value.text, needsNoEscape(JSON.stringify(value)));
        expect(JSON.parse(`{"a":1${member}}`)).toEqual({ a: 1, text: value.text });
      }),
    );
  });
});

describe('objectOf', () => {
  it('puts members together, the first without its comma, and gives nothing for none', () => {
    expect(objectOf('', memberOf('a', '1'), '', memberOf('b', '{}'))).toBe('{"a":1,"b":{}}');
    expect(objectOf('', '')).toBeUndefined();
  });
});
