/** What a rule would miss in a namespace that does not keep all of a record. Pure. */
import { EVENT_FIELDS } from '../event_fields';
import type { Detection, KeptForm } from './detection';

/** What a namespace says of its documents, as far as rules go by it. */
export interface KeptFields {
  readonly name: string;
  readonly free_form: 'both' | 'flattened' | 'string' | 'none';
  /** Paths in the record that are dropped or replaced by tokens; `*` stands for any one key. */
  readonly redacted: readonly string[];
}

export interface Shortage {
  readonly namespace: string;
  /** `all`: the rule finds nothing there. */
  readonly extent: 'all' | 'part';
  /** The form of requestParameters that is not kept. */
  readonly form?: KeptForm;
  /** The field that is redacted. */
  readonly redacted?: string;
}

const KEEPS: Readonly<Record<KeptFields['free_form'], readonly KeptForm[]>> = {
  both: ['text', 'flattened'],
  flattened: ['flattened'],
  string: ['text'],
  none: [],
};

/** Fields that are made of others, and of which. */
const MADE_OF: readonly (readonly [string, string])[] = [
  ['source.geo.', 'sourceIPAddress'],
  ['source.as.', 'sourceIPAddress'],
  ['source.ip', 'sourceIPAddress'],
  ['related.hosts', 'requestParameters'],
];
const FLATTENED = 'aws.cloudtrail.flattened.request_parameters.';
const ANY_KEY = '*';

/** What the detection lacks in these namespaces; empty where nothing. */
export function shortagesOf(detection: Detection, namespaces: readonly KeptFields[]): Shortage[] {
  return detection.over === 'health'
    ? []
    : namespaces.flatMap((namespace) => shortagesIn(detection, namespace));
}

function shortagesIn(detection: Detection, { name, free_form, redacted }: KeptFields): Shortage[] {
  const kept = KEEPS[free_form];
  const lacks = (forms: readonly KeptForm[] = []) => forms.filter((form) => !kept.includes(form));
  const fields = recordFields(detection.kql);
  const covers = redacted.filter((path) =>
    fields.some((field) => isWithin(field.split('.'), path.split('.'))),
  );
  return [
    ...lacks(detection.needs).map((form): Shortage => ({ namespace: name, extent: 'all', form })),
    ...lacks(detection.needsInPart).map((form): Shortage => ({ namespace: name, extent: 'part', form })),
    ...covers.map((path): Shortage => ({ namespace: name, extent: 'part', redacted: path })),
  ];
}

/** The paths in the record that a KQL looks at. */
function recordFields(kql: string): readonly string[] {
  const bare = kql.replace(/"(\\.|[^"\\])*"/g, '""');
  const names = [...bare.matchAll(/([A-Za-z][\w.@-]*)\s*:/g)].map(([, name = '']) => name);
  return [...new Set(names)].flatMap((name) => recordField(name) ?? []);
}

function recordField(name: string): string | undefined {
  if (name.startsWith(FLATTENED)) return `requestParameters.${name.slice(FLATTENED.length)}`;
  const made = MADE_OF.find(([prefix]) => name.startsWith(prefix));
  return made?.[1] ?? EVENT_FIELDS.find((field) => field.name === name)?.record;
}

/** Whether redacting `redacted` touches `field`: it is the field, or what it lies in. */
function isWithin(field: readonly string[], redacted: readonly string[]): boolean {
  return redacted.length <= field.length && redacted.every((key, i) => key === ANY_KEY || key === field[i]);
}
