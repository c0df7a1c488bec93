/** `npm start`: installs the npm packages where they are missing, then runs the demo. */
import { ensurePackages } from './npm_packages.mjs';

const PARENT_WATCH_MS = 1_000;

await ensurePackages();
stopWithNpm();
// tsx keeps what it has translated in a temporary folder that nobody removes
process.env.TSX_DISABLE_CACHE = '1';
const { register } = await import('tsx/esm/api');
register();
await import('./demo/main.ts');

/** npm passes signals on, but not its own death by SIGKILL. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, PARENT_WATCH_MS).unref();
}
