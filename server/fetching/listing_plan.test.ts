import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '../cloudtrail/day';
import type { AccountRegionState, RegionBackfill } from './account_region_state';
import { newAccountRegionState, NO_COUNTS } from './account_region_state';
import { nextPollAt, planCatchUp, planOpenDays, planPoll, sweepDays, sweepFloor } from './listing_plan';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2024, 2, 1, 12);
const SOURCE = {
  start: '2013-11-01',
  createdAt: Date.UTC(2024, 0, 1),
  intervalMs: MINUTE_MS,
  askedAt: 0,
};
const READ: RegionBackfill = {
  until: '2024-01-01',
  read_from: '2013-11-01',
  end: null,
  gap_after: null,
  known_from: '2013-11-01',
  next: null,
  days_known: 0,
  days_done: 0,
  counts: NO_COUNTS,
};

function state(more: Partial<AccountRegionState> = {}): AccountRegionState {
  const accountRegion = {
    accountId: '111122223333',
    region: 'us-east-1',
    accountPrefix: 'AWSLogs/111122223333/',
    kind: 'CloudTrail',
  } as const;
  return { ...newAccountRegionState('source', accountRegion), ...more };
}
/** Polled a minute ago, with nothing else due. */
function polled(now: number, more: Partial<AccountRegionState> = {}): AccountRegionState {
  const ago = now - MINUTE_MS;
  return state({ polled_at: ago, active_at: ago, whole_at: ago, swept_at: ago, backfill: READ, ...more });
}
const plan = (of: AccountRegionState, now = NOW, more: Partial<typeof SOURCE> = {}, allowsSecond = true) =>
  planPoll(of, now, { ...SOURCE, ...more }, allowsSecond);
