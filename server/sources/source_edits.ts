/** Changes sources: their options and credentials, and the key they write with. */
import type { Client } from '@elastic/elasticsearch';
import type { ChangeSourceRequest, RenewKeyRequest } from '../../common/source_changes';
import type { SourceConfig, SourceResponse, SourceSecrets } from '../../common/sources';
import { sourceConfigSchema } from '../../common/sources';
import type { MessageQueue } from '../aws/message_queue';
import type { ObjectStore } from '../aws/object_store';
import { dayOf } from '../cloudtrail/day';
import { SourceError } from '../errors';
import type { FetchRunner } from '../fetching/fetch_runner';
import type { ExternalIds } from './external_ids';
import type { LendingHost, LentKey } from './lend_write_key';
import { lendWriteKey } from './lend_write_key';
import { requireLentKey, requireOwn } from './declared_limits';
import type { SourceRepository, StoredSource } from './source_repository';
import type { Schedule } from './sources';
import { noEncryptionKey, shownCredentials, toResponse } from './sources';
import { requireStartDay } from './start_day';

export interface SourceEditsHost<Request> extends LendingHost<Request> {
  readonly repository: SourceRepository<Request>;
  readonly externalIds: ExternalIds<Request>;
  readonly schedule: Schedule;
  readonly runner: Pick<FetchRunner, 'setBackfill'>;
  /** Throws AwsError when the settings forbid such an endpoint or identity; asks nothing of AWS yet. */
  openStore(config: SourceConfig, secrets: SourceSecrets): Promise<ObjectStore>;
  /** The same for the source's queue; undefined for a source without one. */
  openQueue(config: SourceConfig, secrets: SourceSecrets): Promise<MessageQueue | undefined>;
  /** False where Kibana has no encryption key. */
  readonly canEncrypt: boolean;
  readonly log: { warn(message: string): void };
}

const FIXED = ['bucket', 'prefix', 'endpoint', 'namespace'] as const;
/** Runs note problems in the same saved object; nobody else writes to it often. */
const MAX_TRIES = 5;

interface Edited {
  readonly config: SourceConfig;
  readonly secrets: SourceSecrets;
}

/** Throws SourceError, AwsError (forbidden by the settings), ElasticsearchError. What fails before it is stored changes nothing. */
export class SourceEdits<Request> {
  constructor(private readonly host: SourceEditsHost<Request>) {}

  /**
   * Changes what is named. New credentials also repair a source whose secrets can't be read any more: its write key is
   * lost with them, so the caller lends it a new one.
   */
  async change(
    request: Request,
    userClient: Client,
    id: string,
    change: ChangeSourceRequest,
  ): Promise<SourceResponse> {
    const before = await this.host.repository.get(id);
    requireOwn(before);
    requireUnchanged(before, change);
    requireSamePlace(before, change);
    const old = await this.secretsOf(id, change.credentials !== undefined);
    const key =
      old === 'unreadable' ? await this.lend(request, userClient, before, change.write_key) : undefined;
    const config = await this.changedConfig(request, before, change, key);
    const secrets = changedSecrets(old, change, key);
    await this.store(request, before, { config, secrets }, key);
    if (config.start !== before.config.start)
      await this.host.runner.setBackfill({ ...before, config }, 'running');
    await this.reschedule(before, config);
    return toResponse({ ...before, config });
  }

  /** Lends the source a new key of today's rights as the current user, and revokes the one before. */
  async renewKey(
    request: Request,
    userClient: Client,
    id: string,
    { write_key: brought }: RenewKeyRequest,
  ): Promise<SourceResponse> {
    const before = await this.host.repository.get(id);
    requireLentKey(before);
    const secrets = await this.host.repository.readSecrets(id);
    const key = await this.lend(request, userClient, before, brought);
    if (key === undefined) throw noKeyNeeded();
    const config = { ...before.config, write_key: key.shown };
    await this.store(request, before, { config, secrets: { ...secrets, write_key: key.encoded } }, key);
    await this.reschedule(before, config);
    return toResponse({ ...before, config });
  }

  private async secretsOf(id: string, areRenewed: boolean): Promise<SourceSecrets | 'unreadable'> {
    try {
      return await this.host.repository.readSecrets(id);
    } catch (error) {
      const isUnreadable = error instanceof SourceError && error.code === 'secrets_unreadable';
      if (!isUnreadable || !areRenewed) throw error;
      return 'unreadable';
    }
  }

  private async lend(
    request: Request,
    userClient: Client,
    { config: { name, namespace } }: StoredSource,
    brought: string | undefined,
  ): Promise<LentKey | undefined> {
    if (!this.host.canEncrypt) throw noEncryptionKey();
    return lendWriteKey(this.host, request, userClient, { name, namespace, write_key: brought });
  }

