/** The texts of records are cut out of files as they stand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementTexts, elementTextsUnder } from './json_elements';

describe('the texts of elements', () => {
  it('keep numbers beyond 2^53, the order of keys, spaces and escapes', () => {
    const records = [
      '{"n":12345678901234567890,"2":1,"1":2}',
      '{ "a" : "\\u0041\\"]}" , "b":[1, [2]] }',
      '7',
      'null',
    ];
    const text = ` { "x": {"Records": [0]}, "Records" : [ ${records.join(' ,\n ')} ], "y": [1] }`;
    expect(elementTextsUnder('Records', text)).toEqual(records);
    expect(elementTexts(`\n[${records.join(',')}]\n`)).toEqual(records);
  });

  it('of a key that is there twice are those that JSON.parse has', () => {
    expect(elementTextsUnder('Records', '{"Records":[1],"Records":[2,3]}')).toEqual(['2', '3']);
    expect(elementTextsUnder('Records', '{"Records":[1],"Record\\u0073":"none"}')).toEqual([]);
  });

  it('of an empty array and of an absent key are none', () => {
    expect(elementTextsUnder('Records', '{"Records": [ ] }')).toEqual([]);
    expect(elementTextsUnder('Records', '{}')).toEqual([]);
    expect(elementTexts('[]')).toEqual([]);
  });

  it('parse to what the whole text parses to, whatever the JSON', () => {
    const spaces = fc.constantFrom(0, 1, 4);
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), spaces, (elements, other, indent) => {
        const inObject = JSON.stringify({ before: other, Records: elements, after: other }, null, indent);
        const parsed: unknown = JSON.parse(JSON.stringify(elements));
        expect(elementTextsUnder('Records', inObject).map((text): unknown => JSON.parse(text))).toEqual(
          parsed,
        );
        const bare = elementTexts(JSON.stringify(elements, null, indent));
        expect(bare.map((text): unknown => JSON.parse(text))).toEqual(parsed);
      }),
    );
  });
});
