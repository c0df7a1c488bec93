/** Task Manager over a real Elasticsearch index, with the habits that contract 8.1 lists: overlap, lost state, no cancel at the end. */
import { errors, type Client } from '@elastic/elasticsearch';
import type {
  Logger,
  TaskDefinition,
  TaskManagerSetup,
  TaskManagerStart,
  TaskRunResult,
} from '../../server/kibana/contracts';
import { BoomError } from './boom';

const TASKS_INDEX = '.kibana_task_manager_standin';
/** Kibana's `max_workers`. */
const MAX_WORKERS = 10;
const DEFAULT_TIMEOUT = '5m';
const DEFAULT_MAX_ATTEMPTS = 3;
const RETRY_DELAY_MS = 5 * 60_000;
/** What a definition may hold in 8.12 beside `type` (task.js); `cost` and `priority` came later. */
const DEFINITION_KEYS = new Set([
  'title',
  'description',
  'timeout',
  'maxAttempts',
  'createTaskRunner',
  'stateSchemaByVersion',
  'paramsSchema',
  'indirectParamsSchema',
]);
const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `90s`, `5m`, `1h`, `1d`. Throws on anything else, as Kibana does when it first needs the number. */
export function intervalMs(interval: string): number {
  const match = /^([1-9]\d*)([smhd])$/.exec(interval);
  const unit = UNITS_MS[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new Error(`Invalid interval "${interval}". Intervals must be of the form {number}m. Example: 5m.`);
  }
  return Number(match[1]) * unit;
}

/** One task as stored. Times are ms since 1970. */
export interface TaskDocument {
  readonly taskType: string;
  readonly schedule?: { readonly interval: string };
  readonly params: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
  readonly scope?: readonly string[];
  readonly status: 'idle' | 'running';
  readonly runAt: number;
  readonly startedAt: number | null;
  /** When a running task counts as free again. */
  readonly retryAt: number | null;
  readonly ownerId: string | null;
  readonly attempts: number;
}
export interface StoredTask {
  readonly id: string;
  readonly task: TaskDocument;
  /** For compare-and-set. */
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** Where tasks are kept. `put` answers the new version, or undefined when somebody else was first. */
export interface TaskStore {
  /** False: there is one with this id. */
  create(id: string, task: TaskDocument): Promise<boolean>;
  get(id: string): Promise<StoredTask | undefined>;
  /** Idle and due, or running past their retryAt; oldest first. */
  due(now: number, taskTypes: readonly string[], limit: number): Promise<readonly StoredTask[]>;
  put(stored: StoredTask, task: TaskDocument): Promise<StoredTask | undefined>;
  /** False: there was none. */
  remove(id: string): Promise<boolean>;
}

type Definition = TaskDefinition & {
  readonly maxAttempts?: number;
  readonly maxConcurrency?: number;
};
type Runner = ReturnType<TaskDefinition['createTaskRunner']> & { cleanup?(): Promise<void> };

interface Running {
  readonly id: string;
  readonly name: string;
  readonly expiresAt: number;
  readonly timeout: string;
  runner?: Runner;
}

export class TaskManagerService implements TaskManagerSetup, TaskManagerStart {
  private readonly definitions = new Map<string, Definition>();
  /** Runs that count as workers; one that overran is taken out though it goes on. */
  private readonly pool = new Set<Running>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly store: TaskStore,
    private readonly log: Logger,
    private readonly ownerId: string,
    private readonly pollMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  registerTaskDefinitions(definitions: Readonly<Record<string, Definition>>): void {
    for (const [type, definition] of Object.entries(definitions)) {
      if (this.definitions.has(type)) throw new Error(`Task ${type} is already defined!`);
      if (definition.maxConcurrency !== undefined) {
        throw new Error(`maxConcurrency setting isn't allowed for task type: ${type}`);
      }
    }
    try {
      for (const definition of Object.values(definitions)) {
        const unknown = Object.keys(definition).find((key) => !DEFINITION_KEYS.has(key));
        if (unknown !== undefined) throw new Error(`[${unknown}]: definition for this key is missing`);
        intervalMs(definition.timeout ?? DEFAULT_TIMEOUT);
      }
    } catch (error) {
      // one line, and none of this call's definitions is registered
      this.log.error(`Could not sanitize task definitions: ${(error as Error).message}`);
      return;
    }
    for (const [type, definition] of Object.entries(definitions)) this.definitions.set(type, definition);
  }

