import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ObjectError } from '../errors';
import { RecordSplitter } from './record_splitter';

const LIMITS = { maxRecordBytes: 1024 };

function split(text: string, chunkBytes: number) {
  const bytes = Buffer.from(text);
  const splitter = new RecordSplitter(LIMITS);
  const records = [];
  for (let i = 0; i < bytes.length; i += chunkBytes)
    records.push(...splitter.push(bytes.subarray(i, i + chunkBytes)));
  return {
    records: records.map(({ bytes: b, offset }) => ({ text: b?.toString(), offset })),
    kind: splitter.finish(),
  };
}
function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof ObjectError ? error.code : `not an ObjectError: ${String(error)}`;
  }
  return 'no error';
}

describe('RecordSplitter', () => {
  it('gives each record byte for byte, with its offset, whatever the size of the chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        (values, size) => {
          const texts = values.map((value) => JSON.stringify(value));
          const file = `{ "note": "Records", "Records" : [ ${texts.join(' , ')} ], "more": {"Records": [1]} }`;
          const { records, kind } = split(file, size);
          expect(kind).toBe('log');
          expect(records.map(({ text }) => text?.trim())).toEqual(texts);
          for (const { text, offset } of records) {
            expect(
              Buffer.from(file)
                .subarray(offset, offset + Buffer.byteLength(text ?? ''))
                .toString(),
            ).toBe(text);
          }
        },
      ),
    );
  });

  it('is not misled by quotes, backslashes and brackets within strings', () => {
    const record = JSON.stringify({ a: 'x\\"]}[{', b: '\\', c: '\\\\"', d: 'ü€😀' });
    for (let size = 1; size < 30; size++) {
      expect(split(`{"Records":[${record},${record}]}`, size).records.map(({ text }) => text)).toEqual([
        record,
        record,
      ]);
    }
  });

  it('gives an empty list for a file without records', () => {
    expect(split('{"Records":[]}', 3)).toEqual({ records: [], kind: 'log' });
  });

  it('passes over a record that is too large and goes on with the next', () => {
    const large = JSON.stringify({ policy: 'x'.repeat(5000) });
    const { records } = split(`{"Records":[{"a":1},${large},{"a":2}]}`, 700);
    expect(records.map(({ text }) => text)).toEqual(['{"a":1}', undefined, '{"a":2}']);
    expect(records[1]?.offset).toBe('{"Records":[{"a":1},'.length);
  });

  it('knows a digest file from a log file', () => {
    expect(split('{"awsAccountId":"1","digestStartTime":"2024-01-01T00:00:00Z","logFiles":[]}', 7).kind).toBe(
      'digest',
    );
  });

  it('says what is wrong with a file that is no log file', () => {
    expect(codeOf(() => split('', 5))).toBe('empty_object');
    expect(codeOf(() => split('   ', 5))).toBe('not_cloudtrail');
    expect(codeOf(() => split('[1,2]', 5))).toBe('not_cloudtrail');
    expect(codeOf(() => split('hello', 5))).toBe('not_cloudtrail');
    expect(codeOf(() => split('{"hello":"world"}', 5))).toBe('not_cloudtrail');
    expect(codeOf(() => split('{"Records":{}}', 5))).toBe('not_cloudtrail');
    expect(codeOf(() => split('{"Records":[{"a":1},{"b"', 5))).toBe('bad_json');
    expect(codeOf(() => split('{"Records":[]} x', 5))).toBe('bad_json');
  });
});
