import { describe, expect, it } from 'vitest';
import { WaitingObjects, waitingOf, withWaiting } from './waiting_objects';

describe('objects that wait', () => {
  it('are those that were listed and not taken, day by day', () => {
    const waiting = new WaitingObjects();
    waiting.found(10);
    waiting.taken(4);
    const withToday = (before: Readonly<Record<string, number>>) =>
      withWaiting(before, new Map([['2026-01-31', waiting.count]]));
    const kept = withToday({ '2026-01-30': 2 });
    expect(kept).toEqual({ '2026-01-30': 2, '2026-01-31': 6 });
    expect(waitingOf({ waiting: kept })).toBe(8);
    waiting.taken(6);
    expect(withToday(kept)).toEqual({ '2026-01-30': 2 });
  });

  it('are none where nothing was listed, and never fewer', () => {
    expect(waitingOf({})).toBe(0);
    expect(withWaiting(undefined, new Map())).toEqual({});
    const waiting = new WaitingObjects();
    // an object that an earlier run left unfinished
    waiting.taken(1);
    expect(waiting.count).toBe(0);
  });
});
