/** Opens one geo database: a file, or a folder with one file for each address family. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { open, type Reader } from 'maxmind';

/** `Entry`: what is read of one record. */
export interface GeoDatabase<Entry> {
  /** `ip` must be valid and of the family given. */
  find(ip: string, family: 4 | 6): Entry | undefined;
  readonly files: readonly { readonly name: string; readonly type: string }[];
}

// The reader's own Response type knows MaxMind's records only; ours are checked by whoever reads the entry.
type AnyReader = Pick<Reader<never>, 'metadata'> & { get(ip: string): unknown };

/**
 * `read` gives what is wanted of a record, undefined where there is nothing of it.
 * @throws Error in words for the administrator when there is no such database, or it can't be read.
 */
export async function openDatabase<Entry>(
  path: string,
  read: (record: unknown) => Entry | undefined,
): Promise<GeoDatabase<Entry>> {
  const paths = await databaseFiles(path);
  const opened = await Promise.all(
    paths.map(async (file) => {
      const reader: AnyReader = await open(file);
      return { name: basename(file), reader };
    }),
  );
  return {
    find(ip, family) {
      for (const { reader } of opened) {
        // an IPv4 file takes the first 32 bits of an IPv6 address for an IPv4 one
        if (family === 6 && reader.metadata.ipVersion === 4) continue;
        const entry = read(reader.get(ip));
        if (entry !== undefined) return entry;
      }
      return undefined;
    },
    files: opened.map(({ name, reader }) => ({ name, type: reader.metadata.databaseType })),
  };
}

/** The file itself, or of a folder: `…ipv4.mmdb` and `…ipv6.mmdb` if they are there, else its only `.mmdb`. */
async function databaseFiles(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith('.mmdb'));
  const perFamily = ['ipv4.mmdb', 'ipv6.mmdb'].map((end) => names.filter((name) => name.endsWith(end)));
  const found = perFamily.some((matches) => matches.length > 0) ? perFamily : [names];
  if (found.some((matches) => matches.length > 1)) {
    throw new Error(`more than one database is in it (${names.join(', ')}): name the file`);
  }
  if (found.flat().length === 0) throw new Error('no .mmdb file is in it');
  return found.flat().map((name) => join(path, name));
}
