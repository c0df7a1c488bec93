/** How grave a share of failed events is. Pure. */

export type FailureLevel = 'low' | 'some' | 'high';
/** From which share of failed events counts as `some` and as `high`. */
export const FAILURE_LEVELS = { some: 0.1, high: 0.25 } as const;

/** How grave the share of failed events is. */
export function failureLevel(failures: number, events: number): FailureLevel {
  const share = events > 0 ? failures / events : 0;
  if (share >= FAILURE_LEVELS.high) return 'high';
  return share >= FAILURE_LEVELS.some ? 'some' : 'low';
}
