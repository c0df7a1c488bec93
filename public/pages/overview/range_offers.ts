/** Which time ranges to offer when the chosen one holds nothing. */
import type { TimeRange } from '../../kibana/contracts';

const DAY_MS = 86_400_000;
const RECENT_DAYS = 7;
/** Events this fresh mean that the source is live: the offer then ends at `now` and goes on moving. */
const LIVE_MS = DAY_MS;

export interface RangeOffers {
  /** From the oldest to the newest event. */
  readonly all: TimeRange;
  /** The newest seven days that hold events; absent when `all` is no longer than that. */
  readonly recent?: TimeRange;
}

/** `first` and `last`: ISO times of the oldest and newest event. The offers include both. */
export function rangeOffers(first: string, last: string, nowMs: number): RangeOffers {
  const firstMs = Date.parse(first);
  const lastMs = Date.parse(last);
  const isLive = lastMs <= nowMs && nowMs - lastMs < LIVE_MS;
  // an end is cut off to the second by some parts of Kibana
  const to = isLive ? 'now' : new Date(lastMs + 1000).toISOString();
  const all = { from: new Date(firstMs).toISOString(), to };
  if (lastMs - firstMs <= RECENT_DAYS * DAY_MS) return { all };
  const recentFrom = isLive ? `now-${RECENT_DAYS}d` : new Date(lastMs - RECENT_DAYS * DAY_MS).toISOString();
  return { all, recent: { from: recentFrom, to } };
}
