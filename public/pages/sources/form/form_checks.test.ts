import { describe, expect, test } from 'vitest';
import { sourceDraftSchema } from '../../../../common/source_checks';
import { createSourceRequestSchema } from '../../../../common/sources';
import type { FieldName, FormSituation } from './form_checks';
import { IDENTITY_FIELDS, LOCATION_FIELDS, OPTION_FIELDS, START_FIELDS, fieldErrors } from './form_checks';
import type { SourceForm } from './source_form';
import { NEW_FORM, draftOf, newSourceOf } from './source_form';

const ALL = [...LOCATION_FIELDS, ...IDENTITY_FIELDS, ...START_FIELDS, ...OPTION_FIELDS];
const situation: FormSituation = {
  today: '2026-03-01',
  allowedEndpoints: ['http://127.0.0.1:5000'],
  hasStoredSecrets: false,
};
const good: SourceForm = {
  ...NEW_FORM,
  bucket: 'my-trail',
  name: 'My trail',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'a secret',
};
const errorsOf = (changes: Partial<SourceForm>, changed: Partial<FormSituation> = {}) =>
  fieldErrors(ALL, { ...good, ...changes }, { ...situation, ...changed });

/** Values for one field, of which the server takes some and refuses others. */
const VALUES: Partial<Record<FieldName, readonly (string | readonly string[])[]>> = {
  bucket: [
    '',
    'my-trail',
    'My_Old_Bucket',
    'a',
    'ab',
    'abc',
    'has space',
    'ünïcode',
    's3://x/y',
    '-abc',
    'a'.repeat(256),
  ],
  prefix: ['', 'org/', ' odd one/', 'ü'.repeat(512), 'ü'.repeat(513), 'x'.repeat(1025)],
  region: ['', 'eu-central-1', 'us-gov-west-1', 'eu', 'EU-CENTRAL-1', 'eu-central-12'],
  access_key_id: ['', 'AKIAIOSFODNN7EXAMPLE', 'akiaiosfodnn7example', 'AKIA', 'A'.repeat(129)],
  secret_access_key: ['', ' ', 'x', 'x'.repeat(1024), 'x'.repeat(1025)],
  session_token: ['', 'x', 'x'.repeat(8193)],
  start: ['', '2026-02-28', '2026-02-30', '2026-2-3', 'yesterday'],
  name: ['', ' ', 'x', 'x'.repeat(100), 'x'.repeat(101)],
  interval: ['', '1m', '30s', '2h', '1d', '0s', '1', 'm', '1ms', '100000s'],
  queue_url: [
    '',
    'https://sqs.eu-central-1.amazonaws.com/123456789012/name',
    'http://127.0.0.1:5000/123456789012/name.fifo',
    'https://sqs.eu-central-1.amazonaws.com/name',
    'https://:x/123456789012/name',
    'arn',
  ],
  exclude_accounts: [[], ['123456789012'], ['12345'], Array.from({ length: 1001 }, () => '123456789012')],
  exclude_regions: [[], ['eu-central-1'], ['EU'], ['us-gov-west-1', 'x']],
  namespace: ['', 'default', 'a_1', 'a-b', 'A', 'x'.repeat(51)],
};

describe('the checks beside the fields', () => {
  test('find nothing wrong with a form that the server takes', () => {
    expect(errorsOf({})).toEqual({});
    expect(createSourceRequestSchema.safeParse(newSourceOf(good)).success).toBe(true);
    expect(sourceDraftSchema.safeParse(draftOf(good)).success).toBe(true);
  });

  for (const [field, values] of Object.entries(VALUES)) {
    test(`refuse of ${field} just what the server refuses`, () => {
      const verdicts = values.map((value) => {
        const changes = { [field]: value };
        const isTaken = createSourceRequestSchema.safeParse(newSourceOf({ ...good, ...changes })).success;
        expect(Object.keys(errorsOf(changes)).length === 0, JSON.stringify(value).slice(0, 80)).toBe(isTaken);
        return isTaken;
      });
      expect(new Set(verdicts).size).toBe(2);
    });
  }

  test('want a role’s ARN, and the key that assumes it unless Kibana itself does', () => {
    const role = { identity: 'role', access_key_id: '', secret_access_key: '' } as const;
    expect(Object.keys(errorsOf(role)).sort()).toEqual(['access_key_id', 'role_arn', 'secret_access_key']);
    const arn = ['arn', 'aws', 'iam', '', '123456789012', 'role/path/reader'].join(':');
    const whole = { ...good, ...role, role_arn: arn, role_by: 'server' } as const;
    expect(errorsOf(whole)).toEqual({});
    expect(createSourceRequestSchema.safeParse(newSourceOf(whole)).success).toBe(true);
  });

  test('want no key where Kibana’s own identity is used, or secrets are kept', () => {
    const none = { access_key_id: '', secret_access_key: '' };
    expect(errorsOf({ ...none, identity: 'server' })).toEqual({});
    expect(errorsOf(none, { hasStoredSecrets: true })).toEqual({});
    expect(errorsOf({ ...none, access_key_id: 'AKIAIOSFODNN7EXAMPLE' }, { hasStoredSecrets: true })).toEqual({
      secret_access_key: 'secret',
    });
  });

  test('allow only the servers that kibana.yml lists', () => {
    expect(errorsOf({ endpoint: 'http://127.0.0.1:5000/' })).toEqual({});
    expect(errorsOf({ endpoint: 'http://127.0.0.1:5001' })).toEqual({ endpoint: 'endpoint_forbidden' });
    expect(errorsOf({ endpoint: '127.0.0.1' })).toEqual({ endpoint: 'endpoint' });
  });

  test('say of an access point what to enter in its place', () => {
    const arn = ['arn', 'aws', 's3', 'eu-west-1', '123456789012', 'accesspoint/mine'].join(':');
    expect(errorsOf({ bucket: arn })).toEqual({ bucket: 'access_point' });
  });

  test('take no day before CloudTrail, nor one to come', () => {
    expect(errorsOf({ start: '2013-11-01' })).toEqual({});
    expect(errorsOf({ start: '2013-10-31' })).toEqual({ start: 'day_range' });
    expect(errorsOf({ start: '2026-03-02' })).toEqual({ start: 'day_range' });
  });
});
