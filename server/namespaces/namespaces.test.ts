import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import type { NamespaceConfig, NamespaceSecrets } from '../../common/namespaces';
import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import { CloudTrailError, SourceError } from '../errors';
import { Namespaces } from './namespaces';

const NOW = Date.UTC(2024, 0, 31);
const REDACTION = [{ field: 'userAgent', action: 'drop' as const }];
const ALIAS = 'logs-aws.cloudtrail-plugin-team';
const FIRST = 'cloudtrail-events-team-2024.01';

interface Kept {
  readonly config: NamespaceConfig;
  readonly secrets: NamespaceSecrets;
  readonly version: number;
}

/** Kibana and Elasticsearch around the namespaces, in memory. */
class FakeHost {
  readonly kept = new Map<string, Kept>();
  readonly sources: string[] = [];
  readonly templates = new Map<string, unknown>();
  /** Aliases by index. */
  readonly indices = new Map<string, Set<string>>();
  readonly asked: string[] = [];
  canEncrypt = true;
  isSecured = true;
  hasRights = true;
  hasKey = true;
  /** Called between reading and writing. */
  meanwhile: () => void = () => undefined;
  resolved = { indices: [] as object[], aliases: [] as object[], data_streams: [] as object[] };

  namespaces(): Namespaces<string> {
    return new Namespaces<string>({
      repository: {
        list: async () => [...this.kept.values()].map(({ config }) => ({ config, version: '' })),
        get: async (name) => {
          const kept = this.kept.get(name);
          return kept && { config: kept.config, version: String(kept.version) };
        },
        create: async (_request, config, secrets) => {
          this.meanwhile();
          if (this.kept.has(config.name)) return false;
          this.kept.set(config.name, { config, secrets, version: 1 });
          return true;
        },
        update: async (config, version) => {
          this.meanwhile();
          const kept = this.kept.get(config.name);
          if (kept === undefined || version !== String(kept.version)) return false;
          this.kept.set(config.name, { ...kept, config, version: kept.version + 1 });
          return true;
        },
        readSecrets: async (name) => {
          this.asked.push(`secrets of ${name}`);
          if (!this.hasKey) throw new SourceError('redaction_key_unreadable', 'no key');
          return this.kept.get(name)?.secrets ?? { redaction_key: 'none' };
        },
      },
      namesOfSources: async () => this.sources,
      isSecured: async () => this.isSecured,
      internalClient: this.client(),
      canEncrypt: this.canEncrypt,
      now: () => NOW,
    });
  }

  put(change: object, name = 'team') {
    return this.namespaces().put('request', this.client(), name, change);
  }

