/** What can be done with namespaces: look at them, change what they decide, and tell a run of it. */
import { randomBytes } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import type {
  NamespaceConfig,
  NamespaceDetailsResponse,
  NamespaceResponse,
  NamespaceSettings,
  PutNamespaceRequest,
} from '../../common/namespaces';
import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import { SourceError } from '../errors';
import {
  aliasNewIndices,
  aliasNoNewIndices,
  aliasPrivileges,
  elasticAlias,
  isAliasSwitched,
  otherCloudTrail,
  switchAlias,
} from '../indices/elastic_alias';
import { requireIndexPrivileges } from '../sources/write_key';
import type { NamespaceRepository } from './namespace_repository';
import type { RunRules } from './run_rules';

const REDACTION_KEY_BYTES = 32;

export interface NamespacesHost<Request> {
  readonly repository: NamespaceRepository<Request>;
  /** The namespaces that sources name. */
  namesOfSources(): Promise<readonly string[]>;
  /** False with Elasticsearch security off. */
  isSecured(): Promise<boolean>;
  /** Kibana's own Elasticsearch user: puts templates, and sees the names of all indices. */
  readonly internalClient: Client;
  /** False where Kibana has no encryption key. */
  readonly canEncrypt: boolean;
  /** ms since the epoch */
  readonly now: () => number;
}

export class Namespaces<Request> {
  constructor(private readonly host: NamespacesHost<Request>) {}

  /** All that have a source or a setting, sorted by name. */
  async list(): Promise<readonly NamespaceResponse[]> {
    const stored = await this.host.repository.list();
    const settings = new Map(stored.map(({ config }) => [config.name, config.settings]));
    const names = new Set([...settings.keys(), ...(await this.host.namesOfSources())]);
    return [...names]
      .sort()
      .map((name) => ({ name, is_made: true, settings: settings.get(name) ?? DEFAULT_NAMESPACE_SETTINGS }));
  }

  /** One, also one that is not there yet. Throws ElasticsearchError. */
  async get(name: string): Promise<NamespaceDetailsResponse> {
    const stored = await this.host.repository.get(name);
    return {
      name,
      is_made: stored !== undefined || (await this.hasSources(name)),
      settings: stored?.config.settings ?? DEFAULT_NAMESPACE_SETTINGS,
      alias: elasticAlias(name),
      other_cloudtrail: await otherCloudTrail(this.host.internalClient),
    };
  }

  /**
   * Changes what is named and leaves the rest. The alias is switched with the caller's own rights, after the settings are
   * stored: the same request again finishes what broke off. Throws SourceError, ElasticsearchError.
   */
  async put(
    request: Request,
    userClient: Client,
    name: string,
    change: PutNamespaceRequest,
  ): Promise<NamespaceDetailsResponse> {
    const { repository } = this.host;
    const stored = await repository.get(name);
    const before = stored?.config.settings ?? DEFAULT_NAMESPACE_SETTINGS;
    const settings = { ...before, ...change };
    if (
      settings.index_period !== before.index_period &&
      (stored !== undefined || (await this.hasSources(name)))
    )
      throw periodIsFixed(name, before);
    const switchesAlias = await this.isToSwitch(name, change, before);
    if (switchesAlias && (await this.host.isSecured()))
      await requireIndexPrivileges(userClient, aliasPrivileges(name), 'Switching the alias: the caller');
    const isFirst =
      stored === undefined
        ? await this.create(request, name, settings)
        : await repository.update({ ...stored.config, settings }, stored.version);
    if (!isFirst) throw changedMeanwhile(name);
    if (switchesAlias) await this.switchAlias(userClient, name, settings.elastic_alias);
    return this.get(name);
  }

  /** Makes the namespace with what is the default where it is not there yet: its first source fixes its index period. */
  async ensure(request: Request, name: string): Promise<void> {
    if ((await this.host.repository.get(name)) !== undefined) return;
    await this.create(request, name, DEFAULT_NAMESPACE_SETTINGS);
  }

  /** What is decided now; the defaults where nobody has. */
  async settingsOf(name: string): Promise<NamespaceSettings> {
    return (await this.host.repository.get(name))?.config.settings ?? DEFAULT_NAMESPACE_SETTINGS;
  }

  /**
   * What holds for a run that begins now. Makes sure that the indices it makes come with the alias, also after the plugin
   * was upgraded. Throws SourceError `redaction_key_unreadable`: then nothing may be written; ElasticsearchError.
   */
  async rulesOf(name: string): Promise<RunRules> {
    const { repository, internalClient } = this.host;
    const settings = await this.settingsOf(name);
    if (settings.elastic_alias) await aliasNewIndices(internalClient, name);
    const isRedacted = settings.redaction.length > 0;
    const redactionKey = isRedacted ? (await repository.readSecrets(name)).redaction_key : undefined;
    return { settings, redactionKey };
  }

  /** Not where all is as wanted: then nobody needs a right for it. */
  private async isToSwitch(
    name: string,
    { elastic_alias: wanted }: PutNamespaceRequest,
    before: NamespaceSettings,
  ): Promise<boolean> {
    if (wanted === undefined) return false;
    return (
      wanted !== before.elastic_alias || !(await isAliasSwitched(this.host.internalClient, name, wanted))
    );
  }

  private async hasSources(name: string): Promise<boolean> {
    return (await this.host.namesOfSources()).includes(name);
  }

  /** With its key: what is made once needs no second writer of secrets. */
  private async create(request: Request, name: string, settings: NamespaceSettings): Promise<boolean> {
    const { repository, canEncrypt, now } = this.host;
    if (!canEncrypt) throw noEncryptionKey();
    const config: NamespaceConfig = { name, created_at: new Date(now()).toISOString(), settings };
    const redaction_key = randomBytes(REDACTION_KEY_BYTES).toString('base64');
    return repository.create(request, config, { redaction_key });
  }

  /** New indices first: so none is made between that misses it. */
  private async switchAlias(userClient: Client, name: string, isOn: boolean): Promise<void> {
    const { internalClient } = this.host;
    await (isOn ? aliasNewIndices(internalClient, name) : aliasNoNewIndices(internalClient, name));
    await switchAlias(userClient, name, isOn);
  }
}

function periodIsFixed(name: string, { index_period: period }: NamespaceSettings): SourceError {
  return new SourceError(
    'index_period_fixed',
    `Namespace ${name} keeps its events by the ${period}, and that can't be changed: an event that is read again would be stored a second time, in an index of the other kind. Choose the period for a new namespace, before its first source.`,
  );
}

function changedMeanwhile(name: string): SourceError {
  return new SourceError(
    'state_conflict',
    `Somebody else changed namespace ${name} meanwhile. Look at it again.`,
  );
}

function noEncryptionKey(): SourceError {
  return new SourceError(
    'no_encryption_key',
    'Kibana has no encryption key, so the key for redaction can not be kept. Set xpack.encryptedSavedObjects.encryptionKey (32 characters or more) in kibana.yml and restart Kibana.',
  );
}
