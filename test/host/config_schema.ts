/** A substitute for `@kbn/config-schema`: the types that a small plugin uses, with Kibana's messages (read in 8.12.2). */
import moment from 'moment';

type Path = readonly string[];
type UnknownRecord = Record<string, unknown>;

/** A value that does not fit; `path` says where. */
export class SchemaTypeError extends Error {
  constructor(
    message: string,
    readonly path: Path,
  ) {
    super(message);
  }
}

/** What `validate` throws: `[namespace.path]: message`. */
export class ValidationError extends Error {
  readonly path: Path;

  constructor(cause: SchemaTypeError, namespace?: string) {
    const [first, ...rest] = [...(namespace === undefined ? [] : [namespace]), ...cause.path];
    super(first === undefined ? cause.message : `[${[first, ...rest].join('.')}]: ${cause.message}`);
    this.path = cause.path;
  }
}

export interface TypeOptions<V> {
  readonly defaultValue?: V | (() => V);
  /** Returns a message when the value is refused. It can't change the value. */
  readonly validate?: (value: V) => string | void;
}

/** Name of a value's type as the messages give it. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'Array' : typeof value === 'object' ? 'Object' : typeof value;
}

function isPlainObject(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsedIfJson(value: unknown, opening: string): unknown {
  if (typeof value !== 'string' || !value.trimStart().startsWith(opening)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** One schema. `check` gives the value, converted and with defaults, or throws SchemaTypeError. */
export class Type<V> {
  constructor(
    private readonly convert: (value: unknown, path: Path) => V,
    private readonly options: TypeOptions<V> = {},
  ) {}

  check(given: unknown, path: Path): V {
    const { defaultValue, validate } = this.options;
    // a default is taken as it is, as joi does
    if (given === undefined && defaultValue !== undefined) {
      return typeof defaultValue === 'function' ? (defaultValue as () => V)() : defaultValue;
    }
    const value = this.convert(given, path);
    const refusal = validate?.(value);
    if (typeof refusal === 'string') throw new SchemaTypeError(refusal, path);
    return value;
  }

  validate(value: unknown, _context?: unknown, namespace?: string): V {
    try {
      return this.check(value, []);
    } catch (error) {
      throw error instanceof SchemaTypeError ? new ValidationError(error, namespace) : error;
    }
  }
}

/** Any Type; the value's own type does not matter. */
interface AnyType {
  check(value: unknown, path: Path): unknown;
}

const expected = (type: string, value: unknown, path: Path) =>
  new SchemaTypeError(`expected value of type [${type}] but got [${typeName(value)}]`, path);

function string(
  options: TypeOptions<string> & { readonly minLength?: number; readonly maxLength?: number } = {},
): Type<string> {
  const { minLength, maxLength } = options;
  return new Type((value, path) => {
    if (typeof value !== 'string') throw expected('string', value, path);
    const length = `value has length [${value.length}] but it must have a`;
    if (minLength !== undefined && value.length < minLength) {
      throw new SchemaTypeError(`${length} minimum length of [${minLength}].`, path);
    }
    if (maxLength !== undefined && value.length > maxLength) {
      throw new SchemaTypeError(`${length} maximum length of [${maxLength}].`, path);
    }
    return value;
  }, options);
}

function number(
  options: TypeOptions<number> & { readonly min?: number; readonly max?: number } = {},
): Type<number> {
  const { min, max } = options;
  return new Type((given, path) => {
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    if (typeof value !== 'number' || Number.isNaN(value)) throw expected('number', given, path);
    if (min !== undefined && value < min) {
      throw new SchemaTypeError(`Value must be equal to or greater than [${min}].`, path);
    }
    if (max !== undefined && value > max) {
      throw new SchemaTypeError(`Value must be equal to or lower than [${max}].`, path);
    }
    return value;
  }, options);
}

function boolean(options: TypeOptions<boolean> = {}): Type<boolean> {
  return new Type((given, path) => {
    const value = given === 'true' ? true : given === 'false' ? false : given;
    if (typeof value !== 'boolean') throw expected('boolean', given, path);
    return value;
  }, options);
}

function any(options: TypeOptions<unknown> = {}): Type<unknown> {
  return new Type((value, path) => {
    if (value === undefined) throw expected('any', value, path);
    return value;
  }, options);
}

function literal<V extends string | number | boolean | null>(wanted: V): Type<V> {
  return new Type((value, path) => {
    if (value !== wanted) throw new SchemaTypeError(`expected value to equal [${String(wanted)}]`, path);
    return wanted;
  });
}

