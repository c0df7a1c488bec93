import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { kqlQuery } from '../../test/kql/kql_query';
import { EVENT_FIELDS } from '../event_fields';
import { ATTACK } from './attack_techniques';
import { CATALOGUE, STOCK_DETECTIONS } from './catalogue';
import { SEVERITIES } from './detection';
import { groupFields } from './rule_schedule';

const sentence = z.string().regex(/^[A-Z“].*[.]$/, 'begins with a capital and ends with a full stop');
const field = z.string().regex(/^[a-z_.]+$/);
const schema = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]{5,60}$/),
  version: z.number().int().min(1),
  name: z.string().regex(/^[A-Z].{5,80}[^.]$/),
  means: sentence,
  why: sentence,
  look: sentence,
  falsePositives: sentence,
  severity: z.enum(SEVERITIES),
  kql: z.string().min(10),
  over: z.literal('health').optional(),
  grouping: z.union([
    z.literal('each'),
    z.strictObject({ by: z.array(field).min(1).max(4), atLeast: z.number().int().min(1) }),
  ]),
  cis: z.array(
    z.union([
      z.strictObject({
        benchmark: z.literal('v1.2'),
        control: z.string().regex(/^(1\.1|3\.([1-9]|1[0-4]))$/),
      }),
      z.strictObject({ benchmark: z.literal('v3.0'), control: z.string().regex(/^4\.([1-9]|1[0-6])$/) }),
    ]),
  ),
  attack: z.array(z.custom((technique) => Object.values(ATTACK).some((known) => known === technique))),
  isRecommended: z.boolean(),
  needs: z.array(z.enum(['text', 'flattened'])).optional(),
  needsInPart: z.array(z.enum(['text', 'flattened'])).optional(),
  parameters: z.array(z.enum(['home_countries', 'aws_networks', 'instance_ids'])).optional(),
  newTerms: z.strictObject({ fields: z.array(field), days: z.number() }).optional(),
});

const TEXT = 'aws.cloudtrail.request_parameters';
const FLATTENED = 'aws.cloudtrail.flattened.request_parameters';
const known = new Map(EVENT_FIELDS.map(({ name, type }) => [name, type]));

describe('the catalogue', () => {
  test('has the forty-five rules, one of them apart by how grave it is', () => {
    expect(CATALOGUE).toHaveLength(46);
    expect(STOCK_DETECTIONS).toHaveLength(45);
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(46);
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(46);
  });

  test('names each monitoring control of CIS once', () => {
    const controls = CATALOGUE.flatMap(({ cis }) => cis).map(
      ({ benchmark, control }) => `${benchmark} ${control}`,
    );
    const v3 = Array.from({ length: 16 }, (_, i) => `v3.0 4.${i + 1}`);
    const v12 = ['v1.2 1.1', ...Array.from({ length: 14 }, (_, i) => `v1.2 3.${i + 1}`)];
    expect([...controls].sort()).toEqual([...v3, ...v12].sort());
  });

  test.each(CATALOGUE.map((detection) => [detection.id, detection] as const))(
    '%s is well formed',
    (_id, detection) => {
      expect(schema.safeParse(detection).error).toBeUndefined();
    },
  );

  test.each(
    CATALOGUE.filter(({ over }) => over === undefined).map((detection) => [detection.id, detection] as const),
  )('%s asks for fields that events have, in a form that can be searched so', (_id, detection) => {
    const asked = clausesOf(kqlQuery(detection.kql));
    for (const { kind, name } of asked) {
      const isLeaf = name.startsWith(`${FLATTENED}.`);
      expect(isLeaf ? 'flattened' : known.get(name), name).toBeDefined();
      // on a leaf of a flattened field a wildcard finds nothing, or too much
      if (isLeaf) expect(['match', 'match_phrase', 'exists']).toContain(kind);
    }
    for (const name of groupFields(detection)) expect(['keyword', 'ip']).toContain(known.get(name));
  });

  test.each(CATALOGUE.map((detection) => [detection.id, detection] as const))(
    '%s says which forms of the request it needs',
    (_id, { kql, needs = [], needsInPart = [] }) => {
      const names = clausesOf(kqlQuery(kql)).map(({ name }) => name);
      const asked = [
        ...(names.includes(TEXT) ? ['text'] : []),
        ...(names.some((name) => name.startsWith(`${FLATTENED}.`)) ? ['flattened'] : []),
      ];
      expect([...needs, ...needsInPart].sort()).toEqual(asked.sort());
    },
  );
});

/** The leaves of a query: what is asked of which field. */
function clausesOf(query: unknown): { readonly kind: string; readonly name: string }[] {
  if (Array.isArray(query)) return query.flatMap(clausesOf);
  if (typeof query !== 'object' || query === null) return [];
  return Object.entries(query).flatMap(([kind, inner]) => {
    if (kind === 'exists') return [{ kind, name: String((inner as { field: string }).field) }];
    if (kind === 'query_string') return [{ kind, name: String((inner as { fields: string[] }).fields[0]) }];
    if (['term', 'match', 'match_phrase', 'wildcard'].includes(kind))
      return Object.keys(inner as object).map((name) => ({ kind, name }));
    return clausesOf(inner);
  });
}
