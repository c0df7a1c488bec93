/** The task manager's unpleasant habits (contract 8.1), on a store in memory and a clock of our own. */
import { describe, expect, it } from 'vitest';
import type { TaskDefinition, TaskRunResult } from '../../server/kibana/contracts';
import { createLogger } from './logger';
import { TaskManagerService, type StoredTask, type TaskDocument, type TaskStore } from './task_manager';

const TYPE = 'fixture:count';
const ID = 'fixture:count:1';

class MemoryStore implements TaskStore {
  readonly tasks = new Map<string, StoredTask>();

  create(id: string, task: TaskDocument): Promise<boolean> {
    if (this.tasks.has(id)) return Promise.resolve(false);
    this.tasks.set(id, { id, task, seqNo: 0, primaryTerm: 1 });
    return Promise.resolve(true);
  }
  get(id: string): Promise<StoredTask | undefined> {
    return Promise.resolve(this.tasks.get(id));
  }
  due(now: number): Promise<readonly StoredTask[]> {
    const isDue = ({ task }: StoredTask) =>
      task.status === 'idle' ? task.runAt <= now : (task.retryAt ?? Infinity) <= now;
    return Promise.resolve([...this.tasks.values()].filter(isDue));
  }
  put(stored: StoredTask, task: TaskDocument): Promise<StoredTask | undefined> {
    if (this.tasks.get(stored.id)?.seqNo !== stored.seqNo) return Promise.resolve(undefined);
    const next = { ...stored, task, seqNo: stored.seqNo + 1 };
    this.tasks.set(stored.id, next);
    return Promise.resolve(next);
  }
  remove(id: string): Promise<boolean> {
    return Promise.resolve(this.tasks.delete(id));
  }
}

/** A task whose runs end when the test says so. */
function setUp(definition: Partial<TaskDefinition> & Record<string, unknown> = {}) {
  const clock = { now: 1_000_000 };
  const errors: string[] = [];
  const store = new MemoryStore();
  const log = {
    ...createLogger(),
    warn: () => undefined,
    error: (line: string | Error) => void errors.push(String(line)),
  };
  const manager = new TaskManagerService(store, log, 'host', 1000, () => clock.now);
  const runs: { end(result: TaskRunResult): Promise<void>; fail(): Promise<void>; cancelled: boolean }[] = [];
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  manager.registerTaskDefinitions({
    [TYPE]: {
      title: 'Counts',
      timeout: '10s',
      createTaskRunner: () => ({
        run: () =>
          new Promise((resolve, reject) => {
            runs.push({
              cancelled: false,
              end: (result) => {
                resolve(result);
                return settled();
              },
              fail: () => {
                reject(new Error('no'));
                return settled();
              },
            });
          }),
        cancel: () => {
          const last = runs.at(-1);
          if (last) last.cancelled = true;
          return Promise.resolve();
        },
      }),
      ...definition,
    },
  });
  const schedule = (interval = '5s') =>
    manager.ensureScheduled({ id: ID, taskType: TYPE, schedule: { interval }, params: {}, state: { n: 0 } });
  return { clock, errors, store, manager, runs, schedule, task: () => store.tasks.get(ID)?.task };
}

describe('the task manager', () => {
  it('runs a task at its interval and keeps the state that a run gives', async () => {
    const { clock, manager, runs, schedule, task } = setUp();
    await schedule();
    await manager.poll();
    await runs[0]?.end({ state: { n: 1 } });
    expect(task()).toMatchObject({ status: 'idle', state: { n: 1 }, runAt: clock.now + 5000 });
    await manager.poll();
    expect(runs).toHaveLength(1);
    clock.now += 5000;
    await manager.poll();
    expect(runs).toHaveLength(2);
  });

  it('cancels a run past its timeout, starts a second one beside it, and throws the first one’s state away', async () => {
    const { clock, manager, runs, schedule, task } = setUp();
    await schedule();
    await manager.poll();
    clock.now += 10_001;
    await manager.poll();
    expect(runs[0]?.cancelled).toBe(true);
    expect(runs).toHaveLength(2);
    await runs[0]?.end({ state: { n: 99 } });
    expect(task()).toMatchObject({ status: 'running', state: { n: 0 } });
    await runs[1]?.end({ state: { n: 1 } });
    expect(task()).toMatchObject({ status: 'idle', state: { n: 1 } });
  });

  it('takes up a task that a killed host left running, but only after its timeout and interval', async () => {
    const { clock, store, manager, runs, schedule } = setUp();
    await schedule('30s');
    const stored = store.tasks.get(ID);
    if (stored === undefined) throw new Error('not scheduled');
    const retryAt = clock.now + 30_000;
    await store.put(stored, { ...stored.task, status: 'running', retryAt, ownerId: 'killed' });
    clock.now += 29_999;
    await manager.poll();
    expect(runs).toHaveLength(0);
    clock.now += 1;
    await manager.poll();
    expect(runs).toHaveLength(1);
  });

  it('goes on at the ordinary interval with the old state when a run throws', async () => {
    const { clock, manager, runs, schedule, task } = setUp();
    await schedule();
    await manager.poll();
    await runs[0]?.fail();
    expect(task()).toMatchObject({ status: 'idle', state: { n: 0 }, attempts: 1, runAt: clock.now + 5000 });
  });

  it('obeys runAt', async () => {
    const { clock, manager, runs, schedule, task } = setUp();
    await schedule();
    await manager.poll();
    await runs[0]?.end({ state: {}, runAt: new Date(clock.now + 1) });
    expect(task()?.runAt).toBe(clock.now + 1);
  });

  it('registers none of a call’s definitions when one has an unknown key, and says so once', async () => {
    const { errors, schedule } = setUp({ cost: 1 });
    expect(errors).toEqual([
      'Could not sanitize task definitions: [cost]: definition for this key is missing',
    ]);
    await expect(schedule()).rejects.toThrow('Unsupported task type');
  });

  it('leaves an existing task as it is', async () => {
    const { schedule, task } = setUp();
    await schedule('5s');
    await schedule('7s');
    expect(task()?.schedule).toEqual({ interval: '5s' });
  });

  it('runs soon only what is there and not running', async () => {
    const { clock, manager, runs, schedule } = setUp();
    await expect(manager.runSoon(ID)).rejects.toMatchObject({ output: { statusCode: 404 } });
    await schedule();
    await manager.poll();
    await expect(manager.runSoon(ID)).rejects.toThrow('currently running');
    await runs[0]?.end({ state: {} });
    await manager.runSoon(ID);
    clock.now += 1;
    await manager.poll();
    expect(runs).toHaveLength(2);
  });

  it('accepts an interval that it cannot run, and then fails at each poll', async () => {
    const { errors, manager, runs, schedule } = setUp();
    await schedule('500ms');
    await manager.poll();
    await manager.poll();
    expect(errors).toHaveLength(2);
    expect(runs).toHaveLength(0);
  });
});
