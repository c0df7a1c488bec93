import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '../cloudtrail/day';
import { newAccountRegionState } from './account_region_state';
import type { AccountRegionState } from './account_region_state';
import { planOpenDays, planPoll, planSweep, sweepFloor } from './listing_plan';

const HOUR_MS = 60 * 60 * 1000;
const START = { start: '2013-11-01', askedAt: 0 };
const NOW = Date.UTC(2024, 2, 1, 12);

function state(more: Partial<AccountRegionState> = {}): AccountRegionState {
  const accountRegion = {
    accountId: '111122223333',
    region: 'us-east-1',
    accountPrefix: 'AWSLogs/111122223333/',
  };
  return { ...newAccountRegionState('source', accountRegion), ...more };
}
const justPolled = (now: number) => state({ polled_at: now - 60_000, whole_at: now - 60_000 });

describe.each(['UTC', 'Pacific/Auckland', 'America/St_Johns'])('what to list, on a machine in %s', (zone) => {
  const before = process.env['TZ'];
  beforeAll(() => {
    process.env['TZ'] = zone;
    expect(new Date(NOW).getTimezoneOffset() === 0).toBe(zone === 'UTC');
  });
  afterAll(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  it('lists today and yesterday whole at first, in UTC days (pain 37)', () => {
    for (const now of [NOW, Date.UTC(2024, 2, 1), Date.UTC(2024, 2, 1, 23, 59, 59)]) {
      expect(planPoll(state(), now, START)).toEqual([
        { day: '2024-03-01', extent: 'whole' },
        { day: '2024-02-29', extent: 'whole' },
      ]);
    }
  });

  it('lists the newest part of yesterday too until 06:00 UTC (pain 20, pain 37)', () => {
    const beforeSix = Date.UTC(2024, 2, 1, 5, 59);
    expect(planPoll(justPolled(beforeSix), beforeSix, START)).toEqual([
      { day: '2024-03-01', extent: 'recent' },
      { day: '2024-02-29', extent: 'recent' },
    ]);
    const atSix = Date.UTC(2024, 2, 1, 6);
    expect(planPoll(justPolled(atSix), atSix, START)).toEqual([{ day: '2024-03-01', extent: 'recent' }]);
  });

  it('lists both days whole once an hour (pain 20)', () => {
    const whole = (ago: number) =>
      planPoll(state({ polled_at: NOW - 60_000, whole_at: NOW - ago }), NOW, START).map(
        ({ extent }) => extent,
      );
    expect(whole(HOUR_MS - 1)).toEqual(['recent']);
    expect(whole(HOUR_MS)).toEqual(['whole', 'whole']);
  });

  it('lists both days whole when the UTC day has changed since the last poll (pain 37)', () => {
    const midnight = Date.UTC(2024, 2, 1);
    const polled = { polled_at: midnight - 1000, whole_at: midnight - 1000 };
    expect(planPoll(state(polled), midnight + 1000, START)).toEqual([
      { day: '2024-03-01', extent: 'whole' },
      { day: '2024-02-29', extent: 'whole' },
    ]);
  });

  it('never lists a day before the start day (pain 17)', () => {
    expect(planPoll(state(), NOW, { start: '2024-03-01', askedAt: 0 }).map(({ day }) => day)).toEqual([
      '2024-03-01',
    ]);
    expect(planSweep(state(), NOW, { start: '2024-02-27', askedAt: 0 })).toEqual([
      '2024-02-28',
      '2024-02-27',
    ]);
    expect(planSweep(state(), NOW, { start: '2024-03-01', askedAt: 0 })).toEqual([]);
  });

  it('sweeps the days from before yesterday down to seven back, newest first, once a day (pain 20)', () => {
    const days = ['2024-02-28', '2024-02-27', '2024-02-26', '2024-02-25', '2024-02-24', '2024-02-23'];
    expect(planSweep(state(), NOW, START)).toEqual(days);
    expect(planSweep(state({ swept_at: NOW - 24 * HOUR_MS }), NOW, START)).toEqual([...days, '2024-02-22']);
    expect(planSweep(state({ swept_at: NOW - 23 * HOUR_MS }), NOW, START)).toEqual([]);
  });

  it('leaves no day out after weeks away (pain 20)', () => {
    const away = NOW - 21 * 24 * HOUR_MS;
    const left = state({
      polled_at: away,
      whole_at: away,
      swept_at: away,
      backfill_before: sweepFloor(state(), away),
    });
    const listed = [...planPoll(left, NOW, START).map(({ day }) => day), ...planSweep(left, NOW, START)];
    const expected = [];
    for (let day = dayOf(NOW); day >= (left.backfill_before ?? ''); day = addDays(day, -1))
      expected.push(day);
    expect(listed).toEqual(expected);
  });

  it('looks back no less far when the clock went back', () => {
    expect(sweepFloor({ swept_at: NOW + 48 * HOUR_MS }, NOW)).toBe('2024-02-23');
  });

  it('asks again for refused days when their time has come, not before', () => {
    const open = {
      days: ['2024-01-05'],
      tries: 1,
      retry_at: NOW,
      code: 'aws_access_denied',
      message: '…',
    } as const;
    expect(planOpenDays(state({ open }), NOW - 1, 0)).toEqual([]);
    expect(planOpenDays(state({ open }), NOW, 0)).toEqual(['2024-01-05']);
    expect(planOpenDays(state(), NOW, 0)).toEqual([]);
  });

  it('lists all of today, yesterday and the days before when a fetch was asked for since', () => {
    const asked = { start: '2013-11-01', askedAt: NOW };
    const fresh = state({ polled_at: NOW - 60_000, whole_at: NOW - 60_000, swept_at: NOW - 60_000 });
    expect(planPoll(fresh, NOW + 1000, asked).map(({ extent }) => extent)).toEqual(['whole', 'whole']);
    expect(planSweep(fresh, NOW + 1000, asked)).not.toEqual([]);
    const after = state({ polled_at: NOW + 1, whole_at: NOW + 1, swept_at: NOW + 1 });
    expect(planPoll(after, NOW + 1000, asked).map(({ extent }) => extent)).toContain('recent');
    expect(planSweep(after, NOW + 1000, asked)).toEqual([]);
  });
});
