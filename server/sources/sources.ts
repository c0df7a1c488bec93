/** What can be done with sources: create with a write key of the least rights, list, fetch now, look at, delete. */
import type { Client } from '@elastic/elasticsearch';
import type {
  ChosenFailuresResponse,
  CreateSourceRequest,
  Credentials,
  FailuresResponse,
  RunsResponse,
  SourceConfig,
  SourceResponse,
  SourceSecrets,
  SourceStatusAttributes,
  SourceStatusResponse,
} from '../../common/sources';
import type { MessageQueue } from '../aws/message_queue';
import type { ObjectStore } from '../aws/object_store';
import { addDays, dayOf } from '../cloudtrail/day';
import { CloudTrailError, ElasticsearchError, SourceError } from '../errors';
import type { FetchRunner } from '../fetching/fetch_runner';
import type { FailuresPage, FailuresStore } from '../indices/failures_store';
import type { Namespaces } from '../namespaces/namespaces';
import type { ExternalIds } from './external_ids';
import type { LendingHost, WriteKey } from './lend_write_key';
import { keyNotes, lendWriteKey } from './lend_write_key';
import type { SourceRepository, StoredSource } from './source_repository';
import { lacksWriteKey, requireOwn, requireWriteKey } from './declared_limits';
import { requireStartDay } from './start_day';
import { keylessState, keylessStatus } from './keyless_status';

export const DEFAULT_DAYS_BACK = 7;

/** The tasks that fetch. */
export interface Schedule {
  ensure(sourceId: string, slices: number, interval: string): Promise<void>;
  runSoon(sourceId: string, slices: number): Promise<void>;
  remove(sourceId: string, slices: number): Promise<void>;
}

export interface SourcesHost<Request> extends LendingHost<Request> {
  readonly repository: SourceRepository<Request>;
  readonly externalIds: ExternalIds<Request>;
  readonly schedule: Schedule;
  readonly namespaces: Pick<Namespaces<Request>, 'ensure'>;
  readonly runner: Pick<FetchRunner, 'status' | 'failures' | 'runs' | 'forget'>;
  /** Throws AwsError when the settings forbid such an endpoint or identity; asks nothing of AWS yet. */
  openStore(config: SourceConfig, secrets: SourceSecrets): Promise<ObjectStore>;
  /** The same for the source's queue; undefined for a source without one. */
  openQueue(config: SourceConfig, secrets: SourceSecrets): Promise<MessageQueue | undefined>;
  /** False where Kibana has no encryption key. */
  readonly canEncrypt: boolean;
  readonly slices: number;
}

export class Sources<Request> {
  constructor(private readonly host: SourcesHost<Request>) {}

  /** Throws SourceError, AwsError (forbidden by the settings), ElasticsearchError. Leaves nothing behind when it fails. */
  async create(request: Request, userClient: Client, wanted: CreateSourceRequest): Promise<SourceResponse> {
    const { host } = this;
    if (!host.canEncrypt) throw noEncryptionKey();
    const externalId = await this.externalIdFor(request, wanted);
    const config = this.configOf(request, wanted, externalId);
    (await host.openStore(config, { credentials: wanted.credentials })).close();
    (await host.openQueue(config, { credentials: wanted.credentials }))?.close();
    const key = await lendWriteKey(host, request, userClient, wanted);
    let created: StoredSource | undefined;
    try {
      const secrets = { credentials: wanted.credentials, write_key: key?.encoded };
      const withKey = key === undefined ? config : { ...config, write_key: key.shown };
      const id = externalId && (await host.externalIds.sourceIdOf(request, externalId));
      created = await host.repository.create(request, withKey, secrets, id);
      await host.namespaces.ensure(request, config.namespace);
      await host.schedule.ensure(created.id, config.slices, config.interval);
      return toResponse(created);
    } catch (error) {
      await this.undo(created, key?.shown);
      throw error;
    }
  }

  async list(): Promise<readonly SourceResponse[]> {
    return (await this.host.repository.list()).map(toResponse);
  }

  async get(id: string): Promise<SourceResponse> {
    return toResponse(await this.host.repository.get(id));
  }

  async status(id: string): Promise<SourceStatusResponse> {
    const source = await this.host.repository.get(id);
    try {
      await requireWriteKey(source, this.host.keys);
      const status = await this.host.runner.status(source);
      return { ...status, notes: [...status.notes, ...keyNotes(source.config, this.host.now())] };
    } catch (error) {
      const state = error instanceof CloudTrailError ? keylessState(error) : undefined;
      if (!(error instanceof CloudTrailError) || state === undefined) throw error;
      return keylessStatus(source, state, error, this.host.now());
    }
  }

  async failures(id: string, page: FailuresPage): Promise<FailuresResponse> {
    return (await this.failuresOf(id)).list(page);
  }

  /** Marks the failures (all without `ids`) and has the source run soon: S3 is read by that run, not here. */
  async retryFailures(id: string, ids: readonly string[] | undefined): Promise<ChosenFailuresResponse> {
    const failures = await (await this.failuresOf(id)).requestRetry(ids);
    if (failures > 0) await this.runSoon(id);
    return { failures };
  }

  /** What is dismissed is not read again; it stays counted as failed. */
  async dismissFailures(id: string, ids: readonly string[] | undefined): Promise<ChosenFailuresResponse> {
    return { failures: await (await this.failuresOf(id)).dismiss(ids) };
  }

