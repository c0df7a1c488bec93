import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { booleanAt, isObject, objectAt, textAt, timeAt } from './record';

describe('reading a record', () => {
  it('takes text, numbers and truth values for text, and all else for nothing', () => {
    expect(['a', 0, 12.5, true, false].map(textAt)).toEqual(['a', '0', '12.5', 'true', 'false']);
    expect(['', null, undefined, {}, [], ['a']].map(textAt)).toEqual(Array(6).fill(undefined));
  });

  it('takes both of CloudTrail’s forms of truth values', () => {
    expect([true, 'true', false, 'false'].map(booleanAt)).toEqual([true, true, false, false]);
    expect(['True', 1, 0, '', null, undefined, {}].map(booleanAt)).toEqual(Array(7).fill(undefined));
  });

  it('takes only objects for objects', () => {
    expect([{}, [], null, 'a', 1].map(isObject)).toEqual([true, false, false, false, false]);
    expect(objectAt([1])).toEqual({});
  });

  it('reads times as CloudTrail writes them, the old basic form too', () => {
    const at = Date.UTC(2024, 0, 31, 10, 5, 6);
    expect(timeAt('2024-01-31T10:05:06Z')).toBe(at);
    expect(timeAt('2024-01-31T10:05:06.500Z')).toBe(at + 500);
    expect(timeAt('2024-01-31T12:05:06+02:00')).toBe(at);
    expect(timeAt('20240131T100506Z')).toBe(at);
    expect(timeAt('2024-01-31T10:05Z')).toBe(at - 6000);
  });

  it('reads no time that leaves its zone open or is none', () => {
    for (const value of [
      '2024-01-31T10:05:06',
      '2024-01-31',
      '2024-01-31 10:05:06Z',
      'Wed Jan 31 2024',
      '1706695506',
      1706695506,
      null,
      '2024-13-01T00:00:00Z',
      '2024-01-31T25:00:00Z',
    ])
      expect([value, timeAt(value)]).toEqual([value, undefined]);
  });

  it('takes anything for a time or for none, and gives back each instant that was written in ISO form', () => {
    const anything = fc.jsonValue();
    fc.assert(
      fc.property(anything, (value) => {
        expect(['number', 'undefined']).toContain(typeof timeAt(value));
      }),
    );
    const dates = fc.date({ min: new Date('2013-11-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(timeAt(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
