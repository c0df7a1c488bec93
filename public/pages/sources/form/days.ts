/** UTC days, as 2024-01-31. */

const DAY_MS = 86_400_000;
/** How far back a source begins where nobody chooses; the server has the same. */
export const DEFAULT_DAYS = 7;

export function today(): string {
  return new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** The day so many days before another. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, day.length);
}
