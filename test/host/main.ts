/** The host's process: `tsx test/host/main.ts --config file.json`, or a child that gets its options as its first message. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { runHost, type RunningHost } from './host';
import type { HostOptions } from './options';
import { FatalError } from './plugin_loader';

/** What the child tells its parent. */
export type HostMessage =
  | ({ readonly kind: 'listening' } & Pick<RunningHost, 'url' | 'routes' | 'pluginStart'>)
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'event_loop'; readonly p99: number; readonly max: number };
/** What the parent asks once the child listens: how late the event loop was since then (ms). */
export const ASK_EVENT_LOOP = 'event_loop' as const;

const EVENT_LOOP_RESOLUTION_MS = 5;
const NANOSECONDS_A_MS = 1e6;

function givenOptions(): Promise<HostOptions> {
  if (process.send !== undefined) {
    return new Promise((resolve) => process.once('message', (message) => resolve(message as HostOptions)));
  }
  const { config } = parseArgs({ options: { config: { type: 'string' } } }).values;
  if (config === undefined) throw new FatalError('--config FILE is missing: a JSON file of HostOptions');
  return Promise.resolve(JSON.parse(readFileSync(config, 'utf8')) as HostOptions);
}

let running: RunningHost | undefined;
let isEnding = false;

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  // whatever stop() does, the process ends
  setTimeout(() => process.exit(code), 10_000).unref();
  try {
    await running?.stop();
  } finally {
    process.exit(code);
  }
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(0));
// the parent is gone: nobody could stop this process any more
process.on('disconnect', () => void end(0));

function tell(message: HostMessage): void {
  if (process.connected) process.send?.(message);
}

function watchEventLoop(): void {
  const delay = monitorEventLoopDelay({ resolution: EVENT_LOOP_RESOLUTION_MS });
  delay.enable();
  process.on('message', (message) => {
    if (message !== ASK_EVENT_LOOP) return;
    // the histogram's values hold the sampling interval, too
    const ms = (nanoseconds: number) => nanoseconds / NANOSECONDS_A_MS - EVENT_LOOP_RESOLUTION_MS;
    tell({ kind: 'event_loop', p99: ms(delay.percentile(99)), max: ms(delay.max) });
  });
}

try {
  const options = await givenOptions();
  running = await runHost(options);
  if (options.measuresEventLoop === true) watchEventLoop();
  const { url, routes, pluginStart } = running;
  tell({ kind: 'listening', url, routes, pluginStart });
} catch (error) {
  const message =
    error instanceof Error ? (error instanceof FatalError ? error.message : error.stack) : String(error);
  process.stdout.write(`[FATAL][root] Error: ${message}\n`);
  tell({ kind: 'failed', message: String(message) });
  await end(1);
}
