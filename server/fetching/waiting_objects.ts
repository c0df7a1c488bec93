/** How many objects of a day were listed and are not taken in yet. Pure. */
import type { Day } from '../cloudtrail/day';
import type { AccountRegionState } from './account_region_state';

type Waiting = AccountRegionState['waiting'];

/** Counts while a day is listed and taken. */
export class WaitingObjects {
  private left = 0;

  found(objects: number): void {
    this.left += objects;
  }

  taken(objects: number): void {
    this.left -= objects;
  }

  get count(): number {
    return Math.max(0, this.left);
  }
}

/** With other counts for some days; those that have none left go. */
export function withWaiting(before: Waiting, counts: ReadonlyMap<Day, number>): NonNullable<Waiting> {
  const after = { ...before, ...Object.fromEntries(counts) };
  return Object.fromEntries(Object.entries(after).filter(([, count]) => count > 0));
}

/** Over all days. */
export function waitingOf({ waiting }: Pick<AccountRegionState, 'waiting'>): number {
  return Object.values(waiting ?? {}).reduce((sum, count) => sum + count, 0);
}
