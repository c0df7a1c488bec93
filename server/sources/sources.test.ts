import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import type { CreateSourceRequest, SourceConfig, SourceSecrets } from '../../common/sources';
import { createSourceRequestSchema } from '../../common/sources';
import type { ObjectStore } from '../aws/object_store';
import { AwsError, CloudTrailError, ElasticsearchError, SourceError } from '../errors';
import { ExternalIds } from './external_ids';
import type { StoredSource } from './source_repository';
import type { SourcesHost } from './sources';
import { Sources } from './sources';

const NOW = Date.UTC(2024, 0, 31, 12);
/** Of the key that is brought. */
const EXPIRES_AT = Date.UTC(2026, 5, 1);
const SECRET = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';
const TOKEN = 'session-token-that-is-secret';
const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
const KEY_SECRET = 'granted-key-secret';
const request = { user: 'alice' };

function wanted(more: object = {}): CreateSourceRequest {
  return createSourceRequestSchema.parse({
    name: 'Audit',
    bucket: 'my-trail-bucket',
    credentials: {
      type: 'access_key',
      access_key_id: ACCESS_KEY_ID,
      secret_access_key: SECRET,
      session_token: TOKEN,
    },
    ...more,
  });
}

interface Kept {
  readonly source: StoredSource;
  readonly secrets: SourceSecrets;
}

/** Kibana around the sources, in memory. `fail` names the step that throws. */
class FakeHost {
  readonly kept = new Map<string, Kept>();
  readonly keys = new Set<string>();
  readonly tasks = new Set<string>();
  readonly log: string[] = [];
  readonly externalIds = new ExternalIds<typeof request>({ read: async () => Buffer.alloc(32) });
  fail: string | undefined;
  canEncrypt = true;
  needsKey = true;
  /** Rights of the caller, of the granted key, of a brought one. */
  has = { user: true, granted: true, brought: true };
  grantError: Error | undefined;
  statusFault: Error = new Error('not asked for');
  private next = 1;

  private step(name: string): void {
    this.log.push(name);
    if (this.fail === name) throw new Error(`${name} failed`);
  }

  clientWith(has: boolean): Client {
    const hasPrivileges = async () => ({ index: { 'cloudtrail-state': { index: has } } });
    const authenticate = async () => ({ username: 'carol' });
    const api_keys = [{ creation: Date.parse('2026-01-05T00:00:00Z'), expiration: EXPIRES_AT }];
    const getApiKey = async () => ({ api_keys });
    return { security: { hasPrivileges, authenticate, getApiKey } } as unknown as Client;
  }

