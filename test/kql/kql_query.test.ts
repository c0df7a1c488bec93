import { describe, expect, test } from 'vitest';
import { kqlQuery } from './kql_query';

describe('KQL as Kibana reads it', () => {
  test.each([
    ['event.action: A', { term: { 'event.action': { value: 'A' } } }],
    ['event.action: *', { exists: { field: 'event.action' } }],
    ['event.action: Up*', { wildcard: { 'event.action': { value: 'Up*' } } }],
    [String.raw`user.name: *\:a=b*`, { wildcard: { 'user.name': { value: String.raw`*\:a\=b*` } } }],
    ['source.ip: "10.0.0.0/8"', { match_phrase: { 'source.ip': '10.0.0.0/8' } }],
    ['aws.cloudtrail.read_only: true', { match: { 'aws.cloudtrail.read_only': true } }],
    ['unknown.field: x', { match: { 'unknown.field': 'x' } }],
    ['unknown.field: x*', { query_string: { fields: ['unknown.field'], query: 'x*' } }],
    [
      'event.action: (A or B)',
      {
        bool: {
          should: [
            { term: { 'event.action': { value: 'A' } } },
            { term: { 'event.action': { value: 'B' } } },
          ],
          minimum_should_match: 1,
        },
      },
    ],
    [
      'not event.action: A and user.name: *',
      {
        bool: {
          filter: [
            { bool: { must_not: { term: { 'event.action': { value: 'A' } } } } },
            { exists: { field: 'user.name' } },
          ],
        },
      },
    ],
  ])('%s', (kql, query) => {
    expect(kqlQuery(kql)).toEqual(query);
  });

  test.each(['free text', 'a: b and', 'a: (b or c', 'a >= 5', 'a: { b: c }', 'a: b c'])(
    'refuses %s',
    (kql) => {
      expect(() => kqlQuery(kql)).toThrow();
    },
  );
});