const recent = (day: string) => ({ kind: 'recent', day });
const whole = (day: string) => ({ kind: 'whole', day });

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

  it('is today and yesterday whole at first, in UTC days (pain 37)', () => {
    for (const now of [NOW, Date.UTC(2024, 2, 1), Date.UTC(2024, 2, 1, 23, 59, 59)])
      expect(plan(state(), now)).toEqual([whole('2024-03-01'), whole('2024-02-29')]);
  });

  it('is the newest part of today, and of yesterday too until 06:00 UTC (pain 20, pain 37)', () => {
    const beforeSix = Date.UTC(2024, 2, 1, 5, 59);
    expect(plan(polled(beforeSix), beforeSix)).toEqual([recent('2024-03-01'), recent('2024-02-29')]);
    const atSix = Date.UTC(2024, 2, 1, 6);
    expect(plan(polled(atSix), atSix)).toEqual([recent('2024-03-01')]);
  });

  it('is both when the UTC day has changed since the last poll, whatever else is due (pain 37)', () => {
    const midnight = Date.UTC(2024, 2, 1);
    const last = polled(midnight, { polled_at: midnight - 1000, whole_at: 0 });
    expect(plan(last, midnight + 1000, {}, false)).toEqual([recent('2024-03-01'), recent('2024-02-29')]);
  });

  it('is never more than two listings when nothing was asked for (pain 12)', () => {
    for (let minute = 0; minute < 3000; minute += 7) {
      const now = NOW + minute * MINUTE_MS;
      const late = polled(now, { whole_at: NOW - HOUR_MS, swept_at: NOW - DAY_MS });
      expect(plan(late, now).length).toBeLessThanOrEqual(2);
    }
  });

  it('is a page of both days once an hour, and of the days before once a day (pain 20)', () => {
    const second = (more: Partial<AccountRegionState>) => plan(polled(NOW, more))[1];
    expect(second({ whole_at: NOW - HOUR_MS + 1 })).toBeUndefined();
    expect(second({ whole_at: NOW - HOUR_MS })).toEqual({
      kind: 'round',
      name: 'hourly',
      round: { started_at: NOW, days: ['2024-03-01', '2024-02-29'], after: null },
    });
    expect(second({ swept_at: NOW - DAY_MS + 1 })).toBeUndefined();
    expect(second({ swept_at: NOW - DAY_MS })).toMatchObject({
      name: 'daily',
      round: {
        days: [
          '2024-02-28',
          '2024-02-27',
          '2024-02-26',
          '2024-02-25',
          '2024-02-24',
          '2024-02-23',
          '2024-02-22',
        ],
      },
    });
  });

  it('goes on with a round that was begun, and takes the later of two in proportion', () => {
    const begun = { started_at: NOW - MINUTE_MS, days: ['2024-02-29'], after: 'key' };
    expect(plan(polled(NOW, { hourly: begun }))[1]).toMatchObject({ name: 'hourly', round: begun });
    const both = (hours: number, days: number) =>
      plan(
        polled(NOW, {
          hourly: begun,
          daily: begun,
          whole_at: NOW - hours * HOUR_MS,
          swept_at: NOW - days * DAY_MS,
        }),
      )[1];
    expect(both(1.5, 1.2)).toMatchObject({ name: 'hourly' });
    expect(both(1.5, 1.6)).toMatchObject({ name: 'daily' });
  });

  it('takes turns between yesterday and a round while yesterday grows', () => {
    const early = Date.UTC(2024, 2, 1, 3);
    const due = { whole_at: early - HOUR_MS };
    expect(plan(polled(early, due), early)[1]).toMatchObject({ kind: 'round' });
    expect(plan(polled(early, { ...due, took_round: true }), early)[1]).toEqual(recent('2024-02-29'));
  });

  it('is no day before the start day, and none between the end of history and the source (pain 17)', () => {
    expect(plan(state(), NOW, { start: '2024-03-01' })).toEqual([whole('2024-03-01')]);
    const days = (more: object) => sweepDays(polled(NOW), NOW, { ...SOURCE, ...more });
    expect(days({ start: '2024-02-27' })).toEqual(['2024-02-28', '2024-02-27']);
    expect(days({ start: '2024-03-01' })).toEqual([]);
    const gap = { end: '2024-02-24', createdAt: Date.UTC(2024, 1, 28, 5) };
    expect(days(gap)).toEqual(['2024-02-28', '2024-02-24', '2024-02-23']);
  });

  it('is no day that back-fill has not read', () => {
    const backfill = { ...READ, read_from: '2024-02-27', next: '2024-02-26' };
    expect(sweepDays(polled(NOW, { backfill }), NOW, SOURCE)).toEqual(['2024-02-28', '2024-02-27']);
    const fresh = { ...READ, read_from: '2024-03-01', known_from: '2024-03-01' };
    expect(plan(polled(NOW, { backfill: fresh, whole_at: 0 }))[1]).toMatchObject({
      round: { days: ['2024-03-01'] },
    });
  });

  it('leaves no day out after weeks away (pain 20)', () => {
    const away = NOW - 21 * DAY_MS;
    const left = state({ polled_at: away, whole_at: away, swept_at: away, is_behind: true, backfill: READ });
    const listed = [dayOf(NOW), addDays(dayOf(NOW), -1), ...planCatchUp(left, NOW, SOURCE)];
    const expected = [];
    for (let day = dayOf(NOW); day >= sweepFloor(left, NOW); day = addDays(day, -1)) expected.push(day);
    expect(listed).toEqual(expected);
    expect(sweepFloor(left, NOW)).toBe('2024-02-02');
    expect(planCatchUp({ ...left, is_behind: false }, NOW, SOURCE)).toEqual([]);
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

  it('is all of today, yesterday and the days before when a fetch was asked for since', () => {
    const asked = { askedAt: NOW };
    expect(plan(polled(NOW), NOW + 1000, asked)).toEqual([whole('2024-03-01'), whole('2024-02-29')]);
    expect(planCatchUp(polled(NOW), NOW + 1000, { ...SOURCE, ...asked })).toHaveLength(6);
    const after = polled(NOW, { polled_at: NOW + 1, whole_at: NOW + 1, swept_at: NOW + 1 });
    expect(plan(after, NOW + 1000, asked)).toEqual([recent('2024-03-01')]);
    expect(planCatchUp(after, NOW + 1000, { ...SOURCE, ...asked })).toEqual([]);
  });
});

describe('the next poll', () => {
  const delay = (quietMinutes: number, intervalMs = MINUTE_MS) => {
    const quiet = state({ polled_at: NOW, active_at: NOW - quietMinutes * MINUTE_MS });
    return (nextPollAt(quiet, { ...SOURCE, intervalMs }) - NOW) / MINUTE_MS;
  };

  it('is due at each interval where something came lately, and later and later where not (pain 12)', () => {
    expect([0, 5, 12].map((minutes) => delay(minutes))).toEqual([1, 1, 1]);
    expect([60, 120, 180, 6000].map((minutes) => delay(minutes))).toEqual([5, 10, 15, 15]);
  });

  it('is never due before the interval is over', () => {
    expect(delay(6000, HOUR_MS)).toBe(60);
  });

  it('is due at once at first, and from when a fetch was asked for', () => {
    expect(nextPollAt(state(), SOURCE)).toBe(0);
    expect(nextPollAt(polled(NOW - 1000), { ...SOURCE, askedAt: NOW })).toBe(NOW);
    expect(nextPollAt(polled(NOW + 2 * MINUTE_MS), { ...SOURCE, askedAt: NOW })).toBeGreaterThan(
      NOW + MINUTE_MS,
    );
  });

  it('is as if all were quiet while a queue tells what is new', () => {
    expect(nextPollAt(polled(NOW), SOURCE, true)).toBe(NOW + 14 * MINUTE_MS);
  });
});
