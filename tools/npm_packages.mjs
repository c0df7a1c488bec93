/** Installs the npm packages when they are missing or not those of package-lock.json. Plain JavaScript: nothing is there yet. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs `npm ci` where it is needed. Ends this process if npm fails, for nothing goes on without the packages. */
export async function ensurePackages() {
  if (arePackagesCurrent()) return;
  process.stderr.write('Installing npm packages\n');
  // npm's own words belong to standard error: standard output is for results
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], ['ignore', 2, 2]);
  if (code !== 0) {
    process.stderr.write('npm ci failed. Run it by hand to see why: npm ci\n');
    process.exit(code);
  }
}

/**
 * Runs a command in the project's folder and gives its exit code; SIGINT and SIGTERM are passed on to it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} 128 + the signal's number, as a shell has it, when a signal ended it; 127 when there is no such command
 */
export function run(command, args, stdio, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio, env });
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass);
    const end = (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, pass);
      resolve(code);
    };
    child.once('error', () => end(127));
    child.once('exit', (code, signal) => end(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)));
  });
}
const SIGNAL_NUMBERS = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

function arePackagesCurrent() {
  const installedFile = `${ROOT}node_modules/.package-lock.json`;
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  // optional ones are those of other platforms, mostly
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}
