import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { changeSourceRequestSchema } from '../../common/source_changes';
import type { SourceConfig, SourceSecrets } from '../../common/sources';
import { STORED_CONFIG } from '../../test/fakes/stored_config';
import type { ObjectStore } from '../aws/object_store';
import { AwsError, CloudTrailError, ElasticsearchError, SourceError } from '../errors';
import { ExternalIds } from './external_ids';
import type { StoredSource } from './source_repository';
import type { SourceEditsHost } from './source_edits';
import { SourceEdits } from './source_edits';

const ID = 'b3a1c1de-7f53-4d0e-9a53-1c0be4f3a1d7';
const NOW = Date.UTC(2026, 2, 10, 12);
const request = { user: 'bob' };
const KEY = {
  type: 'access_key',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'old-secret',
} as const;
const NEW_KEY = { ...KEY, access_key_id: 'AKIAIOSFODNN7OTHER00', secret_access_key: 'new-secret' };
const ROLE = { type: 'role', role_arn: 'arn:aws:iam::111122223333:role/Reader' } as const;

const CONFIG: SourceConfig = {
  ...STORED_CONFIG,
  write_key: { id: 'first', owner: 'alice', created_at: '2026-03-02T00:00:00.000Z', is_granted: true },
};

/** One source in memory, and what was done about it. */
class FakeHost {
  source: StoredSource = { id: ID, config: CONFIG, status: { problem: null, asked_at: null }, version: '1' };
  secrets: SourceSecrets | 'unreadable' = { credentials: KEY, write_key: 'Zmlyc3Q6a2V5' };
  readonly log: string[] = [];
  readonly keys = new Set(['first']);
  needsKey = true;
  canGrant = true;
  hasRights = true;
  isAllowed = true;
  canRevoke = true;
  readonly warnings: string[] = [];
  /** Called before each replacement: what others do meanwhile. */
  meanwhile: () => void = () => undefined;

  readonly client = {
    security: {
      hasPrivileges: async () => ({ index: { 'cloudtrail-state': { index: this.hasRights } } }),
      authenticate: async () => ({ username: 'carol' }),
      getApiKey: async () => ({ api_keys: [{ creation: Date.parse('2026-01-05T00:00:00Z') }] }),
    },
  } as unknown as Client;

  edits(): SourceEdits<typeof request> {
    const notAsked = () => Promise.reject(new Error('not asked for'));
    const host: SourceEditsHost<typeof request> = {
      repository: {
        create: notAsked,
        list: notAsked,
        updateConfig: notAsked,
        updateStatus: notAsked,
        delete: notAsked,
        get: async () => this.source,
        readSecrets: async () => {
          if (this.secrets === 'unreadable') throw new SourceError('secrets_unreadable', 'key has changed');
          return this.secrets;
        },
        replace: async (_request, source, secrets) => {
          this.meanwhile();
          if (source.version !== this.source.version) return false;
          this.source = { ...source, version: `${source.version}+` };
          this.secrets = secrets;
          return true;
        },
      },
      externalIds: new ExternalIds({ read: async () => Buffer.alloc(32) }),
      keys: {
        isNeeded: async () => this.needsKey,
        canGrant: () => this.canGrant,
        userOf: ({ user }) => user,
        grant: async () => {
          this.keys.add('second');
          return { id: 'second', encoded: 'c2Vjb25kOmtleQ==' };
        },
        invalidate: async (id) => {
          if (!this.canRevoke) throw new ElasticsearchError('elasticsearch_unreachable', 'No answer.');
          this.keys.delete(id);
        },
      },
      clientWithKey: () => this.client,
      schedule: {
        ensure: async (_id, _slices, interval) => void this.log.push(`ensure ${interval}`),
        runSoon: async () => void this.log.push('run soon'),
        remove: async () => void this.log.push('unschedule'),
      },
      runner: {
        setBackfill: async ({ config }, state) => void this.log.push(`backfill ${state} ${config.start}`),
      },
      openStore: async () => {
        if (!this.isAllowed) throw new AwsError('aws_endpoint_refused', 'not in allowedEndpoints');
        return { close: () => undefined } as unknown as ObjectStore;
      },
      openQueue: async () => undefined,
      canEncrypt: true,
      log: { warn: (message) => void this.warnings.push(message) },
      now: () => NOW,
    };
    return new SourceEdits(host);
  }

  change(change: object) {
    return this.edits().change(request, this.client, ID, changeSourceRequestSchema.parse(change));
  }

  renew(change: { write_key?: string } = {}) {
    return this.edits().renewKey(request, this.client, ID, change);
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof CloudTrailError ? error.code : String(error);
  }
  return 'no error';
}

