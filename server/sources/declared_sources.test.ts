import type { Client } from '@elastic/elasticsearch';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SourceSecrets } from '../../common/sources';
import { SourceError } from '../errors';
import { declaredSources } from './declared_source';
import { DeclaredSources } from './declared_sources';
import { ExternalIds } from './external_ids';
import type { SourceRepository, StoredSource } from './source_repository';

const NOW = Date.UTC(2026, 0, 31, 12);
const AWS = { allowedEndpoints: [], allowServerIdentity: false };
const access = { type: 'access_key', access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'first' };
const settings = { prod: { bucket: 'my-trail', credentials: access } };
const WRITE_KEY = Buffer.from('key-of-the-file:of-the-file-01').toString('base64');

interface Kept {
  readonly source: StoredSource;
  readonly secrets: SourceSecrets;
}
let kept: Map<string, Kept>;
let writes: number;
let revoked: string[];
let unscheduled: string[];
/** What Elasticsearch says of a key that asks about itself. */
let getApiKey: () => Promise<{ api_keys: readonly { creation: number; expiration?: number }[] }>;
beforeEach(() => {
  getApiKey = async () => ({ api_keys: [{ creation: NOW }] });
  kept = new Map();
  writes = 0;
  revoked = [];
  unscheduled = [];
});

const notFound = () => new SourceError('source_not_found', 'none');
function found(id: string): Kept {
  const one = kept.get(id);
  if (one === undefined) throw notFound();
  return one;
}
/** As Kibana's saved objects: a replacement names the version that it saw. */
const repository: SourceRepository<string> = {
  async create(_request, config, secrets, id = 'none') {
    if (kept.has(id)) throw new SourceError('external_id_taken', 'taken');
    const source = { id, config, status: { problem: null, asked_at: null }, version: `${++writes}` };
    kept.set(id, { source, secrets });
    return source;
  },
  async replace(_request, source, secrets) {
    if (found(source.id).source.version !== source.version) return false;
    kept.set(source.id, { source: { ...source, version: `${++writes}` }, secrets });
    return true;
  },
  list: async () => [...kept.values()].map(({ source }) => source),
  get: async (id) => found(id).source,
  readSecrets: async (id) => found(id).secrets,
  updateConfig: async () => undefined,
  updateStatus: () => Promise.reject(new Error('not asked for')),
  delete: async (id) => void kept.delete(id),
};

function kibana(declared: unknown, repo: SourceRepository<string> = repository, now = NOW) {
  const sources = new DeclaredSources<string>({
    declared: declaredSources(declared, AWS, now),
    systemRequest: 'system',
    repository: repo,
    externalIds: new ExternalIds({ read: async () => Buffer.alloc(32, 7) }),
    namespaces: { ensure: async () => undefined },
    schedule: { remove: async (id) => void unscheduled.push(id) },
    keys: { invalidate: async (id) => void revoked.push(id) },
    clientWithKey: () => ({ security: { getApiKey } }) as unknown as Client,
    slices: 2,
    canEncrypt: true,
    now: () => now,
  });
  return sources.apply((id) => repo.delete(id));
}
function only(): Kept {
  expect(kept.size).toBe(1);
  const [one] = kept.values();
  if (one === undefined) throw notFound();
  return one;
}

