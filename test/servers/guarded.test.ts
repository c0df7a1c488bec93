/** No process and no folder outlives its owner, however the owner ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { freePort } from './free_port';
import { openGuard } from './guarded';

const GUARDED = fileURLToPath(new URL('guarded.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Starts a process that starts another and deafens itself to SIGTERM, as a stubborn server may. */
const STUBBORN = { command: '/bin/sh', args: ['-c', 'trap "" TERM; sleep 600 & echo $!; wait; wait'] };

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('closing a guard ends its processes and removes the folder with what they wrote', async () => {
  const guard = await openGuard('test');
  const sleeper = await guard.start({ command: 'sleep', args: ['600'] });
  await writeFile(join(guard.folder, 'file'), 'text');
  expect(isAlive(sleeper.pid)).toBe(true);

  await guard.close();
  expect(sleeper.isRunning()).toBe(false);
  expect(isAlive(sleeper.pid)).toBe(false);
  expect(existsSync(guard.folder)).toBe(false);
});

test('a process that can not be started rejects, and the guard still closes', async () => {
  const guard = await openGuard('test');
  await expect(guard.start({ command: '/no/such/command', args: [] })).rejects.toThrow('ENOENT');
  await guard.close();
  expect(existsSync(guard.folder)).toBe(false);
});

test('what a process wrote last can be read when it has ended', async () => {
  const guard = await openGuard('test');
  const lines: string[] = [];
  const started = await guard.start({
    command: '/bin/sh',
    args: ['-c', 'echo one; echo two >&2; echo three'],
    onLine: (line) => lines.push(line),
  });
  await vi.waitFor(() => expect(started.isRunning()).toBe(false));
  await vi.waitFor(() => expect(started.output()).toContain('two'));
  await vi.waitFor(() => expect(lines).toEqual(['one', 'three']));
  await guard.close();
});

test('processes, their own children and the folder go when the owner is killed', async () => {
  const code = `
    import { openGuard } from ${JSON.stringify(GUARDED)};
    const guard = await openGuard('test');
    const started = await guard.start({ ...${JSON.stringify(STUBBORN)}, onLine: (child) =>
      console.log(JSON.stringify({ folder: guard.folder, pids: [started.pid, Number(child)] })) });
  `;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = (await once(owner.stdout, 'data')) as [Buffer];
  const { folder, pids } = JSON.parse(told.toString()) as { folder: string; pids: number[] };
  expect(pids.map(isAlive)).toEqual([true, true]);
  expect(existsSync(folder)).toBe(true);

  owner.kill('SIGKILL');
  await vi.waitFor(
    () => {
      expect(pids.map(isAlive)).toEqual([false, false]);
      expect(existsSync(folder)).toBe(false);
    },
    { timeout: 10_000, interval: 50 },
  );
}, 30_000);

test('a port that is taken is not given', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  const given = await freePort(taken);
  expect(given).toBeGreaterThan(0);
  expect(given).not.toBe(taken);
  server.close();
  await once(server, 'close');
  expect(await freePort(taken)).toBe(taken);
});
