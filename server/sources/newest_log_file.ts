/** Finds the first and last day of an account × region, and the newest log file of a bucket, with few listings. */
import type { ObjectStore, StoredObject } from '../aws/object_store';
import type { Day } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import { dayPrefix, regionPrefix, stampOfKey } from '../cloudtrail/object_key';
import { numbersBelow } from '../fetching/day_folders';
import type { Searched } from '../fetching/discover';
import { newSearch, searchOn } from '../fetching/discover';
import type { Folders } from '../fetching/folders';
import { groupBy } from '../fetching/group_by';

/** A test need not know the whole bucket. */
const LISTINGS = 30;
const PLACES = 24;
const PAGES = 5;

export interface NewestLogFile {
  readonly accountRegion: AccountRegion;
  readonly day: Day;
  readonly object: StoredObject;
}

/** Costs three listings, more where the newest (or oldest) month is empty. Undefined where there is no day. Throws AwsError. */
export async function edgeDay(
  folders: Folders,
  accountRegion: AccountRegion,
  edge: 'first' | 'last',
): Promise<Day | undefined> {
  const root = regionPrefix(accountRegion);
  const below = async (prefix: string, kind: 'year' | 'month' | 'day') => {
    const numbers = await numbersBelow(folders, prefix, kind);
    return edge === 'last' ? numbers : [...numbers].reverse();
  };
  for (const year of await below(root, 'year'))
    for (const month of await below(`${root}${year}/`, 'month')) {
      const [day] = await below(`${root}${year}/${month}/`, 'day');
      if (day !== undefined) return `${year}-${month}-${day}`;
    }
  return undefined;
}

/**
 * The newest file of the first account × regions that are found, of whichever kind. `seen`: how many were found, which are
 * all when `isWhole`; `lookedInto`: of how many of them it is the newest. Throws AwsError.
 */
export async function findNewestLogFile(
  store: ObjectStore,
  folders: Folders,
  source: Searched,
  signal: AbortSignal,
): Promise<{
  readonly seen: number;
  readonly lookedInto: number;
  readonly isWhole: boolean;
  readonly newest: NewestLogFile | undefined;
}> {
  const { found, rest } = await searchOn(folders, source, newSearch(source), LISTINGS);
  const distinct = [...new Map(found.map((each) => [regionPrefix(each), each])).values()];
  const places = groupBy(distinct, ({ accountPrefix, region }) => `${accountPrefix} ${region}`);
  const lookedInto = [...places.values()].slice(0, PLACES);
  const days = await Promise.all(
    lookedInto.flat().map(async (accountRegion) => ({
      accountRegion,
      day: await edgeDay(folders, accountRegion, 'last'),
    })),
  );
  const sorted = days
    .flatMap(({ accountRegion, day }) => (day === undefined ? [] : [{ accountRegion, day }]))
    .sort((a, b) => (a.day < b.day ? 1 : -1));
  let newest: NewestLogFile | undefined;
  for (const place of sorted) {
    const object = await lastObject(store, dayPrefix(place.accountRegion, place.day), signal);
    if (object !== undefined) newest = { ...place, object };
    if (newest !== undefined) break;
  }
  return { seen: places.size, lookedInto: lookedInto.length, isWhole: rest.length === 0, newest };
}

/** The newest of a day's first thousands. */
async function lastObject(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal,
): Promise<StoredObject | undefined> {
  let newest: StoredObject | undefined;
  let pages = 0;
  for await (const { objects } of store.list({ prefix, signal })) {
    for (const object of objects) {
      const stamp = stampOfKey(object.key);
      if (stamp !== undefined && stamp >= (stampOfKey(newest?.key ?? '') ?? 0)) newest = object;
    }
    if (++pages === PAGES) break;
  }
  return newest;
}
