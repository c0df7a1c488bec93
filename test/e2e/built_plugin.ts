/** Gives tests the built plugin, building it where it is missing or older than what it is made of. */
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPlugin } from '../../tools/build/build_plugin';
import { DEFAULT_KIBANA_VERSION } from '../host/options';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const BUILT = join(ROOT, 'build/kibana/cloudtrail');
const SOURCES = ['server', 'common', 'public', 'tools/build', 'kibana.jsonc', 'package-lock.json'];

export interface PluginCopy {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** A copy of its own for the caller: a build that somebody makes meanwhile takes no file away from a running host. */
export async function copyOfBuiltPlugin(): Promise<PluginCopy> {
  await ensureBuiltPlugin();
  const parent = await mkdtemp(join(tmpdir(), 'cloudtrail-plugin-'));
  const folder = join(parent, 'cloudtrail');
  await cp(BUILT, folder, { recursive: true });
  return { folder, remove: () => rm(parent, { recursive: true, force: true }) };
}

/** Two at once would write the same folder. */
export async function ensureBuiltPlugin(): Promise<void> {
  if (!(await isFresh())) await buildPlugin({ root: ROOT, kibanaVersion: DEFAULT_KIBANA_VERSION });
}

async function isFresh(): Promise<boolean> {
  const manifest = join(BUILT, 'kibana.json');
  const text = await readFile(manifest, 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const { kibanaVersion } = JSON.parse(text) as { kibanaVersion?: string };
  if (kibanaVersion !== DEFAULT_KIBANA_VERSION) return false;
  const builtAt = (await stat(manifest)).mtimeMs;
  const changes = await Promise.all(SOURCES.map((source) => newestChange(join(ROOT, source))));
  return changes.every((changedAt) => changedAt < builtAt);
}

/** ms since the epoch of the last change of a file, or of any file below a folder. Tests go into no build. */
async function newestChange(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  const times = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).mtimeMs),
  );
  // a folder's own time tells of files that went, but also of tests that came
  return files.length === 0 ? mtimeMs : Math.max(...times);
}
