/** Spreads the slices of a source over Kibana nodes: those of one node share one thread, and win little beside each other. */

/** Longer than the time between two looks of any node for tasks (3 s), so that each had its chance. */
const PASSED_ON_MS = 10_000;

/** One for a Kibana process. */
export class SliceSpread {
  private readonly atWork = new Map<string, number[]>();
  private readonly passedOnAt = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * True where this node is to leave a slice to the next that asks for tasks, since another slice of its source is at work
   * here. When it comes back to this node soon, there is no other that has room, and it is run here.
   */
  passesOn(sourceId: string, slice: number): boolean {
    const others = (this.atWork.get(sourceId) ?? []).filter((each) => each !== slice);
    const id = `${sourceId}:${slice}`;
    const isBack = this.now() - (this.passedOnAt.get(id) ?? -Infinity) < PASSED_ON_MS;
    this.passedOnAt.delete(id);
    if (others.length === 0 || isBack) return false;
    this.passedOnAt.set(id, this.now());
    return true;
  }

  /** Runs it as one that is at work here. */
  async run<T>(sourceId: string, slice: number, work: () => Promise<T>): Promise<T> {
    const slices = this.atWork.get(sourceId) ?? [];
    this.atWork.set(sourceId, [...slices, slice]);
    try {
      return await work();
    } finally {
      const left = [...(this.atWork.get(sourceId) ?? [])];
      left.splice(left.indexOf(slice), 1);
      if (left.length === 0) this.atWork.delete(sourceId);
      else this.atWork.set(sourceId, left);
    }
  }
}
