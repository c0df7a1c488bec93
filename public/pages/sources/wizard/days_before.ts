/** Counts days back. Pure. */
const DAY_MS = 86_400_000;

/** The UTC day so many days before another, as 2024-01-31. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, day.length);
}