  sources(): Sources<typeof request> {
    const host: SourcesHost<typeof request> = {
      repository: {
        create: async (_request, config: SourceConfig, secrets: SourceSecrets, id?: string) => {
          this.step('store');
          if (this.kept.has(id ?? '')) throw new SourceError('external_id_taken', 'each has its own');
          const status = { problem: null, asked_at: null };
          const source = { id: id ?? `source-${this.next++}`, config, status };
          this.kept.set(source.id, { source, secrets });
          return source;
        },
        replace: () => Promise.reject(new Error('not asked for')),
        list: async () => [...this.kept.values()].map(({ source }) => source),
        get: async (id) => this.keptSource(id).source,
        readSecrets: async (id) => {
          if (this.fail === 'decrypt') throw new SourceError('secrets_unreadable', 'key has changed');
          return this.keptSource(id).secrets;
        },
        updateConfig: () => Promise.reject(new Error('not asked for')),
        updateStatus: async (id, change) => {
          const { source, secrets } = this.keptSource(id);
          const after = change(source.status);
          this.kept.set(id, { source: { ...source, status: after }, secrets });
          return { before: source.status, after };
        },
        delete: async (id) => {
          this.step('delete');
          this.kept.delete(id);
        },
      },
      externalIds: this.externalIds,
      keys: {
        isNeeded: async () => this.needsKey,
        canGrant: () => true,
        userOf: ({ user }) => user,
        grant: async () => {
          this.step('grant');
          if (this.grantError !== undefined) throw this.grantError;
          this.keys.add('granted');
          return { id: 'granted', encoded: Buffer.from(`granted:${KEY_SECRET}`).toString('base64') };
        },
        invalidate: async (id) => {
          this.step(`invalidate ${id}`);
          this.keys.delete(id);
        },
      },
      namespaces: { ensure: async (_request, name) => this.step(`namespace ${name}`) },
      schedule: {
        ensure: async (id, slices) => {
          this.step('schedule');
          for (let slice = 0; slice < slices; slice++) this.tasks.add(`${id}:${slice}`);
        },
        runSoon: async () => this.step('run soon'),
        remove: async (id, slices) => {
          this.step('unschedule');
          for (let slice = 0; slice < slices; slice++) this.tasks.delete(`${id}:${slice}`);
        },
      },
      runner: {
        status: () => Promise.reject(this.statusFault),
        failures: () => Promise.reject(new Error('not asked for')),
        runs: () => Promise.reject(new Error('not asked for')),
        forget: async () => this.step('forget'),
      },
      clientWithKey: (encoded) =>
        this.clientWith(
          Buffer.from(encoded, 'base64').toString().startsWith('granted')
            ? this.has.granted
            : this.has.brought,
        ),
      openQueue: async () => undefined,
      openStore: async () => {
        if (this.fail === 'open') throw new AwsError('aws_endpoint_refused', 'not in allowedEndpoints');
        return { close: () => undefined } as unknown as ObjectStore;
      },
      canEncrypt: this.canEncrypt,
      slices: 2,
      now: () => NOW,
    };
    return new Sources(host);
  }

  create(more: object = {}) {
    return this.sources().create(request, this.clientWith(this.has.user), wanted(more));
  }

  private keptSource(id: string): Kept {
    const kept = this.kept.get(id);
    if (kept === undefined) throw new SourceError('source_not_found', 'no such source');
    return kept;
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof CloudTrailError) return error.code;
  return error instanceof Error ? error.message : 'no error';
}

