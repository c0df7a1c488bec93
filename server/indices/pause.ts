/** Waits between tries. */
import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Waits a random time up to 0.5, 1, 2 … 10 s (full jitter), so that many writers don't come back at once. Rejects when aborted. */
export async function pauseBeforeTry(attempt: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  await sleep(Math.random() * longest, undefined, { signal });
}
