import { describe, expect, it } from 'vitest';
import type { LagHistogram } from './lag_histogram';
import { addLag, addLags, countLags, percentile } from './lag_histogram';

const of = (times: readonly number[]) =>
  times.reduce<LagHistogram>((histogram, ms) => addLag(histogram, ms), {});

/** The same for the times themselves. */
function exact(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

describe('a percentile of lags', () => {
  it.each([
    ['all alike', (i: number) => 300_000 + (i % 2)],
    ['even from 1 to 15 minutes', (i: number) => 60_000 + i * 840],
    ['few very late', (i: number) => (i % 25 === 0 ? 40 * 60_000 : 5 * 60_000)],
    ['seconds to days', (i: number) => 1000 * 1.012 ** i],
  ])('is good to a tenth, %s', (_name, time) => {
    const times = Array.from({ length: 1000 }, (_, i) => time(i));
    for (const share of [0.5, 0.95]) {
      const found = percentile(of(times), share) ?? 0;
      expect(Math.abs(found / exact(times, share) - 1)).toBeLessThan(0.1);
    }
  });

  it('is undefined for none, and below a second for what is', () => {
    expect(percentile({}, 0.5)).toBeUndefined();
    expect(percentile(of([-5000, 0, 400]), 0.95)).toBeLessThan(1000);
  });
});

describe('histograms of lags', () => {
  it('add up as if all had been counted in one', () => {
    const [a, b] = [of([1000, 5000, 70_000]), addLag(of([5000]), 3_600_000, 4)];
    expect(addLags(a, b)).toEqual(of([1000, 5000, 70_000, 5000, ...Array<number>(4).fill(3_600_000)]));
    expect(countLags(addLags(a, b))).toBe(8);
  });

  it('stay small whatever comes', () => {
    const all = of(Array.from({ length: 5000 }, (_, i) => 1.005 ** i));
    expect(Object.keys(all).length).toBeLessThan(110);
  });
});
