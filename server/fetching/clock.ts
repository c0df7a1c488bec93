/** Times that a clock left behind which was ahead for a while: taken at their word, they would make the fetcher wait for them. Pure. */
import type { AccountRegionState } from './account_region_state';

/** The clocks of Kibana's nodes may be so far apart. */
const TOLERANCE_MS = 5 * 60_000;
/** No pause of the fetcher is longer. */
const LONGEST_PAUSE_MS = 60 * 60_000;

/** True for what is noted as having happened (ms), and can't have. */
export function hasNotBeen(at: number, now: number): boolean {
  return at > now + TOLERANCE_MS;
}

/** True for a time (ms) until which the fetcher would never wait; `longestMs` is its longest pause of that kind. */
export function isTooFar(until: number, now: number, longestMs = LONGEST_PAUSE_MS): boolean {
  return until > now + longestMs + TOLERANCE_MS;
}

/** The same state, with all due that was noted at a time that has not been. */
export function atThisTime(state: AccountRegionState, now: number): AccountRegionState {
  const { polled_at: polledAt, whole_at: wholeAt, swept_at: sweptAt, open } = state;
  return {
    ...state,
    polled_at: polledAt !== null && hasNotBeen(polledAt, now) ? 0 : polledAt,
    whole_at: wholeAt !== null && hasNotBeen(wholeAt, now) ? null : wholeAt,
    swept_at: sweptAt !== null && hasNotBeen(sweptAt, now) ? null : sweptAt,
    open: open !== null && isTooFar(open.retry_at, now) ? { ...open, retry_at: now } : open,
  };
}
