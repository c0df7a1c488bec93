/** Keeps the sources that kibana.yml declares as it says: makes, changes and removes them when Kibana starts. */
import type { SourceConfig, SourceSecrets } from '../../common/sources';
import { sourceConfigSchema } from '../../common/sources';
import { addDays, dayOf } from '../cloudtrail/day';
import { SourceError } from '../errors';
import { isClientError } from '../indices/elasticsearch_errors';
import type { Namespaces } from '../namespaces/namespaces';
import type { DeclaredSource } from './declared_source';
import { declaredSourceId, isDeclaredKey, KIBANA_YML } from './declared_source';
import type { ExternalIds } from './external_ids';
import type { KeyGranter, LendingHost, WriteKey } from './lend_write_key';
import { rightsOf, timesOfKey } from './lend_write_key';
import type { SourceRepository, StoredSource } from './source_repository';
import type { Schedule } from './sources';
import { DEFAULT_DAYS_BACK, noEncryptionKey, shownCredentials } from './sources';
import { idOfEncodedKey } from './write_key';

export interface DeclaredSourcesHost<Request> {
  readonly declared: readonly DeclaredSource[];
  /** Stands for a request: at Kibana's start nobody asks. */
  readonly systemRequest: Request;
  readonly repository: SourceRepository<Request>;
  readonly externalIds: ExternalIds<Request>;
  readonly namespaces: Pick<Namespaces<Request>, 'ensure'>;
  readonly schedule: Pick<Schedule, 'remove'>;
  readonly keys: Pick<KeyGranter<Request>, 'invalidate'>;
  readonly clientWithKey: LendingHost<Request>['clientWithKey'];
  readonly slices: number;
  readonly canEncrypt: boolean;
  /** ms since the epoch */
  readonly now: () => number;
}

/** Other Kibanas with the same file may do the same at once, and runs note problems. */
const MAX_TRIES = 5;

interface Kept {
  readonly config: SourceConfig;
  readonly secrets: SourceSecrets;
}

export class DeclaredSources<Request> {
  constructor(private readonly host: DeclaredSourcesHost<Request>) {}

  /**
   * `remove` deletes a source and all that is its own but its events. Any number of Kibanas may do this at once, and
   * again. Throws SourceError, ElasticsearchError, and whatever Kibana's saved objects throw; what was done till then stays.
   */
  async apply(remove: (id: string) => Promise<void>): Promise<void> {
    const { declared, repository, canEncrypt } = this.host;
    if (declared.length > 0 && !canEncrypt) throw noEncryptionKey();
    const wanted = new Map(declared.map((source) => [declaredSourceId(source), source]));
    for (const { id, config } of await repository.list()) {
      if (config.settings_key !== undefined && !wanted.has(id)) await unlessGone(remove(id));
    }
    for (const [id, source] of wanted) await this.keep(id, source);
  }

  private async keep(id: string, source: DeclaredSource): Promise<void> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const before = await unlessGone(this.host.repository.get(id));
      const done = before === undefined ? await this.make(id, source) : await this.change(before, source);
      if (done) return;
    }
    throw new SourceError(
      'state_conflict',
      `The source "${source.name}" of kibana.yml is being changed by others all the time. It is tried again at Kibana's next start.`,
    );
  }

  /** False where another Kibana was first. */
  private async make(id: string, source: DeclaredSource): Promise<boolean> {
    const { repository, namespaces, systemRequest } = this.host;
    const { config, secrets } = await this.wanted(id, source, undefined, undefined);
    try {
      await repository.create(systemRequest, config, secrets, id);
    } catch (error) {
      if (error instanceof SourceError && error.code === 'external_id_taken') return false;
      throw error;
    }
    await namespaces.ensure(systemRequest, config.namespace);
    return true;
  }

  /** False where the source has changed meanwhile. */
  private async change(before: StoredSource, source: DeclaredSource): Promise<boolean> {
    const { repository, schedule, keys, systemRequest, now } = this.host;
    const old = await this.secretsIfReadable(before.id);
    const { config, secrets } = await this.wanted(before.id, source, before.config, old);
    if (isSame(before.config, config) && isSame(old, secrets)) return true;
    const at = new Date(now()).toISOString();
    const changed = { ...config, updated_at: at, updated_by: KIBANA_YML };
    // what stood in its way may be gone: tried at once, and all that is known looked at anew
    const { problem } = before.status;
    const status = { ...before.status, problem: problem && { ...problem, retry_at: at }, asked_at: at };
    if (!(await repository.replace(systemRequest, { ...before, config: changed, status }, secrets)))
      return false;
    // Task Manager keeps the interval with which a task was made
    if (config.interval !== before.config.interval) await schedule.remove(before.id, config.slices);
    const former = before.config.write_key;
    if (former?.is_granted === true && former.id !== config.write_key?.id) await keys.invalidate(former.id);
    return true;
  }

  private async wanted(
    id: string,
    source: DeclaredSource,
    before: SourceConfig | undefined,
    old: SourceSecrets | undefined,
  ): Promise<Kept> {
    const { externalIds, systemRequest, slices, now } = this.host;
    const { key, credentials, write_key: declaredKey, start, ...rest } = source;
    const externalId = credentials.type === 'role' ? await externalIds.make(systemRequest, id) : undefined;
    const at = new Date(now()).toISOString();
    const writeKey =
      declaredKey === undefined
        ? grantedKey(before, old)
        : { encoded: declaredKey, shown: await this.keyOf(source, declaredKey, before) };
    const config = {
      ...rest,
      settings_key: key,
      start: start ?? before?.start ?? addDays(dayOf(now()), -DEFAULT_DAYS_BACK),
      slices: before?.slices ?? slices,
      credentials: shownCredentials(credentials, externalId),
      created_at: before?.created_at ?? at,
      created_by: KIBANA_YML,
      updated_at: before?.updated_at,
      updated_by: before?.updated_by,
      write_key: writeKey?.shown,
    };
    return {
      config: sourceConfigSchema.parse(config),
      secrets: { credentials, write_key: writeKey?.encoded },
    };
  }

  private async keyOf(
    { namespace }: DeclaredSource,
    encoded: string,
    before: SourceConfig | undefined,
  ): Promise<WriteKey> {
    const { clientWithKey, now } = this.host;
    const id = idOfEncodedKey(encoded);
    const shown = { id, owner: KIBANA_YML, is_granted: false, rights: rightsOf(namespace) };
    try {
      return { ...shown, ...(await timesOfKey(clientWithKey(encoded), id)) };
    } catch (error) {
      if (!isClientError(error)) throw error;
      // Elasticsearch is away or refuses the key: the source's runs say so, and the source is there all the same
      const known = before?.write_key?.id === id ? before.write_key : undefined;
      return {
        ...shown,
        created_at: known?.created_at ?? new Date(now()).toISOString(),
        ...(known?.expires_at === undefined ? {} : { expires_at: known.expires_at }),
      };
    }
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

/** The key that a person has lent, if it can still be read. */
function grantedKey(
  before: SourceConfig | undefined,
  old: SourceSecrets | undefined,
): { readonly encoded: string; readonly shown: WriteKey } | undefined {
  const shown = before?.write_key;
  if (shown === undefined || old?.write_key === undefined || isDeclaredKey(shown)) return undefined;
  return { encoded: old.write_key, shown };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Undefined where there is no such source, or no more. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SourceError && error.code === 'source_not_found') return undefined;
    throw error;
  }
}
