/** The fields as a Kibana data view holds them, for a view that may not ask Elasticsearch. */
import type { EventField, EventFieldType } from './event_fields';
import { EVENT_FIELDS } from './event_fields';

/** What we use of Kibana's FieldSpec (`src/plugins/data_views/common/types.ts`, 8.12 to 9.x). */
export interface DataViewFieldSpec {
  readonly name: string;
  /** Kibana's own name of the type: one for all numbers, one for keyword and text. */
  readonly type: string;
  readonly esTypes: readonly string[];
  readonly searchable: boolean;
  readonly aggregatable: boolean;
  readonly readFromDocValues: boolean;
  /** Says of a multi-field whose it is. */
  readonly subType?: { readonly multi: { readonly parent: string } };
}

/** As `castEsToKbnFieldTypeName` of @kbn/field-types; what it does not know is `unknown`. */
const KIBANA_TYPES: Readonly<Record<EventFieldType, string>> = {
  keyword: 'string',
  date: 'date',
  boolean: 'boolean',
  long: 'number',
  ip: 'ip',
  geo_point: 'geo_point',
  flattened: 'unknown',
};

/** By name, in the order of the table, a field's `.text` right behind it. The same as Kibana makes of the field capabilities. */
export const DATA_VIEW_FIELDS: Readonly<Record<string, DataViewFieldSpec>> = byName(
  EVENT_FIELDS.flatMap(fieldSpecs),
);

function fieldSpecs({ name, type, isStoredOnly, hasText }: EventField): readonly DataViewFieldSpec[] {
  const isIndexed = isStoredOnly !== true;
  const field = {
    name,
    type: KIBANA_TYPES[type],
    esTypes: [type],
    searchable: isIndexed,
    aggregatable: isIndexed,
    readFromDocValues: isIndexed,
  };
  return hasText ? [field, textOf(name)] : [field];
}

function textOf(parent: string): DataViewFieldSpec {
  return {
    name: `${parent}.text`,
    type: 'string',
    esTypes: ['text'],
    searchable: true,
    aggregatable: false,
    readFromDocValues: false,
    subType: { multi: { parent } },
  };
}

function byName(fields: readonly DataViewFieldSpec[]): Readonly<Record<string, DataViewFieldSpec>> {
  return Object.fromEntries(fields.map((field) => [field.name, field]));
}
