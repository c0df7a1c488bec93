import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileJson } from '../../test/generate/hostile_json';
import { Random } from '../../test/generate/random';
import { isObject } from '../cloudtrail/record';
import { parseRecord } from './parse_record';

const read = (text: string) => parseRecord(text, Buffer.from(text));

describe('parseRecord', () => {
  it('gives what JSON.parse gives, of any JSON', () => {
    const value = fc.oneof(
      fc.json(),
      fc.integer().map((seed) => hostileJson(new Random(String(seed)))),
    );
    const name = fc.oneof(
      fc.constantFrom('userIdentity', 'tlsDetails', 'eventID', '__proto__', '', 'a\\', '7', 'é'),
      fc.string(),
    );
    const record = fc
      .array(fc.tuple(name, value), { maxLength: 6 })
      .map((members) => `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`);
    fc.assert(
      fc.property(fc.oneof(value, record), (text) => {
        expect(read(text)).toEqual(JSON.parse(text));
        expect(JSON.stringify(read(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const whole = '{"eventID":"1","userIdentity":{"type":"Root"},"readOnly":true,"n":[1,{"a":"}"}]}';
    expect(read(whole)).toEqual(JSON.parse(whole));
    for (let at = 0; at < whole.length; at++) {
      for (const text of [whole.slice(0, at), `${whole.slice(0, at)}\n\0${whole.slice(at)}`]) {
        expect(() => read(text), text).toThrow(SyntaxError);
      }
    }
    for (const text of [
      '{"a":1}}',
      '{"a":1}{',
      '{"a":01}',
      '{"a":"\t"}',
      '{"a":"\\x"}',
      '{"a":tru}',
      '{a:1}',
    ])
      expect(() => read(text), text).toThrow(SyntaxError);
  });

  it('gives one object for equal callers and connections, and others for others', () => {
    const of = (arn: string): { readonly userIdentity: unknown; readonly requestParameters: unknown } => {
      const record = read(`{"userIdentity":{"arn":"${arn}"},"requestParameters":{"a":"b"}}`);
      if (!isObject(record)) throw new Error('no object');
      return { userIdentity: record['userIdentity'], requestParameters: record['requestParameters'] };
    };
    expect(of('alice').userIdentity).toBe(of('alice').userIdentity);
    expect(of('bob').userIdentity).toEqual({ arn: 'bob' });
    expect(of('alice').requestParameters).not.toBe(of('alice').requestParameters);
  });
});