describe('what kibana.yml declares', () => {
  it('becomes a source, with its secrets where secrets are', async () => {
    await kibana(settings);
    const { source, secrets } = only();
    expect(source.config).toMatchObject({
      settings_key: 'prod',
      start: '2026-01-24',
      created_by: 'kibana.yml',
    });
    expect(JSON.stringify(source)).not.toContain('first');
    expect(secrets.credentials).toEqual(access);
  });

  it('is written once, whatever number of Kibanas start with it, at once or later', async () => {
    await Promise.all([kibana(settings), kibana(settings), kibana(settings)]);
    await kibana(settings, repository, NOW + 86_400_000);
    only();
    expect(writes).toBe(1);
  });

  it('changes the source when it changes, and keeps what the source has become meanwhile', async () => {
    await kibana(settings);
    const { source } = only();
    kept.set(source.id, {
      ...only(),
      source: { ...source, status: { ...source.status, paused_at: '2026-01-31T00:00:00.000Z' } },
    });
    const changed = {
      prod: { ...settings.prod, interval: '5m', credentials: { ...access, secret_access_key: 'second' } },
    };
    await kibana(changed, repository, NOW + 86_400_000);
    const after = only();
    expect(after.secrets.credentials).toMatchObject({ secret_access_key: 'second' });
    expect(after.source.config).toMatchObject({
      interval: '5m',
      start: '2026-01-24',
      updated_by: 'kibana.yml',
    });
    expect(after.source.status.paused_at).toBeDefined();
    expect(unscheduled).toEqual([source.id]);
  });

  it('keeps the key that a person has lent, until kibana.yml names one', async () => {
    await kibana(settings);
    const { source, secrets } = only();
    const lent = { id: 'lent', owner: 'erin', created_at: '2026-01-31T00:00:00.000Z', is_granted: true };
    kept.set(source.id, {
      source: { ...source, config: { ...source.config, write_key: lent } },
      secrets: { ...secrets, write_key: 'lent-key' },
    });
    await kibana({ prod: { ...settings.prod, interval: '5m' } });
    expect(only().secrets.write_key).toBe('lent-key');
    expect(revoked).toEqual([]);
    await kibana({ prod: { ...settings.prod, write_key: WRITE_KEY } });
    expect(only().secrets.write_key).toBe(WRITE_KEY);
    expect(only().source.config.write_key).toMatchObject({ id: 'key-of-the-file', owner: 'kibana.yml' });
    expect(revoked).toEqual(['lent']);
    await kibana(settings);
    expect(only().source.config.write_key).toBeUndefined();
    expect(revoked).toEqual(['lent']);
  });

  it('says when the key of kibana.yml expires, also while Elasticsearch is away', async () => {
    const expiration = NOW + 86_400_000;
    getApiKey = async () => ({ api_keys: [{ creation: NOW, expiration }] });
    const declared = { prod: { ...settings.prod, write_key: WRITE_KEY } };
    await kibana(declared);
    const times = {
      created_at: new Date(NOW).toISOString(),
      expires_at: new Date(expiration).toISOString(),
    };
    expect(only().source.config.write_key).toMatchObject(times);
    getApiKey = async () => {
      throw Object.assign(new Error('away'), { name: 'ConnectionError' });
    };
    await kibana(declared, repository, NOW + 3_600_000);
    expect(only().source.config.write_key).toMatchObject(times);
    expect(writes).toBe(1);
  });

  it('gives secrets anew that can not be read any more, and asks for a key again', async () => {
    await kibana(settings);
    const unreadable = {
      ...repository,
      readSecrets: async () => {
        throw new SourceError('secrets_unreadable', 'other key');
      },
    };
    await kibana(settings, unreadable);
    expect(writes).toBe(2);
    expect(only().secrets).toEqual({ credentials: access, write_key: undefined });
  });

  it('takes its source away when it is gone, and no other', async () => {
    await kibana(settings);
    const { source, secrets } = only();
    const { settings_key: _key, ...own } = source.config;
    kept.set('own', { source: { ...source, id: 'own', config: own }, secrets });
    await kibana({});
    expect([...kept.keys()]).toEqual(['own']);
  });

  it('gives a role an external id that stays', async () => {
    const role = {
      type: 'role',
      role_arn: ['arn', 'aws', 'iam', '', '123456789012', 'role/r'].join(':'),
      access_key: { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'x' },
    };
    await kibana({ prod: { bucket: 'my-trail', credentials: role } });
    const first = only().source.config.credentials.external_id;
    await kibana({ prod: { bucket: 'my-trail', credentials: role, interval: '5m' } });
    expect(first).toMatch(/^[0-9a-f-]{36}\.[\w-]{22}$/);
    expect(only().source.config.credentials.external_id).toBe(first);
  });
});
