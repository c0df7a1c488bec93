/** Writes batches side by side, and checkpoints them one after the other, in the order in which they were read. */

/** One is answered while another is indexed and a third is on its way. */
const AT_ONCE = 3;

export class OrderedWrites {
  private underWay = 0;
  private last: Promise<void> = Promise.resolve();
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => undefined;

  /**
   * Begins `write`, and calls `checkpoint` with what it gives when all batches before were checkpointed. Resolves when
   * there is room for the next. Throws what an earlier batch met: then nothing is checkpointed any more.
   */
  async add<T>(write: () => Promise<T>, checkpoint: (written: T) => Promise<void>): Promise<void> {
    this.throwFailure();
    this.underWay++;
    const written = write();
    this.last = this.follow(this.last, written, checkpoint);
    while (this.underWay >= AT_ONCE) await new Promise<void>((resolve) => (this.wake = resolve));
    this.throwFailure();
  }

  /** Returns when everything is checkpointed. Throws what a batch met, when no batch is under way any more. */
  async finish(): Promise<void> {
    await this.last;
    this.throwFailure();
  }

  private async follow<T>(
    before: Promise<void>,
    written: Promise<T>,
    checkpoint: (written: T) => Promise<void>,
  ): Promise<void> {
    const [, outcome] = await Promise.allSettled([before, written]);
    try {
      if (outcome.status === 'rejected') throw outcome.reason;
      if (this.failure === undefined) await checkpoint(outcome.value);
    } catch (error) {
      this.failure ??= { error };
    } finally {
      this.underWay--;
      this.wake();
    }
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }
}