  client(): Client {
    const client = {
      security: {
        hasPrivileges: async () => {
          this.asked.push('rights');
          return { index: { [ALIAS]: { manage: this.hasRights } } };
        },
      },
      transport: {
        request: async ({ path, body }: { path: string; body: unknown }) => this.templates.set(path, body),
      },
      indices: {
        getIndexTemplate: async () => {
          throw Object.assign(new Error('none'), { meta: { statusCode: 404, body: {} } });
        },
        existsIndexTemplate: async ({ name }: { name: string }) =>
          this.templates.has(`/_index_template/${name}`),
        deleteIndexTemplate: async ({ name }: { name: string }) =>
          this.templates.delete(`/_index_template/${name}`),
        getAlias: async () =>
          Object.fromEntries(
            [...this.indices].map(([index, aliases]) => [
              index,
              { aliases: Object.fromEntries([...aliases].map((alias) => [alias, {}])) },
            ]),
          ),
        updateAliases: async ({
          actions,
        }: {
          actions: Record<string, { index: string; alias: string }>[];
        }) => {
          for (const { add, remove } of actions) {
            if (add) this.indices.get(add.index)?.add(add.alias);
            if (remove) this.indices.get(remove.index)?.delete(remove.alias);
          }
        },
        resolveIndex: async () => this.resolved,
      },
    };
    return client as unknown as Client;
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  return error instanceof CloudTrailError ? error.code : String(error);
}

describe('a namespace that nobody has made', () => {
  it('has the defaults, and can still be given its index period', async () => {
    const host = new FakeHost();
    expect(await host.namespaces().get('team')).toMatchObject({
      is_made: false,
      settings: DEFAULT_NAMESPACE_SETTINGS,
    });
    expect(await host.namespaces().rulesOf('team')).toEqual({
      settings: DEFAULT_NAMESPACE_SETTINGS,
      redactionKey: undefined,
    });
    expect((await host.put({ index_period: 'day' })).settings.index_period).toBe('day');
  });

  it('is made by its first source, with a key of its own', async () => {
    const host = new FakeHost();
    for (const name of ['a', 'b', 'a']) await host.namespaces().ensure('request', name);
    const keys = [...host.kept.values()].map(({ secrets }) => Buffer.from(secrets.redaction_key, 'base64'));
    expect(keys.map((key) => key.length)).toEqual([32, 32]);
    expect(keys[0]).not.toEqual(keys[1]);
    expect([...host.kept.values()].map(({ version }) => version)).toEqual([1, 1]);
  });

  it('is not made where Kibana can not encrypt', async () => {
    const host = new FakeHost();
    host.canEncrypt = false;
    expect(await codeOf(host.put({ retention_days: 3 }))).toBe('no_encryption_key');
    expect(await codeOf(host.namespaces().ensure('request', 'a'))).toBe('no_encryption_key');
  });
});

describe('changing a namespace', () => {
  it('leaves what is not named: forgetting to send redaction does not end it', async () => {
    const host = new FakeHost();
    await host.put({ redaction: REDACTION, retention_days: 90 });
    const { settings } = await host.put({ keep_original: true });
    expect(settings).toEqual({
      ...DEFAULT_NAMESPACE_SETTINGS,
      ...{ redaction: REDACTION, retention_days: 90, keep_original: true },
    });
    expect((await host.put({ retention_days: null, redaction: [] })).settings).toMatchObject({
      retention_days: null,
      redaction: [],
    });
  });

  it('keeps the key', async () => {
    const host = new FakeHost();
    await host.put({ redaction: REDACTION });
    const before = host.kept.get('team')?.secrets;
    await host.put({ redaction: [] });
    expect(host.kept.get('team')?.secrets).toEqual(before);
  });

  it('never changes the index period once there is a source or a setting', async () => {
    const host = new FakeHost();
    await host.put({ retention_days: 3 });
    expect(await codeOf(host.put({ index_period: 'day' }))).toBe('index_period_fixed');
    expect((await host.put({ index_period: 'month' })).settings.index_period).toBe('month');
    host.sources.push('other');
    expect(await codeOf(host.put({ index_period: 'day' }, 'other'))).toBe('index_period_fixed');
  });

  it('is refused to who did not see another’s change', async () => {
    const host = new FakeHost();
    host.meanwhile = () => {
      host.meanwhile = () => undefined;
      host.kept.set('team', {
        config: {
          name: 'team',
          created_at: new Date(NOW).toISOString(),
          settings: DEFAULT_NAMESPACE_SETTINGS,
        },
        secrets: { redaction_key: 'x' },
        version: 7,
      });
    };
    expect(await codeOf(host.put({ index_period: 'day' }))).toBe('state_conflict');
    expect(host.kept.get('team')?.config.settings.index_period).toBe('month');
  });

  it('gives away no key, in no answer', async () => {
    const host = new FakeHost();
    const answers = [await host.put({ redaction: REDACTION }), await host.namespaces().list()];
    const key = host.kept.get('team')?.secrets.redaction_key ?? '';
    expect(key).not.toBe('');
    expect(JSON.stringify(answers)).not.toContain(key);
    expect(host.asked).toEqual([]);
  });
});

describe('the alias', () => {
  it('is put on the indices that are there and those to come, and taken away again', async () => {
    const host = new FakeHost();
    host.indices.set(FIRST, new Set());
    await host.put({ elastic_alias: true });
    expect(host.indices.get(FIRST)).toEqual(new Set([ALIAS]));
    expect(host.templates.get('/_index_template/cloudtrail-events-team')).toMatchObject({
      index_patterns: ['cloudtrail-events-team-*'],
      priority: 351,
      template: { aliases: { [ALIAS]: { is_write_index: false } } },
    });
    await host.put({ elastic_alias: false });
    expect([host.indices.get(FIRST)?.size, host.templates.size]).toEqual([0, 0]);
  });

  it('is switched only by who has the right, who is told what is missing', async () => {
    const host = new FakeHost();
    host.hasRights = false;
    await expect(host.put({ elastic_alias: true })).rejects.toThrow(`manage on ${ALIAS}`);
    expect([host.kept.size, host.templates.size]).toEqual([0, 0]);
    host.isSecured = false;
    expect((await host.put({ elastic_alias: true })).settings.elastic_alias).toBe(true);
  });

  it('takes no right where nothing is to be switched', async () => {
    const host = new FakeHost();
    await host.put({ elastic_alias: true });
    host.hasRights = false;
    host.asked.length = 0;
    await host.put({ elastic_alias: true, retention_days: 3 });
    await host.put({ retention_days: 4 });
    expect(host.asked).toEqual([]);
  });

  it.each([true, false])('is finished by the same request where it broke off: %s', async (isOn) => {
    const host = new FakeHost();
    await host.put({ elastic_alias: isOn });
    host.indices.set(FIRST, new Set(isOn ? [] : [ALIAS]));
    await host.put({ elastic_alias: isOn });
    expect(host.indices.get(FIRST)?.has(ALIAS)).toBe(isOn);
  });

  it('comes to new indices again by the next run, should its template be lost', async () => {
    const host = new FakeHost();
    await host.put({ elastic_alias: true });
    host.templates.clear();
    await host.namespaces().rulesOf('team');
    expect(host.templates.size).toBe(1);
  });

  it('is told apart from what others have under the same pattern', async () => {
    const host = new FakeHost();
    host.resolved = {
      data_streams: [{ name: 'logs-aws.cloudtrail-default' }],
      indices: [
        { name: '.ds-logs-aws.cloudtrail-default-1', data_stream: 'logs-aws.cloudtrail-default' },
        { name: 'logs-aws.cloudtrail-copy' },
      ],
      aliases: [{ name: ALIAS }],
    };
    const { other_cloudtrail: others } = await host.namespaces().get('team');
    expect(others).toEqual(['logs-aws.cloudtrail-copy', 'logs-aws.cloudtrail-default']);
  });
});

describe('what a run is told', () => {
  it('holds the key only where something is redacted', async () => {
    const host = new FakeHost();
    await host.put({ keep_original: true });
    expect((await host.namespaces().rulesOf('team')).redactionKey).toBeUndefined();
    expect(host.asked).toEqual([]);
    await host.put({ redaction: REDACTION });
    const rules = await host.namespaces().rulesOf('team');
    expect(rules.redactionKey).toBe(host.kept.get('team')?.secrets.redaction_key);
  });

  it('is nothing where the key can not be read: then nothing is to be written', async () => {
    const host = new FakeHost();
    await host.put({ redaction: REDACTION });
    host.hasKey = false;
    expect(await codeOf(host.namespaces().rulesOf('team'))).toBe('redaction_key_unreadable');
  });
});

describe('the list', () => {
  it('has all that have a source or a setting, by name', async () => {
    const host = new FakeHost();
    await host.put({ retention_days: 3 }, 'b');
    host.sources.push('c', 'a', 'b', 'a');
    const list = await host.namespaces().list();
    expect(list.map(({ name, settings }) => [name, settings.retention_days])).toEqual([
      ['a', null],
      ['b', 3],
      ['c', null],
    ]);
  });
});
