/** Who looks at events goes before what is fetched: while somebody does, one write is under way at most, and none begins beside a search. */
import { setTimeout as sleep } from 'node:timers/promises';

/** So long after a search somebody is taken to be still looking. */
const LOOKS_MS = 5_000;
/** Beside a search that takes longer, writing goes on. */
const LONGEST_WAIT_MS = 300;
const STEP_MS = 10;

/** One for a Kibana process: its panels' searches, and the writes of what it fetches. */
export class SearchPriority {
  private searches = 0;
  private writes = 0;
  private lastSearch = -Infinity;

  /** `now`: ms of a clock that never goes back. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  async search<T>(ask: () => Promise<T>): Promise<T> {
    this.searches++;
    try {
      return await ask();
    } finally {
      this.searches--;
      this.lastSearch = this.now();
    }
  }

  /** Sends when it is its turn. Rejects with the signal's reason when aborted before, and with what `send` throws. */
  async write<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const from = this.now();
    while (!this.mayWrite(this.now() - from)) {
      await sleep(STEP_MS);
      signal.throwIfAborted();
    }
    this.writes++;
    try {
      return await send();
    } finally {
      this.writes--;
    }
  }

  private mayWrite(waitedMs: number): boolean {
    if (this.searches === 0 && this.now() - this.lastSearch > LOOKS_MS) return true;
    return this.writes === 0 && (this.searches === 0 || waitedMs >= LONGEST_WAIT_MS);
  }
}
