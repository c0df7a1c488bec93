/** Runs one slice of one source: hands it with the source's secrets to the thread that does the work, and notes what it stumbled over. */
import type { Client } from '@elastic/elasticsearch';
import { randomUUID } from 'node:crypto';
import type {
  AccountRegionResponse,
  RunResponse,
  SourceProblem,
  SourceSecrets,
  SourceStatusAttributes,
  SourceStatusResponse,
} from '../../common/sources';
import { MAX_GAPS } from '../../common/sources';
import type { Day } from '../cloudtrail/day';
import { CloudTrailError, SourceError } from '../errors';
import { toGapResponse } from '../health/freshness';
import { GapWatch } from '../health/gap_watch';
import type { Gap } from '../health/gaps';
import { IndexCreator } from '../indices/ensure_index';
import { FailuresStore } from '../indices/failures_store';
import { deleteGaps } from '../indices/gaps_store';
import { MappingUpgrades, outdatedIndices } from '../indices/mapping_upgrade';
import { Retention, retentionFloor } from '../indices/retention';
import { StateStore } from '../indices/state_store';
import { ensureTemplates } from '../indices/templates';
import type { Namespaces } from '../namespaces/namespaces';
import type { SourceRepository, StoredSource } from '../sources/source_repository';
import { NO_COUNTS } from './account_region_state';
import type { BackfillState } from './backfill_state';
import { setBackfill } from './backfill_state';
import { hasNotBeen, isTooFar } from './clock';
import type { FetchedSource } from './fetch_parts';
import { intervalMs } from './interval';
import { nextProblem } from './next_problem';
import { readAccountRegions, readGaps, readProgress } from './progress';
import { addRun, readRuns } from './run_log';
import { readQueueState, shownQueue } from './queue_state';
import type { ReadLimits } from './read_log_file';
import type { SliceResult } from './run_slice';
import { sourceNotes } from './source_notes';
import { storeRemarks } from './store_remarks';
import type { SliceThread } from './slice_thread';

/** A run begins nothing more after this; Task Manager would start the next one beside it after 90 s. */
const BUDGET_MS = 45_000;
const ODD_SLICES_SHORTER_BY_MS = 15_000;

export interface RunnerLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** What a run needs of its surroundings. */
export interface RunnerHost {
  readonly repository: Pick<SourceRepository<never>, 'get' | 'readSecrets' | 'updateStatus'>;
  /** Kibana's own Elasticsearch user: puts templates, and writes where security is off. */
  readonly internalClient: Client;
  clientWithKey(encodedKey: string): Client;
  readonly namespaces: Pick<Namespaces<never>, 'rulesOf' | 'settingsOf'>;
  /** Where the reading, mapping and writing is done. */
  readonly thread: SliceThread;
  readonly limits: ReadLimits;
  readonly log: RunnerLog;
  /** ms since the epoch */
  readonly now: () => number;
}

/** When Task Manager should run this slice next; undefined: at the interval. `gone`: the source was deleted, or is paused. */
export interface RunAdvice {
  readonly runAt?: Date;
  readonly gone?: boolean;
}

/** One for a Kibana process. */
export class FetchRunner {
  private templates: Promise<void> | undefined;
  private readonly mappings: MappingUpgrades;
  private readonly retention: Retention;
  private readonly gaps: GapWatch;

  constructor(private readonly host: RunnerHost) {
    this.mappings = new MappingUpgrades(host.log, host.now);
    this.retention = new Retention(host.log, host.now);
    this.gaps = new GapWatch(host.log, host.now);
  }

