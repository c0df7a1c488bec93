/** Task Manager's intervals, as `30s`, `1m`, `2h` or `1d`. */

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The interval in ms; that of a minute for text that is none. */
export function intervalMs(interval: string): number {
  const ms = Number.parseInt(interval, 10) * (UNIT_MS[interval.slice(-1)] ?? Number.NaN);
  return Number.isNaN(ms) ? 60_000 : ms;
}
