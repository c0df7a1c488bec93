/** What a CloudTrail record is, as far as it may be trusted: any field can be missing or of another type. */

/** A JSON object of unknown content. */
export type JsonObject = { readonly [key: string]: unknown };

/** True for a JSON object: not null, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one where it is something else. */
export function objectAt(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Elastic's integration leaves these out, too. Compared one by one: a set would hash each text, and some are long. */
function saysNothing(text: string): boolean {
  return text === '' || text === '-' || text === 'none';
}

/** The value as text: strings as they are, numbers and booleans as JSON writes them; undefined for all else and for what says nothing. */
export function textAt(value: unknown): string | undefined {
  if (typeof value === 'string') return saysNothing(value) ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** True or false where the record says so in either of CloudTrail's forms (`true`, `"true"`); undefined else. */
export function booleanAt(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  return undefined;
}

// 2.1 of ISO 8601 as CloudTrail writes it, and the basic form of old session contexts (20131102T010628Z)
const BASIC_TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
const EXTENDED_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function extended(basic: string): string {
  return basic.replace(BASIC_TIME, '$1-$2-$3T$4:$5:$6Z');
}

/** An instant (ms since the epoch) from a time as CloudTrail writes it; undefined when it is no such time. */
export function timeAt(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (!EXTENDED_TIME.test(value)) return BASIC_TIME.test(value) ? timeAt(extended(value)) : undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}
