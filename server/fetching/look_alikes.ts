/** For a prefix below which there is nothing: what in the bucket starts alike, and where CloudTrail's folders are. */
import type { ObjectStore } from '../aws/object_store';
import { logsRoot } from '../cloudtrail/object_key';
import { AwsError } from '../errors';

const SHOWN = 5;
const MAX_STARTS = 8;
const LOGS_FOLDER = /(?:^|\/)AWSLogs\/$/;

export interface LookAlikes {
  /** Prefixes below which there is an `AWSLogs/` folder; `''` for the bucket itself. */
  readonly withLogs: readonly string[];
  /** Folders that start as the prefix does, or lie beside where it would; each ends in `/`. */
  readonly folders: readonly string[];
}

/**
 * Costs a few listings of one page each. What may not be listed is nothing found: to say so is not this one's business.
 */
export async function findLookAlikes(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal,
): Promise<LookAlikes> {
  try {
    for (const start of startsOf(prefix)) {
      const folders = await firstFolders(store, start, signal);
      const candidates = folders.filter((folder) => !LOGS_FOLDER.test(folder));
      const here = folders.filter((folder) => LOGS_FOLDER.test(folder)).map((folder) => parentOf(folder));
      const below: string[] = [];
      for (const candidate of candidates.slice(0, SHOWN))
        if ((await firstFolders(store, logsRoot(candidate), signal)).length > 0) below.push(candidate);
      if (folders.length > 0) return { withLogs: [...here, ...below], folders: candidates.slice(0, SHOWN) };
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
  return { withLogs: [], folders: [] };
}

/** The sentence that goes with "nothing found", with a space before it; empty when there is nothing to tell. */
export function describeLookAlikes(bucket: string, { withLogs, folders }: LookAlikes): string {
  const quote = (prefixes: readonly string[]) => prefixes.map((prefix) => `"${prefix}"`).join(', ');
  if (withLogs.length > 0)
    return ` There are CloudTrail folders with the prefix ${quote(withLogs)} (empty means none): is that the one?`;
  if (folders.length > 0) return ` In s3://${bucket} these start alike: ${quote(folders)}.`;
  return '';
}

/** Below it; its own name and longer ones; then the same for each folder above it, and at last the bucket itself. */
function startsOf(prefix: string): readonly string[] {
  const starts = new Set<string>();
  // who named a folder of CloudTrail's own meant what stands before
  let rest = prefix.replace(/(^|\/)AWSLogs(\/.*)?$/s, '').replace(/\/+$/, '');
  while (rest !== '') {
    starts.add(`${rest}/`);
    starts.add(rest);
    rest = rest.slice(0, rest.lastIndexOf('/') + 1).replace(/\/+$/, '');
  }
  return [...[...starts].slice(0, MAX_STARTS), ''];
}

function parentOf(folder: string): string {
  return folder.replace(LOGS_FOLDER, (match) => (match.startsWith('/') ? '/' : ''));
}

async function firstFolders(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for await (const { prefixes } of store.list({ prefix, delimiter: '/', signal })) return prefixes;
  return [];
}