  /** Runs until nothing is due, at most 45 s. Throws only for our own mistakes, and when Kibana's saved objects can't be reached. */
  async run(sourceId: string, slice: number, signal: AbortSignal): Promise<RunAdvice> {
    const { repository, now } = this.host;
    let source: StoredSource;
    try {
      source = await repository.get(sourceId);
    } catch (error) {
      if (error instanceof SourceError && error.code === 'source_not_found') return { gone: true };
      throw error;
    }
    if (source.status.paused_at !== undefined) return { gone: true };
    const retryAt = Date.parse(source.status.problem?.retry_at ?? '');
    if (retryAt > now() && !isTooFar(retryAt, now())) return { runAt: new Date(retryAt) };
    const startedAt = now();
    const result = await this.tryRun(source, slice, signal);
    this.report(source, slice, result, now() - startedAt);
    await this.noteRun(source, slice, result, startedAt);
    if (!(await this.isThere(sourceId))) return { gone: true };
    const advice = await this.noteProblem(source, slice, result, startedAt);
    if (slice === 0) await this.watchGaps(sourceId);
    return advice;
  }

  /** How a source is doing, read with its own key. Throws SourceError, ElasticsearchError. */
  async status(source: StoredSource): Promise<SourceStatusResponse> {
    const client = this.writingClient(await this.host.repository.readSecrets(source.id));
    const states = new StateStore(client, new IndexCreator(client));
    const { problem } = source.status;
    const now = this.host.now();
    const fetched = await this.fetchedSource(source);
    const progress = await readProgress(states, fetched, problem, now, isListening(source));
    const { gaps } = progress;
    const allGaps = gaps.whole === undefined ? latestFirst(gaps.places) : [gaps.whole];
    const isPaused = source.status.paused_at !== undefined;
    const queue = source.config.sqs && (await readQueueState(states, source.id));
    const lastFetchedAt = Math.max(progress.lastFetchedAt ?? 0, queue?.emptied_at ?? 0);
    return {
      ...progress.freshness,
      id: source.id,
      state: isPaused ? 'paused' : progress.state,
      problem,
      counts: progress.counts,
      account_regions: progress.accountRegions,
      account_regions_complete: progress.accountRegionsComplete,
      last_fetched_at: lastFetchedAt === 0 ? null : new Date(lastFetchedAt).toISOString(),
      next_poll_at:
        isPaused || progress.nextPollAt === null ? null : new Date(progress.nextPollAt).toISOString(),
      backfill: progress.backfill,
      gaps: allGaps.slice(0, MAX_GAPS).map(toGapResponse),
      gap_count: allGaps.length,
      notes: sourceNotes(source.config),
      queue: source.config.sqs === undefined ? null : shownQueue(queue),
      outdated_indices: (await outdatedIndices(client, source.config.namespace)).length,
    };
  }

  /** Each account × region of a source, and how much is remembered of it. Throws SourceError, ElasticsearchError. */
  async accountRegions(source: StoredSource): Promise<readonly AccountRegionResponse[]> {
    const fetched = await this.fetchedSource(source);
    return readAccountRegions(await this.states(source), fetched, this.host.now(), isListening(source));
  }

  /** Throws SourceError, ElasticsearchError. */
  async setBackfill(source: StoredSource, state: BackfillState['state']): Promise<void> {
    await this.prepareTemplates();
    await setBackfill(await this.states(source), source.id, state);
  }

  /** The failures of a source. Throws SourceError, ElasticsearchError. */
  async failures(source: StoredSource): Promise<FailuresStore> {
    const client = this.writingClient(await this.host.repository.readSecrets(source.id));
    return this.failuresStore(client, new IndexCreator(client), source);
  }

  /** The last runs of a source, the newest first. Throws SourceError, ElasticsearchError. */
  async runs(source: StoredSource): Promise<readonly RunResponse[]> {
    const client = this.writingClient(await this.host.repository.readSecrets(source.id));
    return readRuns(new StateStore(client, new IndexCreator(client)), source.id);
  }

  /** Drops what the fetcher remembers of a source; its events stay. */
  async forget({ write_key: key }: Pick<SourceSecrets, 'write_key'>, sourceId: string): Promise<void> {
    const client = this.writingClient({ write_key: key });
    await new StateStore(client, new IndexCreator(client)).deleteSource(sourceId);
    await deleteGaps(client, sourceId);
  }

