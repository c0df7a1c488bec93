/** How much may be on its way to Elasticsearch at once: halved when it is too busy, and grown again slowly while it copes. */

const MEBIBYTE = 1024 * 1024;
const FIRST_REQUESTS = 2;
/** At once. */
export const MOST_REQUESTS = 4;
/** Of a request. As fast as 4 MiB, and a search that begins meanwhile has less beside it. */
export const MOST_REQUEST_BYTES = 1.25 * MEBIBYTE;
const LEAST_BYTES = MEBIBYTE / 4;
/** After each request that went well: from the least to the most in some thirty of them. */
const MORE_REQUESTS = 1 / 8;
const MORE_BYTES = MEBIBYTE / 8;

/** Says of a request that it was too much at the time, whatever else came of it. */
export interface Sent<T> {
  readonly value: T;
  readonly wasTooMuch: boolean;
}

/** One for all runs of a process, since they share one Elasticsearch: bounds their bytes together. */
export class WriteWindow {
  private requests = FIRST_REQUESTS;
  private bytes = MOST_REQUEST_BYTES;
  private inFlight = 0;
  private halvings = 0;
  private readonly waiting: (() => void)[] = [];

  /** Requests that may be under way at once. */
  get requestsAtOnce(): number {
    return Math.floor(this.requests);
  }

  /** How large a request should be at most. */
  get requestBytes(): number {
    return this.bytes;
  }

  /** Sends when it is its turn. Rejects with the signal's reason when aborted meanwhile, and with what `request` throws. */
  async send<T>(request: () => Promise<Sent<T>>, signal: AbortSignal): Promise<T> {
    await this.turn(signal);
    const { halvings } = this;
    try {
      const { value, wasTooMuch } = await request();
      if (!wasTooMuch) this.grow();
      // those that were under way together fail together: one halving is meant for all of them
      else if (halvings === this.halvings) this.halve();
      return value;
    } finally {
      this.inFlight--;
      this.wake();
    }
  }

  private async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.inFlight >= this.requestsAtOnce) {
      await new Promise<void>((resolve, reject) => {
        const abort = () => {
          this.waiting.splice(this.waiting.indexOf(take), 1);
          reject(signal.reason as Error);
        };
        const take = () => {
          signal.removeEventListener('abort', abort);
          this.inFlight++;
          resolve();
        };
        this.waiting.push(take);
        signal.addEventListener('abort', abort, { once: true });
      });
    } else this.inFlight++;
  }

  private wake(): void {
    while (this.inFlight < this.requestsAtOnce) {
      const take = this.waiting.shift();
      if (take === undefined) return;
      take();
    }
  }

  private grow(): void {
    this.requests = Math.min(MOST_REQUESTS, this.requests + MORE_REQUESTS);
    this.bytes = Math.min(MOST_REQUEST_BYTES, this.bytes + MORE_BYTES);
  }

  private halve(): void {
    this.halvings++;
    this.requests = Math.max(1, this.requests / 2);
    this.bytes = Math.max(LEAST_BYTES, this.bytes / 2);
  }
}
