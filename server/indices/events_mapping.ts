/** How an event is indexed. Every field is listed: nothing is guessed, so no record can be refused for the shape of another. */
import type { estypes } from '@elastic/elasticsearch';
import type { EventField } from '../../common/event_fields';
import { DEFAULT_IGNORE_ABOVE, EVENT_FIELDS } from '../../common/event_fields';

/** Version of template and mapping: raise it with every change; a change may only add. */
export const EVENTS_MAPPING_VERSION = 2;

export const eventsMapping: estypes.MappingTypeMapping = {
  dynamic: false,
  date_detection: false,
  numeric_detection: false,
  _meta: { version: EVENTS_MAPPING_VERSION },
  properties: nested(EVENT_FIELDS),
};

type Properties = Record<string, estypes.MappingProperty>;

/** `a.b` becomes a property `b` of the object `a`. */
function nested(fields: readonly EventField[]): Properties {
  const root: Properties = {};
  for (const field of fields) {
    const path = field.name.split('.');
    const leaf = path.pop() ?? field.name;
    path.reduce(propertiesOf, root)[leaf] = propertyOf(field);
  }
  return root;
}

function propertiesOf(parent: Properties, name: string): Properties {
  const object: estypes.MappingProperty = (parent[name] ??= { properties: {} });
  if (!('properties' in object)) throw new Error(`${name} is both a field and an object`);
  return (object.properties ??= {});
}

function propertyOf(field: EventField): estypes.MappingProperty {
  const { type, isScanned, isStoredOnly, hasText } = field;
  const ignoreAbove = field.ignoreAbove ?? DEFAULT_IGNORE_ABOVE[type];
  return {
    type,
    ...(isStoredOnly ? { index: false, doc_values: false } : ignoreAbove && { ignore_above: ignoreAbove }),
    // a keyword with doc values alone takes the same queries (Elasticsearch 8.1 and newer)
    ...(isScanned && { index: false }),
    ...(hasText && { fields: { text: { type: 'text', norms: false } } }),
  } as estypes.MappingProperty;
}