  private async tryRun(source: StoredSource, slice: number, signal: AbortSignal): Promise<SliceResult> {
    const { repository, namespaces, thread, limits, now } = this.host;
    try {
      const secrets = await repository.readSecrets(source.id);
      await this.prepareTemplates();
      const { namespace } = source.config;
      const rules = await namespaces.rulesOf(namespace);
      await this.mappings.run(this.writingClient(secrets), namespace);
      if (slice === 0) await this.retention.run(this.writingClient(secrets), namespace, rules.settings);
      const request = {
        source: notBefore(retentionFloor(rules.settings, now()), fetchedSource(source, now())),
        rules,
        config: source.config,
        credentials: secrets.credentials,
        owner: `${slice}:${randomUUID()}`,
        prunesFailures: slice === 0,
        limits,
        deadline: endOfRun(now(), slice),
      };
      return await thread.run(request, this.writingClient(secrets), signal);
    } catch (error) {
      if (!(error instanceof CloudTrailError)) throw error;
      return { problem: error, progressed: false, hasMore: false, counts: NO_COUNTS };
    }
  }

  private async noteRun(
    { id }: StoredSource,
    slice: number,
    { problem, counts, s3 }: SliceResult,
    startedAt: number,
  ): Promise<void> {
    const remarks = storeRemarks(s3);
    const run: RunResponse = {
      at: new Date(startedAt).toISOString(),
      ms: this.host.now() - startedAt,
      slice,
      counts,
      problem: problem === undefined ? null : { code: problem.code, message: problem.message },
      ...(remarks.length === 0 ? {} : { remarks }),
    };
    try {
      const client = this.writingClient(await this.host.repository.readSecrets(id));
      const states = new StateStore(client, new IndexCreator(client));
      await addRun(states, id, run);
      // deleted while this run went on: what it noted came after all else was forgotten
      if (!(await this.isThere(id))) await states.deleteSource(id);
    } catch (error) {
      // Elasticsearch is away, the secrets can't be read, or the source is gone: the problem says so
      if (!(error instanceof CloudTrailError)) throw error;
    }
  }

  /** Nobody waits for it: without secrets, or a source, there is no gap to tell. */
  private async watchGaps(sourceId: string): Promise<void> {
    const { repository } = this.host;
    try {
      const source = await repository.get(sourceId);
      const { name, namespace } = source.config;
      const client = this.writingClient(await repository.readSecrets(sourceId));
      await this.gaps.run(client, { id: sourceId, name, namespace }, async () =>
        readGaps(
          new StateStore(client, new IndexCreator(client)),
          await this.fetchedSource(source),
          source.status.problem,
        ),
      );
    } catch (error) {
      if (!(error instanceof CloudTrailError)) throw error;
    }
  }

  private failuresStore(client: Client, indices: IndexCreator, { id, config }: StoredSource): FailuresStore {
    return new FailuresStore(client, indices, id, config.namespace, this.host.now);
  }

  private async fetchedSource(source: StoredSource): Promise<FetchedSource> {
    const settings = await this.host.namespaces.settingsOf(source.config.namespace);
    const now = this.host.now();
    return notBefore(retentionFloor(settings, now), fetchedSource(source, now));
  }

  private async states({ id }: StoredSource): Promise<StateStore> {
    const client = this.writingClient(await this.host.repository.readSecrets(id));
    return new StateStore(client, new IndexCreator(client));
  }

  private writingClient({ write_key: key }: Pick<SourceSecrets, 'write_key'>): Client {
    return key === undefined ? this.host.internalClient : this.host.clientWithKey(key);
  }

  private async prepareTemplates(): Promise<void> {
    this.templates ??= ensureTemplates(this.host.internalClient);
    try {
      await this.templates;
    } catch (error) {
      this.templates = undefined;
      throw error;
    }
  }