describe('creating a source', () => {
  it('keeps it with a granted key, and schedules its slices', async () => {
    const host = new FakeHost();
    const created = await host.create();
    expect(created).toMatchObject({
      id: 'source-1',
      name: 'Audit',
      slices: 2,
      start: '2024-01-24',
      created_by: 'alice',
      created_at: new Date(NOW).toISOString(),
      credentials: { type: 'access_key', access_key_id_end: 'MPLE' },
      write_key: { id: 'granted', owner: 'alice' },
    });
    expect([...host.tasks]).toEqual(['source-1:0', 'source-1:1']);
    expect(host.kept.get('source-1')?.secrets.credentials).toMatchObject({ secret_access_key: SECRET });
  });

  it('gives back no secret, in no answer', async () => {
    const brought = Buffer.from('brought:brought-key-secret').toString('base64');
    const role = {
      type: 'role',
      role_arn: 'arn:aws:iam::111122223333:role/Reader',
      access_key: { access_key_id: ACCESS_KEY_ID, secret_access_key: SECRET, session_token: TOKEN },
    };
    for (const more of [{}, { credentials: role }, { write_key: brought }]) {
      const host = new FakeHost();
      const created = await host.create(more);
      const sources = host.sources();
      const answers = JSON.stringify([created, await sources.get(created.id), await sources.list()]);
      const granted = Buffer.from(`granted:${KEY_SECRET}`).toString('base64');
      for (const secret of [SECRET, TOKEN, ACCESS_KEY_ID, KEY_SECRET, granted, brought, 'brought-key-secret'])
        expect(answers).not.toContain(secret);
      // nor in what is kept in the clear
      expect(JSON.stringify(host.kept.get(created.id)?.source)).not.toContain(SECRET);
    }
  });

  describe('with a role', () => {
    const credentials = { type: 'role', role_arn: 'arn:aws:iam::111122223333:role/Reader' };

    it('makes the external id itself, another for each source', async () => {
      const host = new FakeHost();
      const mine = { ...credentials, external_id: 'mine' };
      const sources = [await host.create({ credentials: mine }), await host.create({ credentials: mine })];
      const ids = sources.map((source) => source.credentials.external_id);
      expect(ids[0]).not.toBe(ids[1]);
      for (const { id, credentials: shown } of sources)
        expect(shown.external_id).toMatch(new RegExp(`^${id}[.]`));
    });

    it('takes one that was made before, for this one source only, and none that we did not make', async () => {
      const host = new FakeHost();
      const externalId = await host.externalIds.make(request);
      const source = await host.create({ credentials, external_id: externalId });
      expect(source.credentials.external_id).toBe(externalId);
      expect(await codeOf(host.create({ credentials, external_id: externalId }))).toBe('external_id_taken');
      const foreign = `${externalId.slice(0, -2)}xx`;
      expect(await codeOf(host.create({ credentials, external_id: foreign }))).toBe('external_id_unknown');
      expect([...host.kept.keys()]).toEqual([source.id]);
      expect(host.tasks.size).toBe(2);
    });
  });

  it('is refused where Kibana can not encrypt, before anything is asked', async () => {
    const host = new FakeHost();
    host.canEncrypt = false;
    expect(await codeOf(host.create())).toBe('no_encryption_key');
    expect(host.log).toEqual([]);
  });

  it('begins at a day between November 2013 and today, in UTC (pain 17, pain 37)', async () => {
    const startOf = async (start: string) => codeOf(new FakeHost().create({ start }));
    expect(await startOf('2013-10-31')).toBe('start_out_of_range');
    expect(await startOf('2013-11-01')).toBe('no error');
    expect(await startOf('2024-01-31')).toBe('no error');
    expect(await startOf('2024-02-01')).toBe('start_out_of_range');
  });

  it('is refused where the settings forbid the endpoint, before a key is granted', async () => {
    const host = new FakeHost();
    host.fail = 'open';
    expect(await codeOf(host.create())).toBe('aws_endpoint_refused');
    expect(host.log).toEqual([]);
  });

  it('grants no key to who lacks the rights, and leaves none that lacks them', async () => {
    const host = new FakeHost();
    host.has.user = false;
    expect(await codeOf(host.create())).toBe('missing_privileges');
    expect(host.log).toEqual([]);

    host.has = { user: true, granted: false, brought: true };
    expect(await codeOf(host.create())).toBe('missing_privileges');
    expect(host.keys.size).toBe(0);
    expect(host.kept.size).toBe(0);
  });

  it('tells a caller with an API key to bring one, and keeps nothing', async () => {
    const host = new FakeHost();
    host.grantError = new SourceError('api_key_caller', 'bring a key');
    expect(await codeOf(host.create())).toBe('api_key_caller');
    expect(host.kept.size).toBe(0);
  });

  it('takes a brought key with the rights, and grants none beside it', async () => {
    const host = new FakeHost();
    host.has.user = false;
    const write_key = Buffer.from('brought:brought-key-secret').toString('base64');
    const created = await host.create({ write_key });
    // not of the one who brings it
    expect(created.write_key).toMatchObject({
      id: 'brought',
      owner: 'carol',
      created_at: '2026-01-05T00:00:00.000Z',
      expires_at: new Date(EXPIRES_AT).toISOString(),
      is_granted: false,
    });
    expect(host.log).not.toContain('grant');
    expect(host.kept.get(created.id)?.secrets.write_key).toBe(write_key);

    host.has.brought = false;
    expect(await codeOf(host.create({ write_key }))).toBe('missing_privileges');
  });

  it('needs no key where Elasticsearch has no security', async () => {
    const host = new FakeHost();
    host.needsKey = false;
    const created = await host.create();
    expect(created.write_key).toBeUndefined();
    expect(host.log).not.toContain('grant');
  });

  it.each(['store', 'namespace default', 'schedule'])(
    'leaves no source and no key behind when it fails at: %s',
    async (step) => {
      const host = new FakeHost();
      host.fail = step;
      expect(await codeOf(host.create())).toBe(`${step} failed`);
      expect(host.kept.size).toBe(0);
      expect(host.keys.size).toBe(0);
    },
  );

  it('does not revoke a brought key when it fails', async () => {
    const host = new FakeHost();
    host.fail = 'store';
    const write_key = Buffer.from('brought:brought-key-secret').toString('base64');
    expect(await codeOf(host.create({ write_key }))).toBe('store failed');
    expect(host.log).not.toContain('invalidate brought');
  });
});

