/**
 * Who looks at events goes before what is fetched: while somebody does, one write is under way at most, none begins
 * beside a search, and after each Elasticsearch rests for as long as the write took.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** So long after a search somebody is taken to be still looking. */
const LOOKS_MS = 5_000;
/** A write that has waited for so long goes on, beside a search and without a rest. */
const LONGEST_WAIT_MS = 300;
const STEP_MS = 10;

/** One for a Kibana process: its panels' searches, and the writes of what it fetches. */
export class SearchPriority {
  private searches = 0;
  private writes = 0;
  private lastSearch = -Infinity;
  /** Leaves room for what Kibana asks Elasticsearch before it runs a search: who somebody is, and what they may. */
  private restUntil = -Infinity;

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
    const sentAt = this.now();
    try {
      return await send();
    } finally {
      this.writes--;
      this.restUntil = this.now() + (this.now() - sentAt);
    }
  }

  private mayWrite(waitedMs: number): boolean {
    if (this.searches === 0 && this.now() - this.lastSearch > LOOKS_MS) return true;
    if (this.writes > 0) return false;
    return waitedMs >= LONGEST_WAIT_MS || (this.searches === 0 && this.now() >= this.restUntil);
  }
}
