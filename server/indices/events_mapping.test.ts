import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { estypes } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { EVENT_FIELDS } from '../../common/event_fields';
import { isObject } from '../cloudtrail/record';
import { eventsMapping } from './events_mapping';

const EXPLICIT_TYPES = [
  'keyword',
  'text',
  'date',
  'boolean',
  'long',
  'ip',
  'geo_point',
  'flattened',
  'object',
];

function fields(properties: unknown, path = ''): { path: string; field: estypes.MappingProperty }[] {
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, field]) => {
    const own = `${path}${name}`;
    const inner = isObject(field)
      ? [...fields(field['properties'], `${own}.`), ...fields(field['fields'], `${own}:`)]
      : [];
    return [{ path: own, field: field as estypes.MappingProperty }, ...inner];
  });
}
const all = fields(eventsMapping.properties);
const byPath = new Map(all.map(({ path, field }) => [path, field]));

describe('the mapping of events', () => {
  it('guesses nothing: no new fields, no dates, no numbers (pain 1, pain 2, pain 3)', () => {
    expect(eventsMapping.dynamic).toBe(false);
    expect(eventsMapping.date_detection).toBe(false);
    expect(eventsMapping.numeric_detection).toBe(false);
    expect(eventsMapping.dynamic_templates).toBeUndefined();
    for (const { path, field } of all) expect([path, 'dynamic' in field]).toEqual([path, false]);
  });

  it('still has each field of its first version as it was then: indices live for years', () => {
    const first = readFileSync(join(__dirname, '../../test/mappings/events_v1.json'), 'utf8');
    const { properties } = JSON.parse(first) as estypes.MappingTypeMapping;
    expect(eventsMapping.properties).toMatchObject({ ...properties });
  });

  it('has one property for each line of the table, and none besides', () => {
    const names = EVENT_FIELDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const leaves = all.filter(({ path, field }) => !('properties' in field) && !path.includes(':'));
    expect(leaves.map(({ path }) => path).sort()).toEqual([...names].sort());
  });

  it('names each field’s type, of those that every cluster has', () => {
    for (const { path, field } of all) {
      const type = 'properties' in field ? 'object' : field.type;
      expect([path, EXPLICIT_TYPES.includes(type ?? '')]).toEqual([path, true]);
    }
  });

  it('holds the four free-form objects as flattened fields (pain 1, pain 5)', () => {
    for (const name of [
      'request_parameters',
      'response_elements',
      'additional_eventdata',
      'service_event_details',
    ])
      expect([name, byPath.get(`aws.cloudtrail.flattened.${name}`)?.type]).toEqual([name, 'flattened']);
  });

  it('refuses no long text: each term stays below 32,766 bytes (pain 6)', () => {
    const longestPath = 18 * (512 + 1);
    for (const { path, field } of all) {
      if (field.type !== 'keyword' && field.type !== 'flattened') continue;
      // such a value makes no term, neither in the index nor among the doc values
      if ('index' in field && field.index === false && field.doc_values === false) continue;
      const limit = field.ignore_above ?? Number.POSITIVE_INFINITY;
      const bytes = 3 * limit + (field.type === 'flattened' ? longestPath : 0);
      expect([path, bytes <= 32_766]).toEqual([path, true]);
    }
  });

  it('keeps text beside the address, since it need not be one (pain 9)', () => {
    expect(byPath.get('source.ip')?.type).toBe('ip');
    expect(byPath.get('source.address')?.type).toBe('keyword');
  });

  it('has error code, error message and both stamps of time (pain 25, pain 41)', () => {
    for (const path of ['aws.cloudtrail.error_code', 'aws.cloudtrail.error_message'])
      expect(byPath.get(path)?.type).toBe('keyword');
    for (const path of ['@timestamp', 'event.ingested']) expect(byPath.get(path)?.type).toBe('date');
  });
});
