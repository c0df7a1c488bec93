import { describe, expect, test } from 'vitest';
import { changeSourceRequestSchema } from '../../../../common/source_changes';
import { createSourceRequestSchema, type SourceResponse } from '../../../../common/sources';
import type { SourceForm } from './source_form';
import { NEW_FORM, changesOf, draftOf, formOf, fromPasted, newSourceOf } from './source_form';

const source: SourceResponse = {
  id: '0b9a1c1e-7a55-4a0e-9f1e-0123456789ab',
  name: 'My trail',
  bucket: 'my-trail',
  prefix: 'org/',
  force_path_style: false,
  requester_pays: true,
  namespace: 'default',
  start: '2026-01-01',
  interval: '1m',
  credentials: { type: 'access_key', access_key_id_end: 'MPLE' },
  slices: 2,
  created_at: '2026-01-02T03:04:05.000Z',
  created_by: 'somebody',
};
const filled: SourceForm = {
  ...NEW_FORM,
  bucket: ' my-trail ',
  name: ' My trail ',
  access_key_id: ' AKIAIOSFODNN7EXAMPLE ',
  secret_access_key: ' secret ',
};

describe('what is pasted for a bucket', () => {
  test('fills the other fields when it says more than a name', () => {
    expect(fromPasted('s3://my-trail/org/AWSLogs/123456789012/')).toMatchObject({
      bucket: 'my-trail',
      prefix: 'org/',
      force_path_style: false,
    });
    expect(fromPasted('http://127.0.0.1:5000/my-trail/AWSLogs/')).toMatchObject({
      bucket: 'my-trail',
      prefix: '',
      endpoint: 'http://127.0.0.1:5000',
      force_path_style: true,
    });
    expect(fromPasted('https://my-trail.s3.eu-central-1.amazonaws.com/')).toMatchObject({
      bucket: 'my-trail',
      region: 'eu-central-1',
      endpoint: '',
    });
  });

  test('stays as it is when it is a name, or nothing that can be read', () => {
    expect(fromPasted('my-trail')).toEqual({});
    expect(fromPasted('')).toEqual({});
    expect(fromPasted('https://')).toEqual({});
  });
});

describe('the requests made of what is entered', () => {
  test('hold no blanks around values, and nothing of what is empty', () => {
    const request = newSourceOf(filled);
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      bucket: 'my-trail',
      prefix: '',
      force_path_style: false,
      requester_pays: false,
      namespace: 'default',
      exclude_accounts: [],
      exclude_regions: [],
      name: 'My trail',
      interval: '1m',
      credentials: {
        type: 'access_key',
        access_key_id: 'AKIAIOSFODNN7EXAMPLE',
        secret_access_key: 'secret',
      },
    });
    expect(createSourceRequestSchema.safeParse(request).success).toBe(true);
  });

  test('send the external id only for a new role', () => {
    const role = { ...filled, identity: 'role', external_id: 'given' } as const;
    expect(newSourceOf(role).external_id).toBe('given');
    expect(draftOf(role).external_id).toBe('given');
    expect(draftOf(role, source.id)).not.toHaveProperty('external_id');
    expect(newSourceOf({ ...filled, external_id: 'given' })).not.toHaveProperty('external_id');
  });

  test('keep a source’s secrets unless new ones are entered', () => {
    const form = formOf(source);
    expect(changesOf(form, source)).not.toHaveProperty('credentials');
    expect(draftOf(form, source.id)).toMatchObject({ source_id: source.id, credentials: undefined });
    const changed = changesOf(
      { ...form, access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'new' },
      source,
    );
    expect(changed.credentials).toMatchObject({ secret_access_key: 'new' });
    expect(changeSourceRequestSchema.safeParse(changed).success).toBe(true);
  });

  test('send other credentials where the way in changes, though nothing secret is entered', () => {
    expect(changesOf({ ...formOf(source), identity: 'server' }, source).credentials).toEqual({
      type: 'server',
    });
    const own = { ...source, credentials: { type: 'server' } } as const;
    expect(changesOf(formOf(own), own)).not.toHaveProperty('credentials');
  });

  test('say what version of the source was changed, and take a queue away', () => {
    const updated = { ...source, updated_at: '2026-01-03T00:00:00.000Z', sqs: { queue_url: 'https://q' } };
    expect(changesOf({ ...formOf(updated), queue_url: '' }, updated)).toMatchObject({
      sqs: null,
      updated_at: updated.updated_at,
    });
    expect(changesOf(formOf(source), source).updated_at).toBe(source.created_at);
  });
});
