/** Takes in the objects of some days of one account × region, in batches that may go over several of them. */
import type { Day } from '../cloudtrail/day';
import { dayPrefix, stampOfKey } from '../cloudtrail/object_key';
import type { AwsError } from '../errors';
import { accountRegionOf } from './account_region_state';
import type { DayKeys } from './day_keys';
import type { RunParts } from './fetch_parts';
import type { LeasedAccountRegion } from './lease';
import type { Checkpoint, FoundObject } from './object_taker';
import { ObjectTaker } from './object_taker';
import { WaitingObjects, withWaiting } from './waiting_objects';

interface DayIntake {
  readonly keys: DayKeys;
  readonly prefix: string;
  readonly waiting: WaitingObjects;
  /** Keys that are done, and not stored yet. */
  done: string[];
  isForgotten: boolean;
}

export class Intake {
  private readonly taker: ObjectTaker;
  private readonly days: readonly DayIntake[];
  private endTurn: (() => void) | undefined;
  /** ms since the epoch */
  private storedAt: number;

  /** What is done is stored at most every `storeEveryMs`, and at the end: what a crash loses of it is read again and found known. */
  constructor(
    private readonly parts: RunParts,
    private readonly leased: LeasedAccountRegion,
    days: readonly DayKeys[],
    storeEveryMs = 0,
  ) {
    const accountRegion = accountRegionOf(leased.state);
    this.days = days.map((keys) => ({
      keys,
      prefix: dayPrefix(accountRegion, keys.day),
      waiting: new WaitingObjects(),
      done: [],
      isForgotten: false,
    }));
    this.storedAt = parts.now();
    const isStoring = (keys: readonly string[]) =>
      keys.length === 0 ||
      (parts.now() >= this.storedAt + storeEveryMs &&
        keys.some((key) => this.dayOf(key)?.isForgotten !== true));
    this.taker = new ObjectTaker(
      parts,
      leased,
      ({ keys }, isStored) => this.checkpoint(keys, isStored),
      isStoring,
    );
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
    if (intake === undefined) return;
    intake.isForgotten = true;
    intake.done = [];
  }

  /** Returns when all that was read is written and checkpointed. To be called also after a fault: what was read before is good. */
  async finish(): Promise<void> {
    await this.taker.handOver();
    // the next one reads while this one's last events are written
    this.endTurn?.();
    this.endTurn = undefined;
    try {
      await this.taker.finish();
    } finally {
      await this.storeRest();
    }
  }

  private async checkpoint(keys: readonly string[], isStored: boolean): Promise<Checkpoint> {
    for (const day of this.days) {
      const done = keys.filter((key) => this.dayOf(key) === day);
      if (!day.isForgotten) day.done.push(...done);
      day.waiting.taken(done.length);
    }
    if (isStored) await this.store();
    const counts = this.days.map(({ keys: { day }, waiting }) => [day, waiting.count] as const);
    return { waiting: withWaiting(this.leased.state.waiting, new Map(counts)) };
  }

  private async storeRest(): Promise<void> {
    if (this.days.every(({ done }) => done.length === 0)) return;
    // counted first, as at each checkpoint
    await this.leased.update({});
    await this.store();
  }

  private async store(): Promise<void> {
    for (const day of this.days.filter(({ done }) => done.length > 0)) {
      const newest = Math.max(0, ...day.done.map((key) => stampOfKey(key) ?? 0));
      await day.keys.add({ keys: day.done, newest });
      day.done = [];
    }
    this.storedAt = this.parts.now();
  }

  private ofDay(day: Day): DayIntake | undefined {
    return this.days.find(({ keys }) => keys.day === day);
  }

  private dayOf(key: string): DayIntake | undefined {
    return this.days.find(({ prefix }) => key.startsWith(prefix));
  }
}