describe('a source', () => {
  it('is deleted with its tasks, its state and the key granted for it', async () => {
    const host = new FakeHost();
    const { id } = await host.create();
    await host.sources().delete(id);
    expect([host.kept.size, host.tasks.size, host.keys.size]).toEqual([0, 0, 0]);
    expect(host.log).toContain('forget');
    expect(await codeOf(host.sources().delete(id))).toBe('source_not_found');
  });

  it('says so where Elasticsearch refuses its key, or its secrets can not be read', async () => {
    const host = new FakeHost();
    const { id } = await host.create();
    const sources = host.sources();
    const refused = new ElasticsearchError('elasticsearch_key_refused', 'revoked: renew it');
    host.statusFault = refused;
    expect(await sources.status(id)).toMatchObject({
      state: 'write_key_refused',
      problem: { code: refused.code, message: refused.message },
    });
    host.statusFault = new SourceError('secrets_unreadable', 'key has changed');
    expect((await sources.status(id)).state).toBe('secrets_unreadable');
    const away = new ElasticsearchError('elasticsearch_unreachable', 'away');
    host.statusFault = away;
    await expect(sources.status(id)).rejects.toBe(away);
  });

  it('is deleted without revoking the key that its creator brought', async () => {
    const host = new FakeHost();
    const write_key = Buffer.from('brought:brought-key-secret').toString('base64');
    const { id } = await host.create({ write_key });
    await host.sources().delete(id);
    expect(host.log).toContain('forget');
    expect(host.log).not.toContain('invalidate brought');
  });

  it('can be deleted when its secrets can not be read any more', async () => {
    const host = new FakeHost();
    const { id } = await host.create();
    host.fail = 'decrypt';
    await host.sources().delete(id);
    expect([host.kept.size, host.tasks.size, host.keys.size]).toEqual([0, 0, 0]);
  });

  it('is fetched at once also while it pauses after a problem', async () => {
    const host = new FakeHost();
    const { id } = await host.create();
    const kept = host.kept.get(id);
    const problem = {
      code: 'aws_access_denied',
      message: 'x',
      since: new Date(NOW).toISOString(),
      attempts: 10,
      retry_at: new Date(NOW + 3_600_000).toISOString(),
      slice: 0,
    };
    if (kept !== undefined)
      host.kept.set(id, { ...kept, source: { ...kept.source, status: { problem, asked_at: null } } });
    await host.sources().fetchNow(id);
    expect(host.kept.get(id)?.source.status.problem).toEqual({
      ...problem,
      retry_at: new Date(NOW).toISOString(),
    });
    expect(host.kept.get(id)?.source.status.asked_at).toBe(new Date(NOW).toISOString());
    expect(host.log.at(-1)).toBe('run soon');
  });

  it('gets its tasks again at Kibana’s start', async () => {
    const host = new FakeHost();
    await host.create();
    host.tasks.clear();
    await host.sources().scheduleAll();
    expect([...host.tasks]).toEqual(['source-1:0', 'source-1:1']);
  });
});
