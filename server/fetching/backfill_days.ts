/** Finds the next days to back-fill by listing folders: years without events cost nothing. */
import type { ObjectStore } from '../aws/object_store';
import type { Day } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import { regionPrefix } from '../cloudtrail/object_key';
import { listFolders } from './discover';

const LAST_NUMBER = /(\d+)\/$/;

/**
 * The days with objects of the newest month that has any before `before` (exclusive) and not before `start`, newest
 * first; none when there is no such month. Costs one listing, one a year and one a month that are looked at.
 */
export async function newestMonthBefore(
  store: ObjectStore,
  accountRegion: AccountRegion,
  before: Day,
  start: Day,
  signal: AbortSignal,
): Promise<readonly Day[]> {
  const root = regionPrefix(accountRegion, 'CloudTrail');
  for (const year of await numbersBelow(store, root, 4, signal)) {
    if (year > before.slice(0, 4) || year < start.slice(0, 4)) continue;
    for (const month of await numbersBelow(store, `${root}${year}/`, 2, signal)) {
      const yearMonth = `${year}-${month}`;
      if (yearMonth > before.slice(0, 7) || yearMonth < start.slice(0, 7)) continue;
      const days = (await numbersBelow(store, `${root}${year}/${month}/`, 2, signal))
        .map((day) => `${yearMonth}-${day}`)
        .filter((day) => day < before && day >= start);
      if (days.length > 0) return days;
    }
  }
  return [];
}

/** The numeric folders below a prefix, as text of that length, greatest first. */
async function numbersBelow(
  store: ObjectStore,
  prefix: string,
  length: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const folders = await listFolders(store, prefix, signal);
  return folders
    .flatMap((folder) => LAST_NUMBER.exec(folder)?.[1] ?? [])
    .filter((number) => number.length === length)
    .sort()
    .reverse();
}
