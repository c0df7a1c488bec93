/** Finds the accounts and regions that a trail writes for, by listing folders only. */
import type { AccountRegion, LogKind } from '../cloudtrail/object_key';
import {
  accountOfFolder,
  accountOfKindPrefix,
  isOrganizationFolder,
  kindPrefix,
  logsRoot,
  regionOfFolder,
} from '../cloudtrail/object_key';
import type { FetchedSource } from './fetch_parts';
import type { Folders } from './folders';

const KINDS: readonly LogKind[] = ['CloudTrail', 'CloudTrail-Digest'];
const KEYS_A_PAGE = 1000;

/** What of a source decides where to look. */
export type Searched = Pick<FetchedSource, 'prefix' | 'excludeAccounts' | 'excludeRegions'>;

/** What is left to look into: folders, as they come. Plain data, so that a search can go on in another run. */
export type Search = readonly string[];

export function newSearch({ prefix }: Searched): Search {
  return [logsRoot(prefix)];
}

export interface SearchResult {
  readonly rest: Search;
  readonly found: readonly AccountRegion[];
}

/**
 * Goes on with a search for at most so many listings; below `<prefix>AWSLogs/` lie accounts, and organisations with
 * theirs. In all it costs one listing, one an organisation and two an account. Throws AwsError.
 */
export async function searchOn(
  folders: Folders,
  source: Searched,
  search: Search,
  listings: number,
): Promise<SearchResult> {
  const rest = [...search];
  const found: AccountRegion[] = [];
  for (let left = listings; left > 0;) {
    const prefix = rest.shift();
    if (prefix === undefined) break;
    const below = await folders.below(prefix);
    left -= Math.max(1, Math.ceil(below.length / KEYS_A_PAGE));
    const account = accountOfKindPrefix(prefix);
    if (account === undefined) rest.push(...below.flatMap((folder) => toLookInto(folder, source)));
    else found.push(...below.flatMap((folder) => accountRegionAt(folder, account, source)));
  }
  return { rest, found };
}

/** All account × regions, in one go. */
export async function discoverAccountRegions(
  folders: Folders,
  source: Searched,
): Promise<readonly AccountRegion[]> {
  const { found } = await searchOn(folders, source, newSearch(source), Infinity);
  return [...new Map(found.map((each) => [`${each.accountPrefix} ${each.region}`, each])).values()];
}

/** Whether a source wants an account × region at all. */
export function isIncluded(
  { accountId, region }: Pick<AccountRegion, 'accountId' | 'region'>,
  { excludeAccounts, excludeRegions }: Pick<Searched, 'excludeAccounts' | 'excludeRegions'>,
): boolean {
  return !excludeAccounts.includes(accountId) && !excludeRegions.includes(region);
}

function toLookInto(folder: string, { excludeAccounts }: Searched): readonly string[] {
  if (isOrganizationFolder(folder)) return [folder];
  const account = accountOfFolder(folder);
  if (account === undefined || excludeAccounts.includes(account)) return [];
  return KINDS.map((kind) => kindPrefix(folder, kind));
}

function accountRegionAt(
  folder: string,
  account: { readonly accountId: string; readonly accountPrefix: string },
  source: Searched,
): readonly AccountRegion[] {
  const region = regionOfFolder(folder);
  if (region === undefined) return [];
  const accountRegion = { ...account, region };
  return isIncluded(accountRegion, source) ? [accountRegion] : [];
}
