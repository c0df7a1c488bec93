/** The objects of one day of one account × region that are done, kept in the day's state document. */
import type { Day } from '../cloudtrail/day';
import type { StateStore, Stored } from '../indices/state_store';
import type { DayState } from './account_region_state';
import { dayStateId } from './account_region_state';
import { KeySet } from './key_set';
import type { LeasedAccountRegion } from './lease';
import { leaseLost } from './lease';
import type { DoneObjects } from './object_taker';

export class DayKeys {
  private readonly keys: KeySet;

  private constructor(
    private readonly states: StateStore,
    private readonly leased: LeasedAccountRegion,
    readonly day: Day,
    private stored: Stored<DayState> | undefined,
  ) {
    this.keys = new KeySet(stored?.value.keys);
  }

  static async open(states: StateStore, leased: LeasedAccountRegion, day: Day): Promise<DayKeys> {
    return new DayKeys(states, leased, day, await states.get<DayState>(dayStateId(leased.id, day)));
  }

  /** Of several days, in their order, with one request. */
  static async openAll(
    states: StateStore,
    leased: LeasedAccountRegion,
    days: readonly Day[],
  ): Promise<readonly DayKeys[]> {
    const stored = await states.getAll<DayState>(days.map((day) => dayStateId(leased.id, day)));
    return days.map((day, i) => new DayKeys(states, leased, day, stored[i]));
  }

  /** Whether there is a state document of the day. */
  get isStored(): boolean {
    return this.stored !== undefined;
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** The newest stamp (ms) among them; null when none has one. */
  get newest(): number | null {
    return this.stored?.value.newest ?? null;
  }

  /** Throws SourceError `state_conflict` when another run has changed the day meanwhile. */
  async add({ keys, newest }: DoneObjects): Promise<void> {
    for (const key of keys) this.keys.add(key);
    const value: DayState = {
      kind: 'day',
      source_id: this.leased.state.source_id,
      account_region_id: this.leased.id,
      day: this.day,
      keys: this.keys.toString(),
      key_count: this.keys.size,
      newest: Math.max(this.newest ?? 0, newest) || null,
    };
    const stored = await this.states.put(dayStateId(this.leased.id, this.day), value, this.stored);
    if (stored === undefined) throw leaseLost();
    this.stored = stored;
  }
}
