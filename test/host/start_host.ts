/** Starts the stand-in host as a child process, and stops it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './browser_bundle';
import { bundleForNode } from './bundle_for_node';
import type { PluginStart } from './host';
import type { ASK_EVENT_LOOP, HostMessage } from './main';
import type { HostOptions } from './options';
import type { RegisteredRoute } from './router';

export type { HostOptions } from './options';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 12_000;
const KEPT_LOG_CHARACTERS = 8_000;
const SHIFTED_CLOCK = 'test/host/shifted_clock.cjs';

export interface Host {
  readonly url: string;
  /** Those that the plugin registered, with the privileges that the host asks for. */
  readonly routes: readonly RegisteredRoute[];
  readonly pluginStart: PluginStart;
  readonly pid: number;
  /** How late its event loop was since it listened, in ms; only with `measuresEventLoop`. */
  eventLoopDelay(): Promise<{ readonly p99: number; readonly max: number }>;
  /** SIGTERM, and SIGKILL if that takes too long. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Sends the signal and resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

function environment({ clockAheadFile }: HostOptions): NodeJS.ProcessEnv {
  // as bin/kibana sets it: a rejection nobody handles is a warning, in worker threads that inherit it too
  const options = '--unhandled-rejections=warn';
  if (clockAheadFile === undefined) return { NODE_OPTIONS: options };
  const clock = JSON.stringify(path.join(projectRoot(), SHIFTED_CLOCK));
  return { NODE_OPTIONS: `${options} --require ${clock}`, CLOCK_AHEAD_FILE: clockAheadFile };
}

/** Starts the host and waits until it listens. Rejects with the end of its log when it does not. */
export async function startHost(options: HostOptions): Promise<Host> {
  const file = await bundleForNode('test/host/main.ts');
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, 'a');
  const child = fork(file, [], {
    execArgv: [],
    stdio: ['ignore', log ?? 'pipe', log ?? 'pipe', 'ipc'],
    env: { ...process.env, ...environment(options) },
  });
  if (log !== undefined) closeSync(log);
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-KEPT_LOG_CHARACTERS);
    });
  }
  const exited = once(child, 'exit');
  // not awaited by everyone
  exited.catch(() => undefined);
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };

  const { url, routes, pluginStart } = await new Promise<Extract<HostMessage, { kind: 'listening' }>>(
    (resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(timer);
        reject(new Error(`The stand-in host ${why}\n${options.logFile ?? tail}`.trimEnd()));
      };
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail('did not listen in time');
      }, START_TIMEOUT_MS);
      child.once('message', (message: HostMessage) => {
        if (message.kind === 'failed') fail(`refused to start: ${message.message}`);
        else if (message.kind === 'listening') {
          clearTimeout(timer);
          resolve(message);
        }
      });
      child.once('error', (error) => fail(error.message));
      child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
      child.send(options);
    },
  );
  return {
    url,
    routes,
    pluginStart,
    pid: child.pid ?? 0,
    kill,
    eventLoopDelay: () =>
      new Promise((resolve) => {
        child.on('message', (message: HostMessage) => {
          if (message.kind === 'event_loop') resolve(message);
        });
        child.send('event_loop' satisfies typeof ASK_EVENT_LOOP);
      }),
    stop: async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await kill('SIGTERM');
      clearTimeout(timer);
    },
  };
}