  async ensureScheduled(task: Parameters<TaskManagerStart['ensureScheduled']>[0]): Promise<unknown> {
    if (!this.definitions.has(task.taskType)) {
      const supported = [...this.definitions.keys()].join(', ');
      throw new Error(`Unsupported task type "${task.taskType}". Supported types are ${supported}`);
    }
    const { id, taskType, schedule, params, state, scope } = task;
    // an existing task stays as it is; the answer is what was asked for all the same
    await this.store.create(id, {
      taskType,
      schedule,
      params,
      state,
      scope,
      status: 'idle',
      runAt: this.now(),
      startedAt: null,
      retryAt: null,
      ownerId: null,
      attempts: 0,
    });
    return task;
  }

  async runSoon(id: string): Promise<{ readonly id: string }> {
    const stored = await this.store.get(id);
    if (stored === undefined) throw new BoomError(404, `Saved object [task/${id}] not found`);
    if (stored.task.status === 'running')
      throw new Error(`Failed to run task "${id}" as it is currently running`);
    // a lost race is not told, as in Kibana
    await this.store.put(stored, { ...stored.task, status: 'idle', runAt: this.now() });
    return { id };
  }

  async removeIfExists(id: string): Promise<void> {
    await this.store.remove(id);
  }

  async bulkRemove(ids: readonly string[]): Promise<{
    readonly statuses: readonly { readonly id: string; readonly type: 'task'; readonly success: boolean }[];
  }> {
    const statuses = [];
    for (const id of ids) statuses.push({ id, type: 'task' as const, success: await this.store.remove(id) });
    return { statuses };
  }

  start(): void {
    const poll = async () => {
      try {
        await this.poll();
      } catch (error) {
        this.log.error(`Failed to poll for work: ${String(error)}`);
      }
      if (!this.stopped) this.timer = setTimeout(() => void poll(), this.pollMs);
    };
    void poll();
  }

  /** No new runs. Those under way are neither cancelled nor marked: so does Kibana on SIGTERM. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Cancels what overran, then starts what is due. */
  async poll(): Promise<void> {
    const now = this.now();
    for (const running of this.pool) {
      if (running.expiresAt >= now) continue;
      this.log.warn(
        `Cancelling task ${running.name} as it expired at ${new Date(running.expiresAt).toISOString()} (with timeout set at ${running.timeout}).`,
      );
      this.pool.delete(running);
      const { runner } = running;
      running.runner = undefined;
      Promise.resolve(runner?.cancel()).catch((error: unknown) => {
        this.log.error(`Failed to cancel task ${running.name}: ${String(error)}`);
      });
    }
    const free = MAX_WORKERS - this.pool.size;
    if (free <= 0 || this.definitions.size === 0) return;
    for (const stored of await this.store.due(now, [...this.definitions.keys()], free)) {
      if ([...this.pool].some((running) => running.id === stored.id)) continue;
      try {
        await this.claim(stored);
      } catch (error) {
        this.log.error(`Failed to mark Task ${nameOf(stored)} as running: ${String(error)}`);
      }
    }
  }

  private async claim(stored: StoredTask): Promise<void> {
    const { task } = stored;
    const definition = this.definitions.get(task.taskType);
    if (definition === undefined || this.stopped) return;
    const timeout = definition.timeout ?? DEFAULT_TIMEOUT;
    const timeoutMs = intervalMs(timeout);
    const startedAt = this.now();
    if (task.schedule === undefined && task.attempts >= (definition.maxAttempts ?? DEFAULT_MAX_ATTEMPTS)) {
      await this.store.remove(stored.id);
      return;
    }
    const untilRetryMs =
      task.schedule === undefined
        ? timeoutMs + RETRY_DELAY_MS
        : Math.max(intervalMs(task.schedule.interval), timeoutMs);
    const claimed = await this.store.put(stored, {
      ...task,
      status: 'running',
      startedAt,
      retryAt: startedAt + untilRetryMs,
      ownerId: this.ownerId,
      attempts: task.attempts + 1,
    });
    if (claimed === undefined) return;
    const running: Running = {
      id: stored.id,
      name: nameOf(stored),
      expiresAt: startedAt + timeoutMs,
      timeout,
    };
    this.pool.add(running);
    void this.run(definition, claimed, running).finally(() => this.pool.delete(running));
  }

  private async run(definition: Definition, claimed: StoredTask, running: Running): Promise<void> {
    const { task } = claimed;
    let result: (Partial<TaskRunResult> & { schedule?: { interval: string }; error?: unknown }) | undefined;
    let failed = false;
    try {
      const startedAt = task.startedAt === null ? null : new Date(task.startedAt);
      const { id, ...instance } = { id: claimed.id, ...task, startedAt };
      running.runner = definition.createTaskRunner({ taskInstance: { id, ...instance } });
      result = await running.runner.run();
      failed = result?.error !== undefined;
    } catch (error) {
      this.log.error(`Task ${running.name} failed: ${String(error)}`);
      result = { state: task.state };
      failed = true;
    }
    try {
      await this.settle(definition, claimed, running, result ?? {}, failed);
    } catch (error) {
      // the task stays `running` until its retryAt
      this.log.error(`Failed to store the end of task ${running.name}: ${String(error)}`);
    }
  }

