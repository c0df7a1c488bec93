/** Takes in the objects of some days of one account × region, in batches that may go over several of them. */
import type { Day } from '../cloudtrail/day';
import { dayPrefix, stampOfKey } from '../cloudtrail/object_key';
import type { AwsError } from '../errors';
import { accountRegionOf } from './account_region_state';
import type { DayKeys } from './day_keys';
import type { RunParts } from './fetch_parts';
import type { LeasedAccountRegion } from './lease';
import type { Checkpoint, DoneObjects, FoundObject } from './object_taker';
import { ObjectTaker } from './object_taker';
import { WaitingObjects, withWaiting } from './waiting_objects';

interface DayIntake {
  readonly keys: DayKeys;
  readonly prefix: string;
  readonly waiting: WaitingObjects;
  isForgotten: boolean;
}

export class Intake {
  private readonly taker: ObjectTaker;
  private readonly days: readonly DayIntake[];
  private endTurn: (() => void) | undefined;

  constructor(
    private readonly parts: RunParts,
    private readonly leased: LeasedAccountRegion,
    days: readonly DayKeys[],
  ) {
    const accountRegion = accountRegionOf(leased.state);
    this.days = days.map((keys) => ({
      keys,
      prefix: dayPrefix(accountRegion, keys.day),
      waiting: new WaitingObjects(),
      isForgotten: false,
    }));
    const isStoring = (keys: readonly string[]) =>
      keys.length === 0 || keys.some((key) => this.dayOf(key)?.isForgotten !== true);
    this.taker = new ObjectTaker(parts, leased, (done) => this.checkpoint(done), isStoring);
  }

  /** The keys of a day, where it is one of these. */
  keysOf(day: Day): DayKeys | undefined {
    return this.ofDay(day)?.keys;
  }

  /** What AWS said last of an object that it would not give. */
  get refusal(): AwsError | undefined {
    return this.taker.refusal;
  }

  /** Objects of the day that were found and are not checkpointed. */
  waitingOf(day: Day): number {
    return this.ofDay(day)?.waiting.count ?? 0;
  }

  /** False when time ran out before the end of the last. Throws what ObjectTaker throws. */
  async take(day: Day, objects: readonly FoundObject[]): Promise<boolean> {
    // listing goes on beside others, but only one at a time holds objects in memory
    if (objects.length > 0) this.endTurn ??= await this.parts.turns.begin();
    this.ofDay(day)?.waiting.found(objects.length);
    return this.taker.take(objects);
  }

  /** The day is read, and nobody looks at it again: of what is not checkpointed of it the keys are not stored. */
  forget(day: Day): void {
    const intake = this.ofDay(day);
    if (intake !== undefined) intake.isForgotten = true;
  }

  /** Returns when all that was read is written and checkpointed. To be called also after a fault: what was read before is good. */
  async finish(): Promise<void> {
    await this.taker.handOver();
    // the next one reads while this one's last events are written
    this.endTurn?.();
    this.endTurn = undefined;
    await this.taker.finish();
  }

  private async checkpoint({ keys }: DoneObjects): Promise<Checkpoint> {
    for (const day of this.days) {
      const done = keys.filter((key) => this.dayOf(key) === day);
      if (done.length === 0) continue;
      const newest = Math.max(0, ...done.map((key) => stampOfKey(key) ?? 0));
      if (!day.isForgotten) await day.keys.add({ keys: done, newest });
      day.waiting.taken(done.length);
    }
    const counts = this.days.map(({ keys: { day }, waiting }) => [day, waiting.count] as const);
    return { waiting: withWaiting(this.leased.state.waiting, new Map(counts)) };
  }

  private ofDay(day: Day): DayIntake | undefined {
    return this.days.find(({ keys }) => keys.day === day);
  }

  private dayOf(key: string): DayIntake | undefined {
    return this.days.find(({ prefix }) => key.startsWith(prefix));
  }
}
