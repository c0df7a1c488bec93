/** Finds the days that have objects by listing folders: quiet regions and empty years cost next to nothing. */
import type { Day } from '../cloudtrail/day';
import { addDays } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import { regionPrefix } from '../cloudtrail/object_key';
import type { Folders } from './folders';
import type { WantedDays } from './wanted_days';
import { isAnyWanted, isWanted } from './wanted_days';

const FOLDER = {
  year: /(?:^|\/)(\d{4})\/$/,
  month: /(?:^|\/)(0[1-9]|1[0-2])\/$/,
  day: /(?:^|\/)(0[1-9]|[12]\d|3[01])\/$/,
} as const;

export interface YearOfDays {
  /** Those wanted that have objects, newest first. */
  readonly days: readonly Day[];
  /** All wanted days from this one on are looked through. */
  readonly from: Day;
}

/**
 * The wanted days with objects of the newest year that has any folder and wanted days before `before` (exclusive).
 * Costs one listing, one for the year and one for each of its months that are looked at.
 */
export async function newestYearBefore(
  folders: Folders,
  accountRegion: AccountRegion,
  before: Day,
  source: WantedDays,
): Promise<YearOfDays> {
  const root = regionPrefix(accountRegion);
  const last = addDays(before, -1);
  const isLookedAt = (from: Day, to: Day) => from <= last && isAnyWanted(from, to < last ? to : last, source);
  const years = await numbersBelow(folders, root, 'year');
  const year = years.find((each) => isLookedAt(`${each}-01-01`, `${each}-12-31`));
  if (year === undefined) return { days: [], from: source.start };
  const days: Day[] = [];
  for (const month of await numbersBelow(folders, `${root}${year}/`, 'month')) {
    const yearMonth = `${year}-${month}`;
    if (isLookedAt(`${yearMonth}-01`, `${yearMonth}-31`))
      days.push(...(await daysOfMonth(folders, root, yearMonth)));
  }
  const from = `${year}-01-01`;
  return {
    days: days.filter((day) => day <= last && isWanted(day, source)),
    from: from > source.start ? from : source.start,
  };
}

/** Those of `days` that have objects, in the order given. Costs one listing a month. */
export async function daysWithObjects(
  folders: Folders,
  accountRegion: AccountRegion,
  days: readonly Day[],
): Promise<readonly Day[]> {
  const root = regionPrefix(accountRegion);
  const months = [...new Set(days.map((day) => day.slice(0, 7)))];
  const present = new Set(
    (await Promise.all(months.map((month) => daysOfMonth(folders, root, month)))).flat(),
  );
  return days.filter((day) => present.has(day));
}

/** `yearMonth` as `2024-01`; newest first. */
async function daysOfMonth(folders: Folders, root: string, yearMonth: string): Promise<readonly Day[]> {
  const days = await numbersBelow(folders, `${root}${yearMonth.replace('-', '/')}/`, 'day');
  return days.map((day) => `${yearMonth}-${day}`);
}

/** The numeric folders below a prefix, as text, greatest first. */
export async function numbersBelow(
  folders: Folders,
  prefix: string,
  kind: keyof typeof FOLDER,
): Promise<readonly string[]> {
  return (await folders.below(prefix))
    .flatMap((folder) => FOLDER[kind].exec(folder)?.[1] ?? [])
    .sort()
    .reverse();
}
