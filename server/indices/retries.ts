/** Tries again what may succeed a moment later. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isWorthRetrying, toElasticsearchError } from './elasticsearch_errors';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Waits a random time up to 0.5, 1, 2 … 10 s (full jitter), so that many writers don't come back at once. Rejects when aborted. */
export async function pauseBeforeTry(attempt: number, signal?: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  await sleep(Math.random() * longest, undefined, { signal });
}

const MAX_TRIES = 5;

export interface Retries {
  readonly tries?: number;
  /** Whether what a try threw may not come again. */
  isWorthIt?(error: unknown): boolean;
  readonly signal?: AbortSignal;
}

/**
 * A small request, up to five times within some seconds unless told otherwise: an index that was made a moment ago has no
 * shard yet, and a busy cluster answers 429 or 503. Throws what the last try threw.
 */
export async function withRetries<T>(
  request: () => Promise<T>,
  { tries = MAX_TRIES, isWorthIt = isWorthRetrying, signal }: Retries = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (attempt === tries || !isWorthIt(error)) throw error;
      await pauseBeforeTry(attempt, signal);
    }
  }
}

/** `withRetries`, and what fails in the end as an ElasticsearchError that says what we were doing (`writing gaps`). */
export async function call<T>(doing: string, request: () => Promise<T>, retries?: Retries): Promise<T> {
  try {
    return await withRetries(request, retries);
  } catch (error) {
    throw toElasticsearchError(error, doing);
  }
}
