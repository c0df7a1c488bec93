import { describe, expect, it } from 'vitest';
import type { ActiveHours } from './active_hours';
import { hoursOf, KEPT_HOURS, unionOf, withHours } from './active_hours';

const NOW = 500_000;
const hoursAfter = (...added: number[][]): readonly number[] => {
  const kept = added.reduce<ActiveHours | null>((before, hours) => withHours(before, hours), null);
  return kept === null ? [] : hoursOf(kept);
};

describe('active hours', () => {
  it('are the same in whatever order and however often they are added', () => {
    const hours = [NOW, NOW - 1, NOW - 30, NOW - 671];
    expect(hoursAfter(hours)).toEqual([...hours].reverse());
    expect(hoursAfter([NOW - 671], [NOW - 1, NOW - 30], [NOW], [NOW - 30])).toEqual([...hours].reverse());
  });

  it('are forgotten four weeks before the last one', () => {
    expect(hoursAfter([NOW - KEPT_HOURS, NOW - KEPT_HOURS + 1], [NOW])).toEqual([NOW - KEPT_HOURS + 1, NOW]);
    expect(hoursAfter([NOW], [NOW + 10 * KEPT_HOURS], [NOW - 1])).toEqual([NOW + 10 * KEPT_HOURS]);
  });

  it('are none where nothing was added', () => {
    expect(withHours(null, [])).toBeNull();
    expect(withHours({ last: NOW, bits: '1' }, [])).toEqual({ last: NOW, bits: '1' });
  });

  it('take few characters however many there are', () => {
    const all = withHours(
      null,
      Array.from({ length: 2 * KEPT_HOURS }, (_, i) => NOW - i),
    );
    expect(JSON.stringify(all).length).toBeLessThan(200);
  });

  it('of several places are those in which one was active', () => {
    const union = unionOf([
      withHours(null, [NOW, NOW - 2]),
      null,
      withHours(null, [NOW - 1, NOW - 2, NOW - 5]),
    ]);
    expect(union === null ? [] : hoursOf(union)).toEqual([NOW - 5, NOW - 2, NOW - 1, NOW]);
    expect(unionOf([null, null])).toBeNull();
  });
});