  /** The last runs, the newest first. */
  async runs(id: string): Promise<RunsResponse> {
    const { repository, runner, keys } = this.host;
    const source = await repository.get(id);
    await requireWriteKey(source, keys);
    return { runs: await runner.runs(source) };
  }

  /** Looks at the whole source as soon as may be: what was looked at before is due, pauses after problems end. */
  async fetchNow(id: string): Promise<void> {
    const source = await this.host.repository.get(id);
    if (source.status.paused_at !== undefined) throw sourcePaused(source.config.name);
    await requireWriteKey(source, this.host.keys);
    await this.runSoon(id, { asked_at: new Date(this.host.now()).toISOString() });
  }

  /** Deletes the source, what the fetcher remembers of it, and its write key. Its events stay. */
  async delete(id: string): Promise<void> {
    requireOwn(await this.host.repository.get(id));
    await this.remove(id);
  }

  /** The same, also for a source that kibana.yml has declared. */
  async remove(id: string): Promise<void> {
    const { repository, schedule, runner, keys } = this.host;
    const { config } = await repository.get(id);
    const secrets = await this.secretsIfReadable(id);
    await schedule.remove(id, config.slices);
    await repository.delete(id);
    try {
      if (secrets !== undefined) await runner.forget(secrets, id);
    } catch (error) {
      // the key may be revoked already; what is left of the state is small and nobody's
      if (!(error instanceof ElasticsearchError)) throw error;
    } finally {
      if (config.write_key?.is_granted === true) await keys.invalidate(config.write_key.id);
    }
  }

  /** Makes sure that each source has its tasks; for Kibana's start. */
  async scheduleAll(): Promise<void> {
    const isSecured = await this.host.keys.isNeeded();
    for (const source of await this.host.repository.list()) {
      const { id, config, status } = source;
      if (status.paused_at !== undefined || (isSecured && lacksWriteKey(source))) continue;
      await this.host.schedule.ensure(id, config.slices, config.interval);
    }
  }

  private async runSoon(id: string, change: Partial<SourceStatusAttributes> = {}): Promise<void> {
    const { repository, schedule, now } = this.host;
    const { config, status } = await repository.get(id);
    const retryAt = new Date(now()).toISOString();
    await repository.updateStatus(id, (current) => ({
      ...current,
      ...change,
      problem: current.problem && { ...current.problem, retry_at: retryAt },
    }));
    if (status.paused_at !== undefined) return;
    await schedule.ensure(id, config.slices, config.interval);
    await schedule.runSoon(id, config.slices);
  }

  private async failuresOf(id: string): Promise<FailuresStore> {
    const source = await this.host.repository.get(id);
    await requireWriteKey(source, this.host.keys);
    return this.host.runner.failures(source);
  }

  /** For a role. Throws SourceError `external_id_unknown` for one that we did not make. */
  private async externalIdFor(
    request: Request,
    { credentials, external_id: given }: CreateSourceRequest,
  ): Promise<string | undefined> {
    const { externalIds } = this.host;
    if (credentials.type !== 'role') return undefined;
    if (given !== undefined) await externalIds.sourceIdOf(request, given);
    return given ?? externalIds.make(request);
  }

  private configOf(
    request: Request,
    wanted: CreateSourceRequest,
    externalId: string | undefined,
  ): SourceConfig {
    const { now, slices, keys } = this.host;
    const { credentials, start: wantedStart, write_key: _key, external_id: _id, ...rest } = wanted;
    const today = dayOf(now());
    const start = wantedStart ?? addDays(today, -DEFAULT_DAYS_BACK);
    requireStartDay(start, wanted.end, today);
    return {
      ...rest,
      start,
      slices,
      credentials: shownCredentials(credentials, externalId),
      created_at: new Date(now()).toISOString(),
      created_by: keys.userOf(request),
    };
  }

  /** As far as it goes: the fault that led here is the one to tell. */
  private async undo(created: StoredSource | undefined, key: WriteKey | undefined): Promise<void> {
    const { schedule, repository, keys } = this.host;
    await Promise.allSettled([
      created && schedule.remove(created.id, created.config.slices),
      created && repository.delete(created.id),
      key?.is_granted === true && keys.invalidate(key.id),
    ]);
  }

  private async secretsIfReadable(id: string): Promise<SourceSecrets | undefined> {
    try {
      return await this.host.repository.readSecrets(id);
    } catch (error) {
      if (error instanceof SourceError && error.code === 'secrets_unreadable') return undefined;
      throw error;
    }
  }
}

export function toResponse({ id, config }: StoredSource): SourceResponse {
  return { id, ...config };
}

/** What of the credentials may be shown; a role gets the external id that its trust policy must ask for. */
export function shownCredentials(
  credentials: Credentials,
  externalId: string | undefined,
): SourceConfig['credentials'] {
  switch (credentials.type) {
    case 'access_key':
      return { type: 'access_key', access_key_id_end: credentials.access_key_id.slice(-4) };
    case 'role':
      return {
        type: 'role',
        role_arn: credentials.role_arn,
        access_key_id_end: credentials.access_key?.access_key_id.slice(-4),
        external_id: externalId,
      };
    case 'server':
      return { type: 'server' };
  }
}

function sourcePaused(name: string): SourceError {
  return new SourceError('source_paused', `The source "${name}" is paused. Resume it, then it fetches.`);
}

export function noEncryptionKey(): SourceError {
  return new SourceError(
    'no_encryption_key',
    'Kibana has no encryption key, so secrets can not be kept. Set xpack.encryptedSavedObjects.encryptionKey (32 characters or more) in kibana.yml and restart Kibana.',
  );
}
