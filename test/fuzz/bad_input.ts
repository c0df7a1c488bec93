/** Input for a route, made from its schema: some that fits, most of it spoiled in one place or another. Seeded. */
import fc from 'fast-check';
import * as z from 'zod';

type Json = Readonly<Record<string, unknown>>;

const LONG = 100_000;
const DEEP = 2_000;

/** What no field expects. Own keys named `__proto__` survive JSON.stringify, as they do in a body that is sent. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    -0.5,
    Number.MAX_SAFE_INTEGER + 2,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e\u0000../../etc/passwd',
    '${jndi:ldap://127.0.0.1/a}',
    'a'.repeat(LONG),
    'é'.repeat(300),
    '٣٣٣٣٣٣٣٣٣٣٣٣',
    [],
    {},
    [[]],
    [null],
    { length: 3 },
    Array.from({ length: 1_001 }, (_, index) => String(index)),
  ),
  fc
    .constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty')
    .map((key) => withOwn({}, key, { isAdmin: true })),
  fc.constant(undefined).map(() => nested(DEEP)),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.jsonValue(),
);

/** Bodies for a schema; undefined stands for none. */
export function badBodies(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 1, arbitrary: fitting(jsonSchema(schema)) },
    {
      weight: 8,
      arbitrary: fc
        .tuple(fitting(jsonSchema(schema)), fc.array(spoil, { minLength: 1, maxLength: 3 }))
        .map(spoiled),
    },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** The parts of a path or a query as texts. `known`: what may stand for a name, where that is to exist. */
export function badTexts(
  schema: z.ZodType,
  known: Readonly<Record<string, string>>,
): fc.Arbitrary<Record<string, string>> {
  const { properties = {} } = jsonSchema(schema) as { properties?: Record<string, Json> };
  const one = (name: string, part: Json) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(known[name]) },
      { weight: 2, arbitrary: fitting(part) },
      { weight: 2, arbitrary: odd },
    );
  return fc
    .record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, one(name, part)])))
    .map((parts) =>
      Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, textOf(part).slice(0, 2_000)])),
    );
}

function textOf(part: unknown): string {
  return typeof part === 'string' ? part : (JSON.stringify(part) ?? '');
}

function jsonSchema(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: 'input' }) as Json;
}

/** Values that a JSON Schema of zod's takes, by and large. */
function fitting(schema: Json): fc.Arbitrary<unknown> {
  const { type, pattern, format, properties, items } = schema;
  const either = (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined;
  if (either !== undefined) return fc.oneof(...either.map(fitting));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  switch (type) {
    case 'string':
      return fittingText(pattern as string | undefined, format as string | undefined, schema);
    case 'integer':
    case 'number': {
      const { minimum = -1_000, maximum = 100_000 } = schema as { minimum?: number; maximum?: number };
      return fc.oneof(
        fc.constantFrom(minimum, maximum),
        fc.integer({ min: minimum, max: Math.min(maximum, 100_000) }),
      );
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting((items ?? {}) as Json), {
        minLength: Number(schema['minItems'] ?? 0),
        maxLength: 4,
      });
    case 'object': {
      const required = (schema['required'] ?? []) as string[];
      const all = Object.entries((properties ?? {}) as Record<string, Json>);
      if (all.length === 0) return fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
      return fc.record(Object.fromEntries(all.map(([name, part]) => [name, fitting(part)])), {
        requiredKeys: required as never[],
      });
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function fittingText(
  pattern: string | undefined,
  format: string | undefined,
  { minLength = 0, maxLength = 200 }: { readonly minLength?: number; readonly maxLength?: number },
): fc.Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return fc.uuid();
    case 'uri':
      return fc.constantFrom(
        'http://169.254.169.254',
        'http://127.0.0.1:1/',
        'https://s3.example.org',
        'http://[::1]:9000/x?y#z',
      );
    case 'date-time':
      return fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
        .map((date) => date.toISOString());
    default:
      if (pattern === undefined)
        return fc.string({ minLength, maxLength: Math.min(maxLength, 50), unit: 'grapheme' });
      if (pattern === '^\\d{4}-\\d{2}-\\d{2}$')
        return fc.constantFrom(
          '2013-10-31',
          '2013-11-01',
          '2024-02-29',
          '2025-02-29',
          '2026-01-01',
          '9999-12-31',
          '0000-00-00',
        );
      return fc.stringMatching(new RegExp(pattern));
  }
}

/** Where and how: a place by fractions of what is there, and what is done to it. */
const spoil = fc.record({
  steps: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom('replace', 'replace', 'remove', 'wrap', 'add', 'repeat'),
  value: odd,
  key: fc.constantFrom('__proto__', 'constructor', 'id', 'secrets', 'écrit', ''),
});
type Spoil = typeof spoil extends fc.Arbitrary<infer S> ? S : never;

function spoiled([value, spoils]: readonly [unknown, readonly Spoil[]]): unknown {
  return spoils.reduce<unknown>((changed, one) => spoilAt(changed, one, one.steps), value);
}

function spoilAt(value: unknown, one: Spoil, [step, ...rest]: readonly number[]): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const key = step === undefined ? undefined : keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return one.value;
  const part = (value as Record<string, unknown>)[key];
  const isDeeper =
    rest.length > 0 && typeof part === 'object' && part !== null && Object.keys(part).length > 0;
  if (isDeeper) return withOwn(value as object, key, spoilAt(part, one, rest));
  switch (one.how) {
    case 'remove':
      return Object.fromEntries(Object.entries(value as object).filter(([name]) => name !== key));
    case 'wrap':
      return withOwn(value as object, key, [part]);
    case 'repeat':
      return withOwn(
        value as object,
        key,
        Array.from({ length: 50 }, () => part),
      );
    case 'add':
      return withOwn(value as object, one.key, one.value);
    default:
      return withOwn(value as object, key, one.value);
  }
}

/** A copy with an own property, whatever its name. */
function withOwn(value: object, key: string, part: unknown): object {
  const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  Object.defineProperty(copy, key, { value: part, enumerable: true, configurable: true, writable: true });
  return copy;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
