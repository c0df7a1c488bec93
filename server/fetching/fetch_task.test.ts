import { describe, expect, it } from 'vitest';
import { FETCH_TASK_TYPE } from '../../common/ids';
import type { Logger, TaskDefinition, TaskManagerStart } from '../kibana/contracts';
import type { FetchRunner } from './fetch_runner';
import { FetchSchedule, registerFetchTask, RunningTasks } from './fetch_task';

type Run = FetchRunner['run'];

function task(run: Run) {
  const running = new RunningTasks();
  const errors: unknown[] = [];
  const definitions: Record<string, TaskDefinition> = {};
  const log = { error: (error: unknown) => errors.push(error) } as unknown as Logger;
  registerFetchTask(
    { registerTaskDefinitions: (more) => void Object.assign(definitions, more) },
    running,
    async () => ({ run }) as unknown as FetchRunner,
    log,
  );
  const taskInstance = {
    id: 't',
    params: { sourceId: 's', slice: 1 },
    state: { old: 1 },
    attempts: 0,
    startedAt: null,
  };
  const create = () => definitions[FETCH_TASK_TYPE]?.createTaskRunner({ taskInstance });
  return { running, errors, create, definitions };
}
/** A run that ends only when it is aborted. */
const untilAborted: Run = (_id, _slice, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

describe('the fetch task', () => {
  it('runs its slice, keeps no state of its own, and says when to run again', async () => {
    const asked: unknown[] = [];
    const runAt = new Date(5);
    const { create } = task(async (sourceId, slice) => {
      asked.push([sourceId, slice]);
      return { runAt };
    });
    expect(await create()?.run()).toEqual({ state: {}, runAt });
    expect(asked).toEqual([['s', 1]]);
    expect(
      await task(async () => ({}))
        .create()
        ?.run(),
    ).toEqual({ state: {} });
  });

  it('has a timeout that is longer than a run, and no key that Task Manager of 8.12 does not know (pain tasks)', () => {
    const { definitions } = task(async () => ({}));
    expect(definitions[FETCH_TASK_TYPE]).toMatchObject({ timeout: '90s' });
    expect(Object.keys(definitions[FETCH_TASK_TYPE] ?? {}).sort()).toEqual([
      'createTaskRunner',
      'timeout',
      'title',
    ]);
  });

  it('logs a fault of our own and goes on at the interval', async () => {
    const fault = new TypeError('our mistake');
    const { create, errors } = task(() => Promise.reject(fault));
    expect(await create()?.run()).toEqual({ state: {} });
    expect(errors).toEqual([fault]);
  });

  it('ends when Task Manager cancels it and when Kibana stops, without an error in the log (pain tasks)', async () => {
    const { create, errors, running } = task(untilAborted);
    const cancelled = create();
    const stopped = create();
    const both = Promise.all([cancelled?.run(), stopped?.run()]);
    // the runner is asked for first
    await new Promise((resolve) => setImmediate(resolve));
    await cancelled?.cancel();
    running.stopAll();
    expect(await both).toEqual([{ state: {} }, { state: {} }]);
    expect(errors).toEqual([]);
  });
});

describe('FetchSchedule', () => {
  function fakeTaskManager(runSoonError?: Error) {
    const tasks = new Map<string, unknown>();
    const taskManager: TaskManagerStart = {
      ensureScheduled: async (scheduled) => void tasks.set(scheduled.id, scheduled.params),
      runSoon: async () => {
        if (runSoonError !== undefined) throw runSoonError;
      },
      removeIfExists: async (id) => void tasks.delete(id),
    };
    return { schedule: new FetchSchedule(taskManager), tasks };
  }

  it('gives each slice of each source a task of its own (pain 30)', async () => {
    const { schedule, tasks } = fakeTaskManager();
    await schedule.ensure('a', 2, '1m');
    await schedule.ensure('b', 1, '1m');
    await schedule.ensure('a', 2, '1m');
    expect([...tasks.values()]).toEqual([
      { sourceId: 'a', slice: 0 },
      { sourceId: 'a', slice: 1 },
      { sourceId: 'b', slice: 0 },
    ]);
    await schedule.remove('a', 2);
    expect([...tasks.values()]).toEqual([{ sourceId: 'b', slice: 0 }]);
  });

  it('lets a slice that runs already go on, and hands on any other fault', async () => {
    const busy = new Error('Failed to run task "x" as it is currently running');
    await expect(fakeTaskManager(busy).schedule.runSoon('a', 2)).resolves.toBeUndefined();
    const missing = new Error('Saved object [task/x] not found');
    await expect(fakeTaskManager(missing).schedule.runSoon('a', 2)).rejects.toThrow('not found');
  });
});
