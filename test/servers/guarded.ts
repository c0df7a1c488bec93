/** Runs servers so that none of their processes and temporary files outlives us, however we end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OUTPUT_TAIL_CHARACTERS = 8_000;
const STOP_GRACE_MS = 20_000;

// Reads process ids, one a line. Its input ends when we close it or when we die, by SIGKILL too: then the process
// groups are ended and the folder goes. `forget` comes after an orderly stop, for ids may be used anew.
const WATCHDOG = `groups=
while read -r line; do
  case "$line" in forget) groups= ;; *) groups="$groups -$line" ;; esac
done
if [ -n "$groups" ]; then kill -9 $groups 2>/dev/null; sleep 0.2; fi
rm -rf -- "$1"`;

export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Gets each line of the process's standard output. */
  readonly onLine?: (line: string) => void;
}

export interface GuardedProcess {
  readonly pid: number;
  /** False once the process has ended. */
  readonly isRunning: () => boolean;
  /** The last of what it wrote to standard output and error. */
  readonly output: () => string;
  /** SIGTERM, SIGKILL after 20 s; gives back when its whole process group has been told and it has ended. */
  readonly stop: () => Promise<void>;
  /** SIGKILL to its process group, without waiting. */
  readonly kill: () => void;
}

export interface Guard {
  /** A temporary folder, removed by `close`. */
  readonly folder: string;
  /** Starts a process in a group of its own. Throws if it can't be started at all. */
  readonly start: (command: GuardedCommand) => Promise<GuardedProcess>;
  /** Stops every process started here and removes the folder. May be called twice. */
  readonly close: () => Promise<void>;
}

/** Makes a temporary folder and a guard over it and the processes to come. */
export async function openGuard(name: string): Promise<Guard> {
  const folder = await mkdtemp(join(tmpdir(), `cloudtrail-${name}-`));
  // detached: Ctrl-C reaches the whole foreground group, and the watchdog has to outlive us
  const watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = once(watchdog, 'exit');
  // a watchdog that was ended from outside has nothing left to read; its exit says so
  watchdog.stdin.on('error', () => undefined);
  const processes: GuardedProcess[] = [];
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await Promise.all(processes.map((process) => process.stop()));
    watchdog.stdin.end('forget\n');
    await gone;
  }

  return {
    folder,
    start: async (command) => {
      if (closing !== undefined) throw new Error(`${name} is being stopped`);
      const started = await startProcess(command);
      watchdog.stdin.write(`${started.pid}\n`);
      processes.push(started);
      return started;
    },
    close: () => (closing ??= close()),
  };
}

async function startProcess(command: GuardedCommand): Promise<GuardedProcess> {
  const child = spawn(command.command, [...command.args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(command.env && { env: command.env }),
    ...(command.cwd && { cwd: command.cwd }),
    ...(command.uid !== undefined && { uid: command.uid }),
    ...(command.gid !== undefined && { gid: command.gid }),
  });
  const readOutput = keepOutput(child, command.onLine);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await once(child, 'spawn');
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command.command} got no process id`);

  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const kill = () => signalGroup(pid, 'SIGKILL');
  return {
    pid,
    isRunning,
    output: readOutput,
    kill,
    stop: async () => {
      if (isRunning()) {
        signalGroup(pid, 'SIGTERM');
        const timer = setTimeout(kill, STOP_GRACE_MS);
        await ended;
        clearTimeout(timer);
      }
      // what the process started itself may be left in its group
      kill();
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: nobody is left in the group, which is what a stop wants
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function keepOutput(child: ChildProcess, onLine?: (line: string) => void): () => string {
  let tail = '';
  let line = '';
  const keep = (chunk: string) => {
    tail = (tail + chunk).slice(-OUTPUT_TAIL_CHARACTERS);
  };
  child.stderr?.setEncoding('utf8').on('data', keep);
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    keep(chunk);
    if (onLine === undefined) return;
    const lines = (line + chunk).split('\n');
    line = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  return () => tail;
}
