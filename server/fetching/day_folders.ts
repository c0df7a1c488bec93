/** Finds the days that have objects by listing folders: quiet regions and empty years cost next to nothing. */
import type { Day } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import { regionPrefix } from '../cloudtrail/object_key';
import type { Folders } from './folders';

const LAST_NUMBER = /(\d+)\/$/;

/**
 * The days with objects of the newest month that has any before `before` (exclusive) and not before `start`, newest
 * first; none when there is no such month. Costs one listing, one a year and one a month that are looked at.
 */
export async function newestMonthBefore(
  folders: Folders,
  accountRegion: AccountRegion,
  before: Day,
  start: Day,
): Promise<readonly Day[]> {
  const root = regionPrefix(accountRegion, 'CloudTrail');
  for (const year of await numbersBelow(folders, root, 4)) {
    if (year > before.slice(0, 4) || year < start.slice(0, 4)) continue;
    for (const month of await numbersBelow(folders, `${root}${year}/`, 2)) {
      const yearMonth = `${year}-${month}`;
      if (yearMonth > before.slice(0, 7) || yearMonth < start.slice(0, 7)) continue;
      const days = await daysOfMonth(folders, root, yearMonth);
      const wanted = days.filter((day) => day < before && day >= start);
      if (wanted.length > 0) return wanted;
    }
  }
  return [];
}

/** Those of `days` that have objects, in the order given. Costs one listing a month. */
export async function daysWithObjects(
  folders: Folders,
  accountRegion: AccountRegion,
  days: readonly Day[],
): Promise<readonly Day[]> {
  const root = regionPrefix(accountRegion, 'CloudTrail');
  const months = [...new Set(days.map((day) => day.slice(0, 7)))];
  const present = new Set(
    (await Promise.all(months.map((month) => daysOfMonth(folders, root, month)))).flat(),
  );
  return days.filter((day) => present.has(day));
}

/** `yearMonth` as `2024-01`; newest first. */
async function daysOfMonth(folders: Folders, root: string, yearMonth: string): Promise<readonly Day[]> {
  const days = await numbersBelow(folders, `${root}${yearMonth.replace('-', '/')}/`, 2);
  return days.map((day) => `${yearMonth}-${day}`);
}

/** The numeric folders below a prefix, as text of that length, greatest first. */
async function numbersBelow(folders: Folders, prefix: string, length: number): Promise<readonly string[]> {
  return (await folders.below(prefix))
    .flatMap((folder) => LAST_NUMBER.exec(folder)?.[1] ?? [])
    .filter((number) => number.length === length)
    .sort()
    .reverse();
}
