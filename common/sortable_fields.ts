/** By which fields events can be put in order. */
import type { EventFieldType } from './event_fields';
import { EVENT_FIELDS } from './event_fields';

/** Their `doc_values` have an order. */
const SORTABLE: ReadonlySet<EventFieldType> = new Set(['keyword', 'date', 'boolean', 'long', 'ip']);

export const FIELD_TYPES: ReadonlyMap<string, EventFieldType> = new Map(
  EVENT_FIELDS.filter(({ isStoredOnly }) => isStoredOnly !== true).map(({ name, type }) => [name, type]),
);

export function isSortable(field: string): boolean {
  const type = FIELD_TYPES.get(field);
  return type !== undefined && SORTABLE.has(type);
}
