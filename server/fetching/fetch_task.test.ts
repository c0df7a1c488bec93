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
  const create = (slice = 1) => {
    const taskInstance = {
      id: 't',
      params: { sourceId: 's', slice },
      state: { old: 1 },
    };
    return definitions[FETCH_TASK_TYPE]?.createTaskRunner({ taskInstance });
  };
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

describe('a second slice on the same Kibana', () => {
  it('is given back at once, for another node to take', async () => {
    const asked: number[] = [];
    const { create, running } = task((id, slice, signal) => {
      asked.push(slice);
      return untilAborted(id, slice, signal);
    });
    const first = create(0)?.run();
    const given = await create(1)?.run();
    expect(given).toEqual({ state: {}, runAt: expect.any(Date) as Date });
    expect(given?.runAt?.getTime()).toBeLessThanOrEqual(Date.now());
    const back = create(1)?.run();
    await new Promise((resolve) => setImmediate(resolve));
    running.stopAll();
    await Promise.all([first, back]);
    expect(asked).toEqual([0, 1]);
  });
});

describe('FetchSchedule', () => {
  function fakeTaskManager(
    faultOfRunSoon: (id: string, tries: number) => Error | undefined = () => undefined,
  ) {
    const tasks = new Map<string, unknown>();
    const asked: string[] = [];
    /** Ends a pause each. */
    const pauses: (() => void)[] = [];
    const taskManager: TaskManagerStart = {
      ensureScheduled: async (scheduled) => void tasks.set(scheduled.id, scheduled.params),
      runSoon: async (id) => {
        asked.push(id);
        const fault = faultOfRunSoon(id, asked.filter((other) => other === id).length);
        if (fault !== undefined) throw fault;
      },
      removeIfExists: async (id) => void tasks.delete(id),
    };
    const pause = () => new Promise<void>((resolve) => void pauses.push(resolve));
    return { schedule: new FetchSchedule(taskManager, pause), tasks, asked, pauses };
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

  it('runs a slice that is at work once more after it has ended', async () => {
    const { schedule, asked, pauses } = fakeTaskManager((id, tries) =>
      id.endsWith(':0') && tries < 4
        ? new Error(`Failed to run task "${id}" as it is currently running`)
        : undefined,
    );
    await schedule.runSoon('a', 2);
    // who asks does not wait for the end, and one wish is enough
    await schedule.runSoon('a', 2);
    const [first, second] = ['a:0', 'a:1'].map((end) => `${FETCH_TASK_TYPE}:${end}`);
    expect(asked).toEqual([first, second, first, second]);
    for (let pause = 0; pause < 5; pause++) {
      pauses.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(asked).toEqual([first, second, first, second, first, first]);
    expect(pauses).toEqual([]);
  });

  it('no longer waits for a slice that was removed, or never ends', async () => {
    const running = (id: string) => new Error(`Failed to run task "${id}" as it is currently running`);
    for (const [fault, most] of [
      [(id: string, tries: number) => (tries < 3 ? running(id) : new Error('not found')), 3],
      [running, 1000],
    ] as const) {
      const { schedule, asked, pauses } = fakeTaskManager(fault);
      await schedule.runSoon('a', 1);
      for (let pause = 0; pause < most; pause++) {
        pauses.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(pauses).toEqual([]);
      expect(asked.length).toBeLessThanOrEqual(most);
    }
  });

  it('hands on any other fault of Task Manager', async () => {
    const missing = new Error('Saved object [task/x] not found');
    await expect(fakeTaskManager(() => missing).schedule.runSoon('a', 2)).rejects.toThrow('not found');
  });
});
