import { describe, expect, it } from 'vitest';
import { sourceDraftSchema } from '../../common/source_checks';
import type { SourceConfig } from '../../common/sources';
import { CloudTrailError } from '../errors';
import { ExternalIds } from './external_ids';
import { resolveDraft } from './source_draft';

const ID = 'b3a1c1de-7f53-4d0e-9a53-1c0be4f3a1d7';
const KEY = {
  type: 'access_key',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'stored',
} as const;
const ROLE = { type: 'role', role_arn: 'arn:aws:iam::111122223333:role/Reader' } as const;
const externalIds = new ExternalIds<undefined>({ read: async () => Buffer.alloc(32) });

function resolve(draft: object, shown: SourceConfig['credentials'] = { type: 'access_key' }) {
  const config = { name: 'Audit', bucket: 'trails', prefix: 'p/', namespace: 'default', credentials: shown };
  const source = { id: ID, config: config as SourceConfig, status: { problem: null, asked_at: null } };
  const repository = { get: async () => source, readSecrets: async () => ({ credentials: KEY }) };
  return resolveDraft(undefined, sourceDraftSchema.parse({ bucket: 'trails', ...draft }), {
    repository,
    externalIds,
  });
}
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof CloudTrailError ? error.code : String(error)),
  );
}

describe('a draft', () => {
  it('needs credentials, or a source that has some', () => {
    expect(sourceDraftSchema.safeParse({ bucket: 'trails' }).success).toBe(false);
    expect(sourceDraftSchema.safeParse({ bucket: 'trails', source_id: ID }).success).toBe(true);
  });

  it('takes those of its source where it brings none', async () => {
    const draft = { source_id: ID, prefix: 'p/' };
    expect((await resolve(draft)).credentials).toEqual(KEY);
    const given = { ...KEY, secret_access_key: 'given' };
    expect((await resolve({ ...draft, credentials: given })).credentials).toEqual(given);
  });

  it.each([
    { bucket: 'other-bucket', prefix: 'p/' },
    { prefix: '' },
    { prefix: 'p/', endpoint: 'http://127.0.0.1:1' },
    { prefix: 'p/', namespace: 'other' },
  ])('is never given stored secrets for another place: %j', async (place) => {
    expect(await codeOf(resolve({ source_id: ID, ...place }))).toBe('location_fixed');
    const own = { source_id: ID, ...place, credentials: KEY };
    expect((await resolve(own)).location.bucket).toBe(place.bucket ?? 'trails');
  });

  it('with a role needs an external id of ours, or has that of its source', async () => {
    expect(await codeOf(resolve({ credentials: ROLE }))).toBe('external_id_unknown');
    const foreign = `${ID}.AAAAAAAAAAAAAAAAAAAAAA`;
    expect(await codeOf(resolve({ credentials: ROLE, external_id: foreign }))).toBe('external_id_unknown');
    const made = await externalIds.make(undefined);
    expect((await resolve({ credentials: ROLE, external_id: made })).externalId).toBe(made);
    const ofSource = await resolve(
      { credentials: ROLE, source_id: ID },
      { type: 'role', external_id: 'stored' },
    );
    expect(ofSource.externalId).toBe('stored');
  });
});
