/** Starts the worker thread in its own file of the built plugin. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WorkerSettings } from './messages';

const MEBIBYTE = 1024 * 1024;
/** As the build names it; all of the server's files lie flat in one folder. */
const WORKER_FILE = join(__dirname, 'worker.js');

/**
 * `maxHeapBytes` bounds the thread's JavaScript objects: beyond it the thread ends, and Kibana does not. (Where Kibana
 * itself was started with --max-old-space-size, V8 takes that for every thread; then too only the thread ends.)
 */
export function startWorker(settings: WorkerSettings, maxHeapBytes: number): Worker {
  return new Worker(WORKER_FILE, {
    name: 'cloudtrail',
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(maxHeapBytes / MEBIBYTE) },
  });
}
