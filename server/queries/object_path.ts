/** Reads deep into objects of unknown content. Pure. */
import { isObject, objectAt, textAt } from '../cloudtrail/record';

/** The text at a path of keys, also where it stands alone in a list, as S3 writes headers; '' where there is none. */
export function textOf(value: unknown, ...path: readonly string[]): string {
  const found = valueOf(value, path);
  return textAt(Array.isArray(found) && found.length === 1 ? found[0] : found) ?? '';
}

/** The objects at a path: those of a list, or the one that stands there alone, as AWS's XML services write it. */
export function objectsOf(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>>[] {
  const found = valueOf(value, path);
  if (Array.isArray(found)) return found.filter(isObject);
  return isObject(found) && Object.keys(found).length > 0 ? [found] : [];
}

function valueOf(value: unknown, path: readonly string[]): unknown {
  return path.reduce((found, key) => objectAt(found)[key], value);
}

/** The first of them that says something; '' if none does. */
export function firstOf(...texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}
