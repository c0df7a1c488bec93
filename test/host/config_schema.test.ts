/** The substitute for @kbn/config-schema says what Kibana's says. */
import { describe, expect, it } from 'vitest';
import { schema } from './config_schema';

const NAMESPACE = 'config validation of [x]';
const check = (
  type: { validate(value: unknown, context: unknown, namespace: string): unknown },
  value: unknown,
) => type.validate(value, {}, NAMESPACE);

describe('config schema', () => {
  const type = schema.object({
    enabled: schema.boolean({ defaultValue: true }),
    geo: schema.object({ database: schema.maybe(schema.string({ minLength: 1 })) }),
    hosts: schema.arrayOf(schema.string(), { defaultValue: [] }),
    every: schema.duration({ defaultValue: '5m' }),
    size: schema.number({ defaultValue: 2, min: 1, max: 4 }),
  });

  it('fills an absent section from the defaults of its members, nested ones too', () => {
    expect(check(type, undefined)).toMatchObject({ enabled: true, geo: {}, hosts: [], size: 2 });
  });

  it('refuses a key that is not defined, in Kibana’s words', () => {
    expect(() => check(type, { nonsense: 1 })).toThrow(
      '[config validation of [x].nonsense]: definition for this key is missing',
    );
    expect(() => check(type, { geo: { nonsense: 1 } })).toThrow(
      '[config validation of [x].geo.nonsense]: definition for this key is missing',
    );
  });

  it('drops or keeps unknown keys where the object says so', () => {
    expect(schema.object({}, { unknowns: 'ignore' }).validate({ a: 1 })).toEqual({});
    expect(schema.object({}, { unknowns: 'allow' }).validate({ a: 1 })).toEqual({ a: 1 });
  });

  it('names the place and the types of a value that does not fit', () => {
    expect(() => check(type, { hosts: ['a', 1] })).toThrow(
      '[config validation of [x].hosts.1]: expected value of type [string] but got [number]',
    );
    expect(() => check(type, { size: 9 })).toThrow('Value must be equal to or lower than [4].');
    expect(() => check(type, { geo: 'text' })).toThrow(
      'expected a plain object value, but found [string] instead.',
    );
  });

  it('converts text to booleans, numbers and durations', () => {
    const value = check(type, { enabled: 'false', size: '3', every: '10s' });
    expect(value).toMatchObject({ enabled: false, size: 3 });
    expect((value as { every: { asSeconds(): number } }).every.asSeconds()).toBe(10);
  });

  it('refuses with the message of a validate function', () => {
    const any = schema.any({ defaultValue: {}, validate: () => 'no such bucket' });
    expect(() => check(any, { a: 1 })).toThrow('[config validation of [x]]: no such bucket');
  });

  it('takes the first of several types that fits and lists the failures of all when none does', () => {
    const either = schema.oneOf([schema.literal('month'), schema.literal('day')]);
    expect(either.validate('day')).toBe('day');
    expect(() => either.validate('year')).toThrow(
      'types that failed validation:\n- [0]: expected value to equal [month]\n- [1]: expected value to equal [day]',
    );
  });
});