describe('changing a source', () => {
  it('changes what is named, keeps the rest with its secrets, and says who did it', async () => {
    const host = new FakeHost();
    const changed = await host.change({ name: 'Trail', exclude_regions: ['eu-west-3'] });
    expect(changed).toEqual({
      ...CONFIG,
      id: ID,
      name: 'Trail',
      exclude_regions: ['eu-west-3'],
      updated_at: new Date(NOW).toISOString(),
      updated_by: 'bob',
    });
    expect(host.secrets).toEqual({ credentials: KEY, write_key: 'Zmlyc3Q6a2V5' });
    expect(host.keys).toEqual(new Set(['first']));
    expect(host.log).toEqual(['ensure 1m', 'run soon']);
  });

  it('takes away what is null, and nothing that is not named', async () => {
    const host = new FakeHost();
    host.source = { ...host.source, config: { ...CONFIG, end: '2026-03-05' } };
    await host.change({ end: null });
    expect(host.source.config).not.toHaveProperty('end');
    expect(host.source.config.region).toBe('eu-central-1');
  });

  it('schedules a new interval, and reads history from an earlier day on', async () => {
    const host = new FakeHost();
    await host.change({ interval: '10m', start: '2025-01-01' });
    expect(host.log).toEqual(['backfill running 2025-01-01', 'unschedule', 'ensure 10m', 'run soon']);
  });

  it('leaves a paused source at rest', async () => {
    const host = new FakeHost();
    const paused = { problem: null, asked_at: null, paused_at: '2026-03-03T00:00:00.000Z' };
    host.source = { ...host.source, status: paused };
    await host.change({ name: 'Trail' });
    expect(host.log).toEqual([]);
    expect(host.source.status.paused_at).toBe(paused.paused_at);
  });

  it('has a source that failed try again at once', async () => {
    const host = new FakeHost();
    const problem = {
      code: 'aws_bad_credentials',
      message: 'wrong key',
      since: '2026-03-03T00:00:00.000Z',
      attempts: 10,
      retry_at: '2026-03-11T00:00:00.000Z',
      slice: 0,
    };
    host.source = { ...host.source, status: { problem, asked_at: null } };
    await host.change({ credentials: NEW_KEY });
    expect(host.source.status.problem?.retry_at).toBe(new Date(NOW).toISOString());
    expect(host.secrets).toEqual({ credentials: NEW_KEY, write_key: 'Zmlyc3Q6a2V5' });
    expect(host.source.config.credentials).toEqual({ type: 'access_key', access_key_id_end: 'ER00' });
  });

  it('gives a source that gets a role an external id that is for it alone, and keeps that', async () => {
    const host = new FakeHost();
    const first = await host.change({ credentials: ROLE });
    expect(first.credentials.external_id).toMatch(new RegExp(`^${ID}[.]`));
    const second = await host.change({ credentials: { ...ROLE, role_arn: `${ROLE.role_arn}2` } });
    expect(second.credentials.external_id).toBe(first.credentials.external_id);
  });

  it.each([
    { bucket: 'other' },
    { prefix: 'p/' },
    { namespace: 'other' },
    { endpoint: 'http://127.0.0.1:1' },
  ])('refuses another place: %j', async (change) => {
    const host = new FakeHost();
    expect(await codeOf(host.change(change))).toBe('location_fixed');
    expect(host.source.config).toEqual(CONFIG);
  });

  it('takes the same place for no change', async () => {
    const { bucket, prefix, namespace } = CONFIG;
    const host = new FakeHost();
    expect((await host.change({ bucket, prefix, namespace, endpoint: null })).bucket).toBe(bucket);
  });

  it('changes nothing where the settings forbid it, or a day can not be', async () => {
    const host = new FakeHost();
    expect(await codeOf(host.change({ start: '2027-01-01' }))).toBe('start_out_of_range');
    expect(await codeOf(host.change({ end: '2026-02-01' }))).toBe('start_out_of_range');
    host.isAllowed = false;
    expect(await codeOf(host.change({ credentials: NEW_KEY }))).toBe('aws_endpoint_refused');
    expect(host.source.config).toEqual(CONFIG);
    expect(host.secrets).toEqual({ credentials: KEY, write_key: 'Zmlyc3Q6a2V5' });
  });
});

