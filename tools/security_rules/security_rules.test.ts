import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CATALOGUE, detectionOf } from '../../common/detections/catalogue';
import { kqlQuery } from '../../test/kql/kql_query';
import { securityRules } from './security_rules';

const HOME = { homeCountries: ['US', 'IL'] };
const reference = z.url().startsWith('https://attack.mitre.org/');
const named = { id: z.string(), name: z.string(), reference };
/** What Elastic Security's import wants of a rule, as its API describes the three types. */
const common = z.strictObject({
  rule_id: z.uuid(),
  version: z.number().int().min(1),
  name: z.string().min(1),
  description: z.string().min(1),
  note: z.string(),
  false_positives: z.array(z.string()),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  risk_score: z.number().min(0).max(100),
  tags: z.array(z.string()),
  threat: z.array(
    z.strictObject({
      framework: z.literal('MITRE ATT&CK'),
      tactic: z.strictObject(named),
      technique: z.array(z.strictObject({ ...named, subtechnique: z.array(z.strictObject(named)) })).min(1),
    }),
  ),
  index: z.array(z.string()).min(1),
  language: z.literal('kuery'),
  query: z.string().refine((kql) => kqlQuery(kql) !== undefined),
  interval: z.literal('5m'),
  from: z.string().regex(/^now-\d+m$/),
  to: z.literal('now'),
  timestamp_override: z.literal('event.ingested'),
  max_signals: z.number().int().min(1),
  enabled: z.literal(false),
});
const schema = z.discriminatedUnion('type', [
  common.extend({ type: z.literal('query') }),
  common.extend({
    type: z.literal('threshold'),
    threshold: z.strictObject({
      field: z.array(z.string()).max(3),
      value: z.number().int().min(1),
      cardinality: z.array(z.never()),
    }),
  }),
  common.extend({
    type: z.literal('new_terms'),
    new_terms_fields: z.array(z.string()).min(1).max(3),
    history_window_start: z.string().regex(/^now-\d+d$/),
  }),
]);

function parsed(settings: { homeCountries?: readonly string[] }) {
  const text = securityRules(settings);
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)));
}

describe('the rules for Elastic Security', () => {
  test('are all of the catalogue, each a line that the import can read', () => {
    const rules = parsed(HOME);
    expect(rules).toHaveLength(CATALOGUE.length);
    expect(new Set(rules.map(({ rule_id: id }) => id)).size).toBe(CATALOGUE.length);
    expect(rules.filter(({ type }) => type === 'threshold')).toHaveLength(3);
  });

  test('hold the rule on new countries, which stock rules can’t be', () => {
    const rule = parsed(HOME).find(({ type }) => type === 'new_terms');
    expect(rule).toMatchObject({
      name: 'CloudTrail: Sign-in from a new country',
      new_terms_fields: ['user.name', 'source.geo.country_iso_code'],
      history_window_start: 'now-14d',
    });
  });

  test('leave out the rule on home countries where there are none', () => {
    const name = `CloudTrail: ${detectionOf('access_from_outside_home_countries')?.name}`;
    expect(parsed({}).map((rule) => rule.name)).not.toContain(name);
    expect(parsed(HOME).find((rule) => rule.name === name)?.query).toContain('(US or IL)');
  });

  test('place each technique of the catalogue below a tactic', () => {
    const held = parsed(HOME).map(({ threat }) =>
      threat.flatMap(({ technique }) =>
        technique.flatMap(({ id, subtechnique }) =>
          subtechnique.length > 0 ? subtechnique.map((sub) => sub.id) : id,
        ),
      ),
    );
    const wanted = CATALOGUE.map(({ attack }) => attack.map(({ id }) => id));
    expect(held.map((ids) => [...ids].sort())).toEqual(wanted.map((ids) => [...ids].sort()));
  });
});
