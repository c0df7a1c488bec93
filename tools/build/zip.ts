/** Packs the plugin's folder the way that `bin/kibana-plugin install` accepts. */
import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Readable by all: Kibana seldom runs as the user who installed, and the installer keeps the zip's modes. */
const MODE = 0o100644;
/** One fixed time, so that the same tree gives the same zip, byte by byte. The oldest that zips can say is 1980. */
const MODIFIED = new Date(2020, 0, 1);

/** Paths of all files below `folder`, relative to it, with `/`, sorted. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** Writes `zipPath` with every file of `folder` as `kibana/cloudtrail/…`. */
export async function zipPlugin(folder: string, zipPath: string): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(zipPath));
  for (const file of await listFiles(folder)) {
    zip.addFile(join(folder, file), `kibana/cloudtrail/${file}`, {
      mode: MODE,
      mtime: MODIFIED,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  await written;
}