describe('changes by several at a time', () => {
  it('are refused where the caller saw an older state, in words', async () => {
    const host = new FakeHost();
    const seen = CONFIG.created_at;
    await host.change({ name: 'First', updated_at: seen });
    const second = host.change({ name: 'Second', updated_at: seen });
    await expect(second).rejects.toMatchObject({
      code: 'state_conflict',
      message: expect.stringMatching(/^bob has changed the source "First"/),
    });
  });

  it('are refused where somebody changes the source in the same moment', async () => {
    const host = new FakeHost();
    host.meanwhile = () => {
      host.source = { ...host.source, config: { ...CONFIG, name: 'theirs' }, version: 'theirs' };
    };
    expect(await codeOf(host.change({ name: 'mine' }))).toBe('state_conflict');
    expect(host.source.config.name).toBe('theirs');
  });

  it('go through where only a run has noted something, which stays', async () => {
    const host = new FakeHost();
    let runs = 0;
    host.meanwhile = () => {
      if (runs++ > 0) return;
      host.source = {
        ...host.source,
        status: { problem: null, asked_at: null, paused_at: '2026-03-09T00:00:00.000Z' },
        version: '2',
      };
    };
    expect((await host.change({ name: 'mine' })).name).toBe('mine');
    expect(host.source.status.paused_at).toBe('2026-03-09T00:00:00.000Z');
  });
});

describe('a source whose secrets can not be read any more', () => {
  it('is repaired by new credentials, with a new write key', async () => {
    const host = new FakeHost();
    host.secrets = 'unreadable';
    const repaired = await host.change({ credentials: NEW_KEY });
    expect(host.secrets).toEqual({ credentials: NEW_KEY, write_key: 'c2Vjb25kOmtleQ==' });
    expect(repaired.write_key).toMatchObject({ id: 'second', owner: 'bob' });
    expect(host.keys).toEqual(new Set(['second']));
  });

  it('is not changed without them, and says so', async () => {
    const host = new FakeHost();
    host.secrets = 'unreadable';
    expect(await codeOf(host.change({ name: 'Trail' }))).toBe('secrets_unreadable');
    expect(await codeOf(host.renew())).toBe('secrets_unreadable');
    expect(host.source.config).toEqual(CONFIG);
  });

  it('is not repaired by somebody who may not lend a key', async () => {
    const host = new FakeHost();
    host.secrets = 'unreadable';
    host.hasRights = false;
    expect(await codeOf(host.change({ credentials: NEW_KEY }))).toBe('missing_privileges');
    expect(host.secrets).toBe('unreadable');
  });
});

describe('renewing the write key', () => {
  it('lends a new one, keeps the credentials, and revokes the old', async () => {
    const host = new FakeHost();
    const renewed = await host.renew();
    expect(renewed.write_key).toEqual({
      id: 'second',
      owner: 'bob',
      created_at: new Date(NOW).toISOString(),
      is_granted: true,
      rights: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(host.secrets).toEqual({ credentials: KEY, write_key: 'c2Vjb25kOmtleQ==' });
    expect(host.keys).toEqual(new Set(['second']));
    expect(host.log).toEqual(['ensure 1m', 'run soon']);
  });

  it('goes through where the old key can not be revoked, which is told in the log without secrets', async () => {
    const host = new FakeHost();
    host.canRevoke = false;
    expect((await host.renew()).write_key).toMatchObject({ id: 'second' });
    expect(host.log).toEqual(['ensure 1m', 'run soon']);
    expect(host.warnings).toEqual([
      'Source "Audit": its API key first is needed no more, revoke it. No answer.',
    ]);
  });

  it('tells why it failed, also where the new key can not be revoked then', async () => {
    const host = new FakeHost();
    host.canRevoke = false;
    host.isAllowed = false;
    expect(await codeOf(host.renew())).toBe('aws_endpoint_refused');
    expect(host.warnings).toHaveLength(1);
  });

  it('leaves a key alone that somebody had brought', async () => {
    const host = new FakeHost();
    const brought = { id: 'first', owner: 'alice', created_at: CONFIG.created_at, is_granted: false };
    host.source = { ...host.source, config: { ...CONFIG, write_key: brought } };
    await host.renew();
    expect(host.keys).toEqual(new Set(['first', 'second']));
  });

  it('names what the caller lacks, asks an API-key caller for a key, and then takes that', async () => {
    const host = new FakeHost();
    host.hasRights = false;
    expect(await codeOf(host.renew())).toBe('missing_privileges');
    host.hasRights = true;
    host.canGrant = false;
    expect(await codeOf(host.renew())).toBe('api_key_caller');
    expect(host.keys).toEqual(new Set(['first']));
    const write_key = Buffer.from('third:a-key-of-the-caller').toString('base64');
    expect((await host.renew({ write_key })).write_key).toMatchObject({ id: 'third', is_granted: false });
    expect(host.secrets).toMatchObject({ write_key });
  });

  it('is not needed where security is off', async () => {
    const host = new FakeHost();
    host.needsKey = false;
    expect(await codeOf(host.renew())).toBe('no_key_needed');
  });

  it('leaves no key behind when it can not be stored', async () => {
    const host = new FakeHost();
    host.meanwhile = () => {
      host.source = { ...host.source, config: { ...CONFIG, name: 'theirs' }, version: 'theirs' };
    };
    expect(await codeOf(host.renew())).toBe('state_conflict');
    expect(host.keys).toEqual(new Set(['first']));
  });
});
