/** What happened lately, added up over slots of time: what is older than a while falls out. Pure. */

/** By number of the slot since the epoch. */
export type Slots<T> = Readonly<Record<string, T>>;

export interface SlotWidth {
  readonly slotMs: number;
  /** How far back is looked; a multiple of `slotMs`. */
  readonly keepMs: number;
}

/** Adds to the slot of `at` (ms since the epoch), and drops those that are past. */
export function addToSlot<T>(
  slots: Slots<T>,
  at: number,
  width: SlotWidth,
  add: (before: T | undefined) => T,
): Slots<T> {
  const slot = Math.floor(at / width.slotMs);
  const kept = Object.entries(slots).filter(([number]) => isRecent(Number(number), at, width));
  return { ...Object.fromEntries(kept), [slot]: add(slots[slot]) };
}

/** Those of the last `keepMs`, the present one included: up to one slot less is looked at than the name says. */
export function recentSlots<T>(slots: Slots<T>, now: number, width: SlotWidth): readonly T[] {
  return Object.entries(slots)
    .filter(([number]) => isRecent(Number(number), now, width))
    .map(([, value]) => value);
}

/** What a clock that was ahead has left behind is not recent. */
function isRecent(slot: number, now: number, { slotMs, keepMs }: SlotWidth): boolean {
  const last = Math.floor(now / slotMs);
  return slot <= last && slot > last - keepMs / slotMs;
}
