/** Reads documents by path, as Elasticsearch does: through lists, and through names that hold dots. Pure. */
import type { CellValue } from '../../common/events';

/** All values at a path; an object that is found there as JSON. */
export function valuesAt(document: unknown, path: string): CellValue {
  if (Array.isArray(document)) return document.flatMap((item) => valuesAt(item, path));
  if (typeof document !== 'object' || document === null) return [];
  const found: (string | number | boolean)[] = [];
  for (const [name, value] of Object.entries(document)) {
    if (name === path) found.push(...scalars(value));
    else if (path.startsWith(`${name}.`)) found.push(...valuesAt(value, path.slice(name.length + 1)));
  }
  return found;
}

function scalars(value: unknown): CellValue {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(scalars);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [value];
  return [JSON.stringify(value)];
}
