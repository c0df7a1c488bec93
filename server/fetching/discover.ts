/** Finds the accounts and regions that a trail writes for, by listing folders only. */
import type { AccountRegion, LogKind } from '../cloudtrail/object_key';
import {
  accountOfFolder,
  isOrganizationFolder,
  kindPrefix,
  logsRoot,
  regionOfFolder,
} from '../cloudtrail/object_key';
import type { Folders } from './folders';

const KINDS: readonly LogKind[] = ['CloudTrail', 'CloudTrail-Digest'];

/**
 * All account × regions below `<prefix>AWSLogs/`, of plain trails and of organisation trails. Costs one listing, one an
 * organisation and two an account. Throws AwsError.
 */
export async function discoverAccountRegions(
  folders: Folders,
  prefix: string,
): Promise<readonly AccountRegion[]> {
  const found = new Map<string, AccountRegion>();
  for (const accountPrefix of await accountPrefixes(folders, prefix)) {
    const accountId = accountOfFolder(accountPrefix) ?? '';
    for (const kind of KINDS) {
      for (const folder of await folders.below(kindPrefix(accountPrefix, kind))) {
        const region = regionOfFolder(folder);
        if (region !== undefined)
          found.set(`${accountPrefix} ${region}`, { accountId, region, accountPrefix });
      }
    }
  }
  return [...found.values()];
}

async function accountPrefixes(folders: Folders, prefix: string): Promise<readonly string[]> {
  const top = await folders.below(logsRoot(prefix));
  const inOrganizations: string[] = [];
  for (const organization of top.filter(isOrganizationFolder)) {
    inOrganizations.push(...(await folders.below(organization)));
  }
  return [...top, ...inOrganizations].filter((folder) => accountOfFolder(folder) !== undefined);
}