  private async isThere(sourceId: string): Promise<boolean> {
    try {
      await this.host.repository.get(sourceId);
      return true;
    } catch (error) {
      if (error instanceof SourceError && error.code === 'source_not_found') return false;
      throw error;
    }
  }

  private async noteProblem(
    source: StoredSource,
    slice: number,
    result: SliceResult,
    startedAt: number,
  ): Promise<RunAdvice> {
    const { repository, now } = this.host;
    const interval = intervalMs(source.config.interval);
    // it was mended, or somebody wants it looked at, after this run began: what this run met may be gone
    const isAskedAnew = (status: SourceStatusAttributes) => status.asked_at !== source.status.asked_at;
    // another slice may have noted something meanwhile
    const { before, after } = await repository.updateStatus(source.id, (status) => {
      if (isAskedAnew(status)) return status;
      const problem = nextProblem(status.problem, { slice, ...result }, now(), interval);
      return JSON.stringify(problem) === JSON.stringify(status.problem) ? status : { ...status, problem };
    });
    if (isAskedAnew(before)) return { runAt: new Date(now()) };
    const { problem } = after;
    if (after !== before) this.tell(source.config.name, before.problem, problem);
    if (problem !== null && !result.progressed) return { runAt: new Date(problem.retry_at) };
    if (result.hasMore) return { runAt: new Date(now()) };
    const { heldUntil = Infinity } = result;
    return heldUntil < startedAt + interval ? { runAt: new Date(heldUntil) } : {};
  }

  /** Once for each problem, not at each try. */
  private tell(name: string, previous: SourceProblem | null, problem: SourceProblem | null): void {
    const { log } = this.host;
    if (problem === null) log.info(`Source "${name}" works again.`);
    else if (previous?.message !== problem.message)
      log.warn(`Source "${name}" (${problem.code}): ${problem.message}`);
  }

  private report({ config }: StoredSource, slice: number, { counts, s3 }: SliceResult, ms: number): void {
    const { log } = this.host;
    const { objects, events, known, failed, skipped, bytes } = counts;
    const line = `Source "${config.name}", slice ${slice}: ${objects} objects (${bytes} bytes), ${events} events, ${known} known, ${failed} failed, ${skipped} skipped in ${ms} ms`;
    const told = [line, ...storeRemarks(s3)].join(', ');
    if (objects + skipped + failed > 0) log.info(told);
    else log.debug(told);
  }
}

/** Its runs take a queue that does not answer for none, and poll more often. */
function isListening({ config }: StoredSource): boolean {
  return config.sqs !== undefined;
}

function latestFirst(gaps: readonly Gap[]): readonly Gap[] {
  return [...gaps].sort((a, b) => b.since - a.since);
}

/** What is past retention is not looked for: a day's folder holds no events of later days. */
function notBefore(floor: Day | undefined, source: FetchedSource): FetchedSource {
  return floor === undefined || floor <= source.start ? source : { ...source, start: floor };
}

function fetchedSource({ id, config, status }: StoredSource, now: number): FetchedSource {
  const askedAt = status.asked_at === null ? 0 : Date.parse(status.asked_at);
  return {
    id,
    bucket: config.bucket,
    prefix: config.prefix,
    namespace: config.namespace,
    start: config.start,
    end: config.end,
    excludeAccounts: config.exclude_accounts ?? [],
    excludeRegions: config.exclude_regions ?? [],
    createdAt: Date.parse(config.created_at),
    intervalMs: intervalMs(config.interval),
    // each poll would take itself for asked for
    askedAt: hasNotBeen(askedAt, now) ? 0 : askedAt,
  };
}

/**
 * When a run that begins at `now` is to begin nothing more, both in ms. Task Manager takes some 3 s to take a task up
 * again: slices that began together would all stand still in them.
 */
export function endOfRun(now: number, slice: number): number {
  return now + BUDGET_MS - (slice % 2) * ODD_SLICES_SHORTER_BY_MS;
}
