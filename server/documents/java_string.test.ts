import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../cloudtrail/record';
import { PLAIN } from './exact_json';
import { freeFormFields } from './free_form_fields';
import { javaString } from './java_string';

/** Of the JSON text of requestParameters. */
function printed(json: string): string | undefined {
  const text = `{"requestParameters":${json}}`;
  return freeFormFields(JSON.parse(text) as JsonObject, text, 'string').strings.request_parameters;
}

describe('javaString', () => {
  it('prints what rules of Elastic look for', () => {
    expect(printed('{"userName":"Bob","newUserName":"Robert"}')).toBe('{newUserName=Robert, userName=Bob}');
    expect(printed('{"deletionProtection":false,"principals":["*",{"AWS":"*"}]}')).toBe(
      '{principals=[*, {AWS=*}], deletionProtection=false}',
    );
  });

  it('leaves out what says nothing, at any depth, and keeps its place in the count of keys', () => {
    expect(
      printed('{"a":null,"b":"","c":"-","d":"none","e":{},"f":[],"g":{"h":[{"i":[""]}]}}'),
    ).toBeUndefined();
    expect(printed('{"groups":{},"list":[null,"x","-",[]],"text":"None"}')).toBe('{text=None, list=[x]}');
    const nulls = Array.from({ length: 12 }, (_, i) => `"null ${i}":null`).join(',');
    // alone they share a bucket of 16
    expect(printed('{"q":1,"a":2}')).toBe('{q=1, a=2}');
    expect(printed(`{"q":1,"a":2,${nulls}}`)).toBe('{a=2, q=1}');
  });

  it('takes a root that is no object as String.valueOf does', () => {
    expect(printed('"as text"')).toBe('as text');
    expect(printed('["a",{"b":1},2.0]')).toBe('[a, {b=1}, 2.0]');
    expect([printed('7'), printed('true'), printed('null'), printed('"-"')]).toEqual([
      '7',
      'true',
      undefined,
      undefined,
    ]);
  });

  it('keeps the order of keys that look like indices', () => {
    // "0" and "@" share a bucket of 16
    expect(printed('{"@":1,"0":2}')).toBe('{@=1, 0=2}');
    expect(printed('{"\\u0040":1,"\\u0030":2}')).toBe('{@=1, 0=2}');
    expect(printed('{"0":2,"@":1}')).toBe('{0=2, @=1}');
  });

  it('keeps the last value of a doubled key, at the first place', () => {
    expect(printed('{"@":1,"P":2,"@":3}')).toBe('{@=3, P=2}');
    expect(printed('{"0":1,"@":2,"0":3}')).toBe('{0=3, @=2}');
    expect(printed('{"\\u0061":1,"a":2,"n":1.0}')).toBe('{a=2, n=1.0}');
    expect(printed('{"\\u0024":1,"$":2,"\\u0037":3,"7":4}')).toBe('{$=2, 7=4}');
  });

  it('takes odd keys and texts for what they are', () => {
    expect(printed('{"__proto__":{"x":1}}')).toBe('{__proto__={x=1}}');
    expect(printed('{"constructor":"\\ud800","":"a\\u0000b"}')).toBe('{=a\0b, constructor=\ud800}');
    expect(printed('{"n":9007199254740993,"s":"#1 $2 \\\\\\" {a=b}"}')).toBe(
      '{s=#1 $2 \\" {a=b}, n=9007199254740993}',
    );
  });

  it('prints a thousand levels, and says what it did with more', () => {
    const nested = (levels: number) =>
      javaString(JSON.parse(`${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`), PLAIN);
    expect(nested(40)).toEqual({ text: `${'[{a='.repeat(20)}1${'}]'.repeat(20)}`, isCut: false });
    expect(nested(1000).isCut).toBe(false);
    expect(nested(200_000).text).toContain('{a=(nested too deeply)}');
    expect(nested(200_000).isCut).toBe(true);
  });
});