function maybe<V>(type: Type<V>): Type<V | undefined> {
  return new Type((value, path) => (value === undefined ? undefined : type.check(value, path)));
}

function nullable<V>(type: Type<V>): Type<V | null> {
  return new Type((value, path) => (value === undefined || value === null ? null : type.check(value, path)));
}

function arrayOf<V>(
  type: Type<V>,
  options: TypeOptions<V[]> & { readonly minSize?: number; readonly maxSize?: number } = {},
): Type<V[]> {
  const { minSize, maxSize } = options;
  return new Type((given, path) => {
    const value = parsedIfJson(given, '[');
    if (!Array.isArray(value)) throw expected('array', value, path);
    const size = `array size is [${value.length}], but cannot be`;
    if (minSize !== undefined && value.length < minSize) {
      throw new SchemaTypeError(`${size} smaller than [${minSize}]`, path);
    }
    if (maxSize !== undefined && value.length > maxSize) {
      throw new SchemaTypeError(`${size} greater than [${maxSize}]`, path);
    }
    return value.map((item: unknown, index) => type.check(item, [...path, String(index)]));
  }, options);
}

function recordOf<V>(keys: Type<string>, values: Type<V>, options: TypeOptions<Record<string, V>> = {}) {
  return new Type<Record<string, V>>((given, path) => {
    const value = parsedIfJson(given, '{');
    if (!isPlainObject(value)) throw expected('object', value, path);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        keys.check(key, [...path, `key("${key}")`]),
        values.check(item, [...path, key]),
      ]),
    );
  }, options);
}

function oneOf(types: readonly AnyType[], options: TypeOptions<unknown> = {}): Type<unknown> {
  return new Type((value, path) => {
    const failures: string[] = [];
    for (const [index, type] of types.entries()) {
      try {
        return type.check(value, path);
      } catch (error) {
        if (!(error instanceof SchemaTypeError)) throw error;
        const at = [...path, String(index), ...error.path.slice(path.length)].join('.');
        failures.push(`- [${at}]: ${error.message}`);
      }
    }
    throw new SchemaTypeError(['types that failed validation:', ...failures].join('\n'), path);
  }, options);
}

function object(
  shape: Readonly<Record<string, AnyType>>,
  options: TypeOptions<UnknownRecord> & { readonly unknowns?: 'forbid' | 'ignore' | 'allow' } = {},
): Type<UnknownRecord> {
  const unknowns = options.unknowns ?? 'forbid';
  return new Type((given, path) => {
    // an absent object is filled from its members' defaults
    const value = given === undefined ? {} : parsedIfJson(given, '{');
    if (!isPlainObject(value)) {
      throw new SchemaTypeError(
        `expected a plain object value, but found [${typeName(value)}] instead.`,
        path,
      );
    }
    const result: UnknownRecord = {};
    for (const [key, type] of Object.entries(shape)) {
      const checked = type.check(value[key], [...path, key]);
      if (checked !== undefined) result[key] = checked;
    }
    for (const [key, item] of Object.entries(value)) {
      if (Object.hasOwn(shape, key)) continue;
      if (unknowns === 'forbid')
        throw new SchemaTypeError('definition for this key is missing', [...path, key]);
      if (unknowns === 'allow') result[key] = item;
    }
    return result;
  }, options);
}

function toDuration(value: unknown, path: Path): moment.Duration {
  if (moment.isDuration(value)) return value;
  const match = /^(\d+)(ms|s|m|h|d|w|M|y)?$/.exec(String(value));
  if (match === null) throw expected('moment.Duration', value, path);
  return moment.duration(Number(match[1]), (match[2] ?? 'ms') as moment.unitOfTime.DurationConstructor);
}

function duration(
  options: {
    readonly defaultValue?: string | number | moment.Duration;
    readonly validate?: TypeOptions<moment.Duration>['validate'];
  } = {},
): Type<moment.Duration> {
  const { defaultValue, validate } = options;
  return new Type(toDuration, {
    validate,
    ...(defaultValue === undefined ? {} : { defaultValue: toDuration(defaultValue, []) }),
  });
}

/** What Kibana hands to its own config classes; looked at only by whom made the schema. */
export const schema = {
  any,
  arrayOf,
  boolean,
  duration,
  literal,
  maybe,
  nullable,
  number,
  object,
  oneOf,
  recordOf,
  string,
};
