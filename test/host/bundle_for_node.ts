/** Bundles our own code that is to run in a process of plain node. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from './browser_bundle';

/**
 * Gives the path of one ES module with all that `entry` (from the project's root) imports of ours; packages stay outside.
 * Under tsx the code would run with tsx's loader, which takes what Kibana's node would refuse and gives every function
 * its name anew each time it is made: several times as slow.
 */
export async function bundleForNode(entry: string): Promise<string> {
  const root = projectRoot();
  const { outputFiles } = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    write: false,
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  const folder = path.join(root, '.cache', 'host');
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const file = path.join(folder, `${path.basename(entry, '.ts')}-${hash}.mjs`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    // several test processes may do this at once
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, code);
    renameSync(temporary, file);
  }
  return file;
}