  private async settle(
    definition: Definition,
    claimed: StoredTask,
    running: Running,
    result: Partial<TaskRunResult> & { schedule?: { interval: string } },
    failed: boolean,
  ): Promise<void> {
    const { task } = claimed;
    const { schedule = task.schedule, runAt } = result;
    const outOfAttempts = task.attempts >= (definition.maxAttempts ?? DEFAULT_MAX_ATTEMPTS);
    const isOver = schedule === undefined && (failed ? outOfAttempts : runAt === undefined);
    if (isOver) {
      await this.store.remove(claimed.id);
      await running.runner?.cleanup?.();
      return;
    }
    // a run that overran loses its state even when it obeyed cancel
    if (running.expiresAt < this.now()) return;
    const nextRunAt =
      runAt?.getTime() ??
      (schedule === undefined
        ? this.now() + RETRY_DELAY_MS
        : Math.max(this.now(), (task.startedAt ?? this.now()) + intervalMs(schedule.interval)));
    await this.store.put(claimed, {
      ...task,
      schedule,
      state: result.state ?? {},
      runAt: nextRunAt,
      attempts: failed ? task.attempts : 0,
      status: 'idle',
      startedAt: null,
      retryAt: null,
      ownerId: null,
    });
  }
}

const nameOf = ({ id, task }: StoredTask) => `${task.taskType} "${id}"`;

const statusOf = (error: unknown) => (error instanceof errors.ResponseError ? error.statusCode : undefined);

/** Tasks in Elasticsearch, so that they outlive the host and several hosts share them. */
export class ElasticsearchTaskStore implements TaskStore {
  constructor(private readonly client: Client) {}

  /** Makes the index if it is not there. */
  async start(): Promise<void> {
    if (await this.client.indices.exists({ index: TASKS_INDEX })) return;
    try {
      await this.client.indices.create({
        index: TASKS_INDEX,
        settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
        mappings: {
          dynamic: false,
          properties: {
            taskType: { type: 'keyword' },
            status: { type: 'keyword' },
            runAt: { type: 'date' },
            retryAt: { type: 'date' },
          },
        },
      });
    } catch (error) {
      if (!String(error).includes('resource_already_exists')) throw error;
    }
  }

  async create(id: string, task: TaskDocument): Promise<boolean> {
    try {
      await this.client.create({ index: TASKS_INDEX, id, document: task, refresh: true });
      return true;
    } catch (error) {
      if (statusOf(error) === 409) return false;
      throw error;
    }
  }

  async get(id: string): Promise<StoredTask | undefined> {
    try {
      const hit = await this.client.get<TaskDocument>({ index: TASKS_INDEX, id });
      return (
        hit._source && { id, task: hit._source, seqNo: hit._seq_no ?? 0, primaryTerm: hit._primary_term ?? 0 }
      );
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  async due(now: number, taskTypes: readonly string[], limit: number): Promise<readonly StoredTask[]> {
    const at = { format: 'epoch_millis', lte: String(now) };
    const found = await this.client.search<TaskDocument>({
      index: TASKS_INDEX,
      size: limit,
      seq_no_primary_term: true,
      sort: [{ runAt: 'asc' }],
      query: {
        bool: {
          filter: [{ terms: { taskType: [...taskTypes] } }],
          minimum_should_match: 1,
          should: [
            { bool: { filter: [{ term: { status: 'idle' } }, { range: { runAt: at } }] } },
            { bool: { filter: [{ term: { status: 'running' } }, { range: { retryAt: at } }] } },
          ],
        },
      },
    });
    return found.hits.hits.flatMap((hit) =>
      hit._source === undefined || hit._id === undefined
        ? []
        : [{ id: hit._id, task: hit._source, seqNo: hit._seq_no ?? 0, primaryTerm: hit._primary_term ?? 0 }],
    );
  }

  async put(stored: StoredTask, task: TaskDocument): Promise<StoredTask | undefined> {
    try {
      const { _seq_no, _primary_term } = await this.client.index({
        index: TASKS_INDEX,
        id: stored.id,
        document: task,
        if_seq_no: stored.seqNo,
        if_primary_term: stored.primaryTerm,
        refresh: true,
      });
      return { id: stored.id, task, seqNo: _seq_no ?? 0, primaryTerm: _primary_term ?? 0 };
    } catch (error) {
      // 409: changed meanwhile; also when the document was removed
      if (statusOf(error) === 409) return undefined;
      throw error;
    }
  }

  async remove(id: string): Promise<boolean> {
    try {
      await this.client.delete({ index: TASKS_INDEX, id, refresh: true });
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }
}
