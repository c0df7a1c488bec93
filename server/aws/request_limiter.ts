/** How fast one bucket is asked, by all stores of this process: slower as soon as S3 asks for that, faster again by and by. */
import { setTimeout as sleep } from 'node:timers/promises';

/** S3 gives 5,500 a second for a prefix; one core of ours does a few hundred. https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html */
const MOST_PER_SECOND = 1_000;
/** Beside it, a throttled request pauses before its next try. */
const LEAST_PER_SECOND = 5;
const MOST_AT_ONCE = 64;
/** A fifth more each second while all goes well. */
const GROWTH_PER_ANSWER = 0.2;
const SECOND_MS = 1_000;

export interface LimiterSetup {
  /** ms, never going back */
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const REAL_TIME: LimiterSetup = {
  now: () => performance.now(),
  pause: (ms, signal) => sleep(ms, undefined, { signal }),
};

const limiters = new Map<string, RequestLimiter>();

/** The one limiter of a bucket (`BucketRegion.id`) in this process: the slices of its sources share it. */
export function limiterOf(bucketId: string): RequestLimiter {
  const limiter = limiters.get(bucketId) ?? new RequestLimiter();
  limiters.set(bucketId, limiter);
  return limiter;
}

/**
 * Requests at once, and a token bucket of requests a second. Both halve, from what was really asked, when a request is
 * throttled; throttled requests that began before the halving are part of what led to it and count no more.
 */
export class RequestLimiter {
  /** Grows by parts of one. */
  private mostAtOnce = MOST_AT_ONCE;
  private perSecond = MOST_PER_SECOND;
  private tokens = MOST_PER_SECOND;
  private filledAt: number;
  private halvedAt = -Infinity;
  private atWork = 0;
  private readonly queue: (() => void)[] = [];
  private window = { since: -Infinity, begun: 0, begunBefore: 0 };

  constructor(private readonly setup: LimiterSetup = REAL_TIME) {
    this.filledAt = setup.now();
  }

  /** What it allows at present. */
  get limits(): { readonly atOnce: number; readonly perSecond: number } {
    return { atOnce: Math.floor(this.mostAtOnce), perSecond: this.perSecond };
  }

  /** Runs `request` when its turn comes. Throws what it throws; rejects when aborted while it waits. */
  async run<Answer>(
    request: () => Promise<Answer>,
    signal: AbortSignal,
    isThrottled: (error: unknown) => boolean,
  ): Promise<Answer> {
    await this.enter(signal);
    try {
      const wait = this.takeToken();
      if (wait > 0) await this.setup.pause(wait, signal);
      const begunAt = this.setup.now();
      this.noteBegin(begunAt);
      return await this.watched(request, begunAt, isThrottled);
    } finally {
      this.leave();
    }
  }

  private async watched<Answer>(
    request: () => Promise<Answer>,
    begunAt: number,
    isThrottled: (error: unknown) => boolean,
  ): Promise<Answer> {
    try {
      const answer = await request();
      this.grow();
      return answer;
    } catch (error) {
      if (isThrottled(error) && begunAt > this.halvedAt) this.halve();
      throw error;
    }
  }

  private async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.atWork + 1 <= this.mostAtOnce) {
      this.atWork++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const admit = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.queue.splice(this.queue.indexOf(admit), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.queue.push(admit);
    });
  }

  private leave(): void {
    this.atWork--;
    while (this.atWork + 1 <= this.mostAtOnce) {
      const admit = this.queue.shift();
      if (admit === undefined) return;
      this.atWork++;
      admit();
    }
  }

  /** Takes one, on credit if need be; how long to wait for it (ms). */
  private takeToken(): number {
    const now = this.setup.now();
    const filled = this.tokens + ((now - this.filledAt) / SECOND_MS) * this.perSecond;
    this.tokens = Math.min(filled, this.perSecond) - 1;
    this.filledAt = now;
    return this.tokens >= 0 ? 0 : (-this.tokens / this.perSecond) * SECOND_MS;
  }

  private noteBegin(now: number): void {
    const { since, begun } = this.window;
    if (now - since < SECOND_MS) this.window.begun++;
    else this.window = { since: now, begun: 1, begunBefore: now - since < 2 * SECOND_MS ? begun : 0 };
  }

  private halve(): void {
    const { begun, begunBefore } = this.window;
    this.mostAtOnce = Math.max(1, Math.floor(Math.min(this.mostAtOnce, this.atWork) / 2));
    const asked = Math.min(this.perSecond, Math.max(begun, begunBefore));
    this.perSecond = Math.max(LEAST_PER_SECOND, asked / 2);
    this.tokens = Math.min(this.tokens, 0);
    this.halvedAt = this.setup.now();
  }

  private grow(): void {
    this.mostAtOnce = Math.min(MOST_AT_ONCE, this.mostAtOnce + 1 / this.mostAtOnce);
    this.perSecond = Math.min(MOST_PER_SECOND, this.perSecond + GROWTH_PER_ANSWER);
  }
}
