/** Finds the accounts and regions that a trail writes for, by listing folders only. */
import type { ObjectStore } from '../aws/object_store';
import type { AccountRegion, LogKind } from '../cloudtrail/object_key';
import {
  accountOfFolder,
  isOrganizationFolder,
  kindPrefix,
  logsRoot,
  regionOfFolder,
} from '../cloudtrail/object_key';

const KINDS: readonly LogKind[] = ['CloudTrail', 'CloudTrail-Digest'];

/**
 * All account × regions below `<prefix>AWSLogs/`, of plain trails and of organisation trails. Costs one listing, one an
 * organisation and two an account. Throws AwsError.
 */
export async function discoverAccountRegions(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly AccountRegion[]> {
  const found = new Map<string, AccountRegion>();
  for (const accountPrefix of await accountPrefixes(store, prefix, signal)) {
    const accountId = accountOfFolder(accountPrefix) ?? '';
    for (const kind of KINDS) {
      for (const folder of await listFolders(store, kindPrefix(accountPrefix, kind), signal)) {
        const region = regionOfFolder(folder);
        if (region !== undefined)
          found.set(`${accountPrefix} ${region}`, { accountId, region, accountPrefix });
      }
    }
  }
  return [...found.values()];
}

/** The "folders" just below a prefix. */
export async function listFolders(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const folders: string[] = [];
  for await (const page of store.list({ prefix, delimiter: '/', signal })) folders.push(...page.prefixes);
  return folders;
}

async function accountPrefixes(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const top = await listFolders(store, logsRoot(prefix), signal);
  const inOrganizations: string[] = [];
  for (const organization of top.filter(isOrganizationFolder)) {
    inOrganizations.push(...(await listFolders(store, organization, signal)));
  }
  return [...top, ...inOrganizations].filter((folder) => accountOfFolder(folder) !== undefined);
}
