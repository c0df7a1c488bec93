/** The days of an account × region that have objects and are left to back-fill, kept a few bytes a month. */
import type { Day } from '../cloudtrail/day';
import type { StateDocument, StateStore } from '../indices/state_store';
import type { LeasedAccountRegion } from './lease';
import { leaseLost } from './lease';

interface KnownDays extends StateDocument {
  readonly kind: 'known_days';
  readonly account_region_id: string;
  /** For a month as `2024-01` a bit for each day, the lowest for the first. */
  readonly months: Readonly<Record<string, number>>;
}

/** Throws SourceError `state_conflict` when the lease was lost. */
export async function addKnownDays(
  states: StateStore,
  leased: LeasedAccountRegion,
  days: readonly Day[],
): Promise<void> {
  const id = knownDaysId(leased.id);
  const stored = await states.get<KnownDays>(id);
  const months = { ...stored?.value.months };
  for (const day of days) months[day.slice(0, 7)] = (months[day.slice(0, 7)] ?? 0) | bitOf(day);
  const value: KnownDays = {
    kind: 'known_days',
    source_id: leased.state.source_id,
    account_region_id: leased.id,
    months,
  };
  if ((await states.put(id, value, stored)) === undefined) throw leaseLost();
}

/** The newest of those up to `last`, at most so many, newest first. */
export async function newestKnownDays(
  states: StateStore,
  accountRegionId: string,
  last: Day,
  count: number,
): Promise<readonly Day[]> {
  const months = (await states.get<KnownDays>(knownDaysId(accountRegionId)))?.value.months ?? {};
  const days: Day[] = [];
  for (const month of Object.keys(months).sort().reverse()) {
    for (let date = 31; date >= 1 && days.length < count; date--) {
      const day = `${month}-${String(date).padStart(2, '0')}`;
      if (day <= last && ((months[month] ?? 0) & bitOf(day)) !== 0) days.push(day);
    }
  }
  return days;
}

/** When all were read. */
export async function forgetKnownDays(states: StateStore, accountRegionId: string): Promise<void> {
  await states.delete([knownDaysId(accountRegionId)]);
}

function bitOf(day: Day): number {
  return 1 << (Number(day.slice(8)) - 1);
}

function knownDaysId(accountRegionId: string): string {
  return `${accountRegionId}:days`;
}
