/** When a page's data counts as stale. Pure. */

/** CloudTrail delivers within 5 minutes on average and 15 as a rule; a fetch a minute adds little. */
const LAG_LIMIT_MS = 3_600_000;

/** `newest`: ISO time of the newest event there is. */
export function isStale(newest: string, nowMs: number): boolean {
  return nowMs - Date.parse(newest) > LAG_LIMIT_MS;
}
