/** The Task Manager task that runs a slice of a source, and how its tasks are scheduled. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FETCH_TASK_TYPE, PLUGIN_ID } from '../../common/ids';
import type { Logger, TaskManagerSetup, TaskManagerStart, TaskRunResult } from '../kibana/contracts';
import type { FetchRunner } from './fetch_runner';
import { SliceSpread } from './slice_spread';

/** Short, since after a crash the task is not run again before it; a run ends itself well before. */
const TIMEOUT = '90s';
const NO_STATE = { state: {} };
const FAR_FUTURE_MS = 24 * 60 * 60 * 1000;
const PAUSE_MS = 500;
/** Longer than the timeout: whoever still runs then has died. */
const MAX_TRIES = 240;

/** The runs of this process, so that Kibana's stop ends them: Task Manager cancels nothing then. */
export class RunningTasks {
  private readonly controllers = new Set<AbortController>();

  begin(): AbortController {
    const controller = new AbortController();
    this.controllers.add(controller);
    return controller;
  }

  end(controller: AbortController): void {
    this.controllers.delete(controller);
  }

  stopAll(): void {
    for (const controller of this.controllers) controller.abort();
  }
}

export function registerFetchTask(
  taskManager: TaskManagerSetup,
  running: RunningTasks,
  getRunner: () => Promise<FetchRunner>,
  log: Logger,
): void {
  const spread = new SliceSpread();
  taskManager.registerTaskDefinitions({
    [FETCH_TASK_TYPE]: {
      title: 'Fetch CloudTrail',
      timeout: TIMEOUT,
      createTaskRunner: ({ taskInstance }) => {
        const controller = running.begin();
        return {
          run: async () => {
            try {
              const [sourceId, slice] = [
                String(taskInstance.params['sourceId']),
                Number(taskInstance.params['slice']),
              ];
              if (spread.passesOn(sourceId, slice)) return { ...NO_STATE, runAt: new Date() };
              return await spread.run(sourceId, slice, async () =>
                toResult(await getRunner(), sourceId, slice, controller.signal),
              );
            } catch (error) {
              if (!controller.signal.aborted) log.error(error instanceof Error ? error : String(error));
              // a throw would keep the old state and count attempts without bound; the next run is at the interval
              return NO_STATE;
            } finally {
              running.end(controller);
            }
          },
          cancel: async () => controller.abort(),
        };
      },
    },
  });
}

async function toResult(
  runner: FetchRunner,
  sourceId: string,
  slice: number,
  signal: AbortSignal,
): Promise<TaskRunResult> {
  const { runAt, gone } = await runner.run(sourceId, slice, signal);
  // deleting the source removes the task too; this one outlived it
  if (gone === true) return { ...NO_STATE, runAt: new Date(Date.now() + FAR_FUTURE_MS) };
  return runAt === undefined ? NO_STATE : { ...NO_STATE, runAt };
}

/** The tasks of sources, over Task Manager. */
export class FetchSchedule {
  /** Tasks that are to run again when they have ended. */
  private readonly waiting = new Set<string>();

  /** `pause`: between two tries to run again a task that is at work. */
  constructor(
    private readonly taskManager: TaskManagerStart,
    private readonly pause: () => Promise<unknown> = () => sleep(PAUSE_MS, undefined, { ref: false }),
  ) {}

  /** Makes sure that each slice has its task. */
  async ensure(sourceId: string, slices: number, interval: string): Promise<void> {
    for (let slice = 0; slice < slices; slice++) {
      await this.taskManager.ensureScheduled({
        id: taskId(sourceId, slice),
        taskType: FETCH_TASK_TYPE,
        schedule: { interval },
        params: { sourceId, slice },
        state: {},
        scope: [PLUGIN_ID],
      });
    }
  }

  /** Runs all slices as soon as Task Manager can: those at work once more after they have ended, which is not waited for. */
  async runSoon(sourceId: string, slices: number): Promise<void> {
    for (let slice = 0; slice < slices; slice++) {
      const id = taskId(sourceId, slice);
      if (!(await this.tryToRun(id))) void this.runAgain(id);
    }
  }

  /** A run at work may be past what it is wanted for, and Task Manager then puts the next one off for an interval. */
  private async runAgain(id: string): Promise<void> {
    if (this.waiting.has(id)) return;
    this.waiting.add(id);
    try {
      let isDone = false;
      for (let tries = 0; !isDone && tries < MAX_TRIES; tries++) {
        await this.pause();
        isDone = await this.tryToRun(id);
      }
    } catch {
      // removed meanwhile, or Elasticsearch is away: the next run is at the interval
    } finally {
      this.waiting.delete(id);
    }
  }

  /** False: it is running. */
  private async tryToRun(id: string): Promise<boolean> {
    try {
      await this.taskManager.runSoon(id);
      return true;
    } catch (error) {
      // Task Manager says it in words only (8.12)
      if (!(error instanceof Error) || !error.message.includes('currently running')) throw error;
      return false;
    }
  }

  async remove(sourceId: string, slices: number): Promise<void> {
    for (let slice = 0; slice < slices; slice++)
      await this.taskManager.removeIfExists(taskId(sourceId, slice));
  }
}

function taskId(sourceId: string, slice: number): string {
  return `${FETCH_TASK_TYPE}:${sourceId}:${slice}`;
}
