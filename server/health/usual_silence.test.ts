import { describe, expect, it } from 'vitest';
import { withHours } from './active_hours';
import { usualSilence } from './usual_silence';

/** A Monday, 00:00 UTC, in hours since the epoch. */
const MONDAY = Date.UTC(2026, 0, 5) / 3_600_000;
const DAY = 24;
const WEEK = 7 * DAY;

type Rhythm = (hour: number) => boolean;
const steady: Rhythm = () => true;
const officeHours: Rhythm = (hour) => {
  const day = Math.floor(hour / DAY) % 7;
  return day < 5 && hour % DAY >= 8 && hour % DAY < 18;
};
const nightly: Rhythm = (hour) => hour % DAY === 3;

/** Hours from `from` (0 is a Monday's midnight) on. */
function limitAfter(rhythm: Rhythm, hours: number, from = 0): number | undefined {
  const active = Array.from({ length: hours }, (_, i) => from + i).filter(rhythm);
  const kept = withHours(
    null,
    active.map((hour) => MONDAY + hour),
  );
  const usual = kept === null ? undefined : usualSilence(kept);
  return usual && usual.limitMs / 3_600_000;
}

/** How often the time from one event to the next was a gap, by what was known before it. */
function falseAlarms(rhythm: Rhythm, weeks: number, from = 0): number {
  let alarms = 0;
  let kept = withHours(null, []);
  let last: number | undefined;
  for (let hour = from; hour < from + weeks * WEEK; hour++) {
    if (!rhythm(hour)) continue;
    const silent = last === undefined ? 0 : hour - last;
    // so little never is one
    const usual = kept === null || silent < 3 ? undefined : usualSilence(kept);
    if (usual !== undefined && silent * 3_600_000 > usual.limitMs) alarms++;
    kept = withHours(kept, [MONDAY + hour]);
    last = hour;
  }
  return alarms;
}

/** Numbers from 0 to 1, the same ones for a seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('the silence that is a gap', () => {
  it('is unknown for a place that has been known for less than a day', () => {
    expect(limitAfter(steady, DAY - 1)).toBeUndefined();
    expect(limitAfter((hour) => hour === 5, 4 * WEEK)).toBeUndefined();
    expect(limitAfter(steady, DAY)).toBeDefined();
  });

  it('is some hours where events come around the clock', () => {
    expect(limitAfter(steady, DAY)).toBeLessThan(5);
    expect(limitAfter(steady, 3 * DAY)).toBeLessThan(3);
    expect(limitAfter(steady, 2 * WEEK)).toBe(2.5);
    expect(limitAfter((hour) => hour % 2 === 0, 2 * WEEK)).toBeLessThan(6);
  });

  it('is some days where nobody works at weekends, from the first Friday on', () => {
    const friday = 4 * DAY + 18;
    const weekend = 2 * DAY + 14;
    expect(limitAfter(officeHours, friday)).toBeGreaterThan(weekend);
    for (const weeks of [1, 2, 4]) {
      const limit = limitAfter(officeHours, weeks * WEEK + friday) ?? 0;
      expect(limit).toBeGreaterThan(weekend);
      expect(limit).toBeLessThan(6 * DAY);
    }
  });

  it('is two nights for what comes once a night, once that is known', () => {
    expect(limitAfter(nightly, 4 * WEEK)).toBe(48.5);
    expect(limitAfter(nightly, 5 * DAY)).toBeGreaterThan(4 * WEEK);
  });

  it('is not lengthened by a gap that there was', () => {
    const withGap: Rhythm = (hour) => hour < 2 * WEEK || hour > 2 * WEEK + 3 * DAY;
    expect(limitAfter(withGap, 3 * WEEK)).toBe(2.5);
    const office: Rhythm = (hour) => officeHours(hour) && (hour < 2 * WEEK || hour > 3 * WEEK);
    expect(limitAfter(office, 4 * WEEK)).toBe(limitAfter(officeHours, 4 * WEEK));
  });
});

describe('false alarms', () => {
  it.each([
    ['around the clock', steady],
    ['in office hours', officeHours],
    ['once a night', nightly],
    ['once a week', (hour: number) => hour % WEEK === 50],
  ])('there are none in half a year of events %s, on whichever day it begins', (_name, rhythm) => {
    for (let day = 0; day < 7; day++) expect(falseAlarms(rhythm, 26, day * DAY + 9)).toBe(0);
  });

  it.each([
    [0.9, 0],
    [0.3, 4],
    [0.04, 3],
    [0.005, 1],
  ])(
    'are rare where events come by chance, in a share of %d of all hours: in 20 places at most %i a year',
    (share, most) => {
      let alarms = 0;
      for (let seed = 1; seed <= 20; seed++) {
        const random = chance(seed);
        alarms += falseAlarms(() => random() < share, 52);
      }
      expect(alarms).toBeLessThanOrEqual(most);
    },
  );
});
