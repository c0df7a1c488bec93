/** Finds the accounts and regions that a trail writes for, and the kinds of events, by listing folders only. */
import type { AccountRegion } from '../cloudtrail/object_key';
import {
  accountOfFolder,
  isOrganizationFolder,
  kindOfFolder,
  logsRoot,
  regionOfFolder,
  regionPrefix,
} from '../cloudtrail/object_key';
import type { FetchedSource } from './fetch_parts';
import type { Folders } from './folders';

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
 * theirs. In all it costs one listing, one an organisation, one an account and one for each of CloudTrail's folders in it.
 * Throws AwsError.
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
    const kind = kindOfFolder(prefix);
    if (kind !== undefined) found.push(...below.flatMap((folder) => accountRegionAt(folder, kind, source)));
    // before other accounts: who looks into a part of a large bucket only is to find something
    else if (accountOfFolder(prefix) !== undefined) rest.unshift(...below.filter(isOfKnownKind));
    else rest.push(...below.filter((folder) => isLookedInto(folder, source)));
  }
  return { rest, found };
}

/** All account × regions, each of its kinds once, in one go. */
export async function discoverAccountRegions(
  folders: Folders,
  source: Searched,
): Promise<readonly AccountRegion[]> {
  const { found } = await searchOn(folders, source, newSearch(source), Infinity);
  return [...new Map(found.map((each) => [regionPrefix(each), each])).values()];
}

/** Whether a source wants an account × region at all. */
export function isIncluded(
  { accountId, region }: Pick<AccountRegion, 'accountId' | 'region'>,
  { excludeAccounts, excludeRegions }: Pick<Searched, 'excludeAccounts' | 'excludeRegions'>,
): boolean {
  return !excludeAccounts.includes(accountId) && !excludeRegions.includes(region);
}

function isLookedInto(folder: string, { excludeAccounts }: Searched): boolean {
  const account = accountOfFolder(folder);
  return account === undefined ? isOrganizationFolder(folder) : !excludeAccounts.includes(account);
}

function isOfKnownKind(folder: string): boolean {
  return kindOfFolder(folder) !== undefined;
}

function accountRegionAt(
  folder: string,
  kind: Omit<AccountRegion, 'region'>,
  source: Searched,
): readonly AccountRegion[] {
  const region = regionOfFolder(folder);
  if (region === undefined) return [];
  const accountRegion = { ...kind, region };
  return isIncluded(accountRegion, source) ? [accountRegion] : [];
}
