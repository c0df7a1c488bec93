/** How long something took, counted in steps of a fifth: percentiles of any number of events from some 20 numbers. Pure. */

/** By step the number of times; the steps are those of `stepOf`. */
export type LagHistogram = Readonly<Record<string, number>>;

/** Each step ends at 1.2 times the one before: from its middle a percentile is good to 10 %. The first ends at a second. */
const RATIO = 1.2;

export function addLag(histogram: LagHistogram, ms: number, times = 1): LagHistogram {
  const step = stepOf(ms);
  return { ...histogram, [step]: (histogram[step] ?? 0) + times };
}

export function addLags(a: LagHistogram, b: LagHistogram): LagHistogram {
  const sum: Record<string, number> = { ...a };
  for (const [step, times] of Object.entries(b)) sum[step] = (sum[step] ?? 0) + times;
  return sum;
}

export function countLags(histogram: LagHistogram): number {
  return Object.values(histogram).reduce((sum, times) => sum + times, 0);
}

/** The time (ms) within which `share` (0 to 1) of all were; undefined for none. */
export function percentile(histogram: LagHistogram, share: number): number | undefined {
  const steps = Object.entries(histogram)
    .map(([step, times]) => [Number(step), times] as const)
    .sort(([a], [b]) => a - b);
  const wanted = share * countLags(histogram);
  let sum = 0;
  for (const [step, times] of steps) {
    sum += times;
    if (sum >= wanted) return middleOf(step);
  }
  return undefined;
}

/** What is below a second, or below nothing where clocks differ, is in step 0. */
function stepOf(ms: number): number {
  const seconds = ms / 1000;
  return seconds < 1 ? 0 : 1 + Math.floor(Math.log(seconds) / Math.log(RATIO));
}

/** In ms. */
function middleOf(step: number): number {
  return Math.round((step === 0 ? 0.5 : RATIO ** (step - 0.5)) * 1000);
}