  private async changedConfig(
    request: Request,
    { id, config }: StoredSource,
    change: ChangeSourceRequest,
    key: LentKey | undefined,
  ): Promise<SourceConfig> {
    const { now, keys, externalIds } = this.host;
    const { credentials, write_key: _key, updated_at: _seen, ...rest } = change;
    const external = config.credentials.external_id;
    const externalId =
      credentials?.type === 'role' ? (external ?? (await externalIds.make(request, id))) : external;
    return sourceConfigSchema.parse({
      ...withoutNulls({ ...config, ...rest }),
      ...(credentials && { credentials: shownCredentials(credentials, externalId) }),
      ...(key && { write_key: key.shown }),
      updated_at: new Date(now()).toISOString(),
      updated_by: keys.userOf(request),
    });
  }

  /** With all checks before, and the key before revoked after. */
  private async store(
    request: Request,
    before: StoredSource,
    edited: Edited,
    key: LentKey | undefined,
  ): Promise<void> {
    try {
      await this.requireAllowed(before.config, edited);
      await this.replace(request, before, edited);
    } catch (error) {
      await this.revoke(key?.shown, before);
      throw error;
    }
    if (key !== undefined) await this.revoke(before.config.write_key, before);
  }

  /** Only what was lent. Never throws: what was done before is to be told. */
  private async revoke(key: SourceConfig['write_key'], { config: { name } }: StoredSource): Promise<void> {
    if (key?.is_granted !== true) return;
    try {
      await this.host.keys.invalidate(key.id);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.host.log.warn(`Source "${name}": its API key ${key.id} is needed no more, revoke it. ${why}`);
    }
  }

  private async requireAllowed(before: SourceConfig, { config, secrets }: Edited): Promise<void> {
    const { now, openStore, openQueue } = this.host;
    if (config.start !== before.start || config.end !== before.end)
      requireStartDay(config.start, config.end, dayOf(now()));
    (await openStore(config, secrets)).close();
    (await openQueue(config, secrets))?.close();
  }

  /** Runs may note a problem meanwhile; who changes the source itself is not overwritten. */
  private async replace(request: Request, before: StoredSource, { config, secrets }: Edited): Promise<void> {
    const { repository, now } = this.host;
    const at = new Date(now()).toISOString();
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const current = tries === 1 ? before : await repository.get(before.id);
      if (JSON.stringify(current.config) !== JSON.stringify(before.config)) break;
      const { problem } = current.status;
      // what stood in its way may be gone: tried at once, and all that is known looked at anew
      const status = { ...current.status, problem: problem && { ...problem, retry_at: at }, asked_at: at };
      if (await repository.replace(request, { ...current, config, status }, secrets)) return;
    }
    throw changedMeanwhile(before.config.name);
  }

  /** Task Manager keeps the interval with which a task was made. */
  private async reschedule(
    { id, config: before, status }: StoredSource,
    config: SourceConfig,
  ): Promise<void> {
    const { schedule } = this.host;
    if (status.paused_at !== undefined) return;
    if (config.interval !== before.interval) await schedule.remove(id, config.slices);
    await schedule.ensure(id, config.slices, config.interval);
    await schedule.runSoon(id, config.slices);
  }
}

function changedSecrets(
  old: SourceSecrets | 'unreadable',
  { credentials }: ChangeSourceRequest,
  key: LentKey | undefined,
): SourceSecrets {
  if (old !== 'unreadable') return { ...old, ...(credentials && { credentials }) };
  if (credentials === undefined) throw new Error('secrets that can not be read must come anew');
  return { credentials, write_key: key?.encoded };
}

function requireUnchanged({ config }: StoredSource, { updated_at: seen }: ChangeSourceRequest): void {
  if (seen === undefined || Date.parse(seen) === Date.parse(config.updated_at ?? config.created_at)) return;
  throw changedMeanwhile(config.name, config.updated_by);
}

function requireSamePlace({ config }: StoredSource, change: ChangeSourceRequest): void {
  const other = FIXED.find(
    (name) => change[name] !== undefined && (change[name] ?? undefined) !== config[name],
  );
  if (other === undefined) return;
  throw new SourceError(
    'location_fixed',
    `The ${other} of a source can't be changed: what is remembered of source "${config.name}" is about its own files. Create another source; its events are not doubled.`,
  );
}

function withoutNulls(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}

function changedMeanwhile(name: string, by?: string): SourceError {
  return new SourceError(
    'state_conflict',
    `${by ?? 'Somebody else'} has changed the source "${name}" meanwhile. Look at it again, and change what is still to be changed.`,
  );
}

function noKeyNeeded(): SourceError {
  return new SourceError(
    'no_key_needed',
    "Elasticsearch's security is off, or its API keys are: Kibana's own user writes, and there is no key to renew.",
  );
}
