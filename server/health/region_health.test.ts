import { describe, expect, it } from 'vitest';
import type { LogKind } from '../../common/log_kinds';
import { freshnessOf } from './freshness';
import type { RegionHealth, TakenEvent, TakenObject } from './region_health';
import { NO_HEALTH, withTaken } from './region_health';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 0, 31, 12);
const FILE: TakenObject = { deliveredAt: NOW - MINUTE, isHistory: false };

const event = (time: number, object = FILE, isNew = true): TakenEvent => ({ time, isNew, object });
const region = (health: RegionHealth | undefined, objectsWaiting = 0, kind: LogKind = 'CloudTrail') => ({
  kind,
  health,
  objectsWaiting,
});
const shown = (health: RegionHealth, now = NOW) => freshnessOf([region(health)], now);

describe('the lag of events', () => {
  it('has two halves, AWS’s and ours, told apart: delivered late, and fetched late (pain 26)', () => {
    const late = { deliveredAt: NOW - 2000, isHistory: false };
    const lateAtAws = withTaken(NO_HEALTH, [late], [event(NOW - 40 * MINUTE, late)], NOW);
    const aws = shown(lateAtAws).lag;
    expect(aws?.delivery.p50).toBeGreaterThan(36 * 60);
    expect(aws?.fetching.p95).toBeLessThan(3);

    const lying = { deliveredAt: NOW - 30 * MINUTE, isHistory: false };
    const lateHere = withTaken(NO_HEALTH, [lying], [event(NOW - 32 * MINUTE, lying)], NOW);
    const ours = shown(lateHere).lag;
    expect(ours?.delivery.p50).toBeLessThan(150);
    expect(ours?.fetching.p50).toBeGreaterThan(26 * 60);
  });

  it('counts neither history, nor what was known, nor files of which nobody knows when they came', () => {
    const history = { deliveredAt: NOW - 5 * HOUR, isHistory: true };
    const unknown = { deliveredAt: undefined, isHistory: false };
    const events = [event(NOW - HOUR, history), event(NOW - HOUR, FILE, false), event(NOW - HOUR, unknown)];
    expect(shown(withTaken(NO_HEALTH, [history], events, NOW)).lag).toBeNull();
  });

  it('is that of the last day only', () => {
    const health = withTaken(NO_HEALTH, [FILE], [event(NOW - 2 * MINUTE)], NOW);
    expect(shown(health, NOW + 20 * HOUR).lag?.events).toBe(1);
    expect(shown(health, NOW + 25 * HOUR).lag).toBeNull();
  });

  it('of many places is that of all their events together', () => {
    const quick = withTaken(NO_HEALTH, [FILE], Array<TakenEvent>(90).fill(event(NOW - 2 * MINUTE)), NOW);
    const slow = withTaken(NO_HEALTH, [FILE], Array<TakenEvent>(10).fill(event(NOW - HOUR)), NOW);
    const regions = [quick, slow].map((health) => region(health, 3));
    const all = freshnessOf([...regions, region(undefined)], NOW);
    expect(all.lag?.events).toBe(100);
    expect(all.lag?.delivery.p50).toBeLessThan(80);
    expect(all.lag?.delivery.p95).toBeGreaterThan(50 * 60);
    expect(all.objects_waiting).toBe(6);
  });

  it('of a source is not that of its Insights, which come half an hour late; of those alone it is', () => {
    const events = withTaken(NO_HEALTH, [FILE], [event(NOW - 2 * MINUTE)], NOW);
    const insights = withTaken(NO_HEALTH, [FILE], [event(NOW - 40 * MINUTE)], NOW);
    const late = region(insights, 0, 'CloudTrail-Insight');
    const source = freshnessOf([region(events), late], NOW);
    expect(source.lag).toMatchObject({ events: 1 });
    expect(source.lag?.delivery.p95).toBeLessThan(80);
    expect(source.last_hour.events).toBe(2);
    expect(freshnessOf([late], NOW).lag?.delivery.p50).toBeGreaterThan(30 * 60);
  });
});

describe('what came in', () => {
  it('is counted over the last hour and the last day, without history', () => {
    const history = { deliveredAt: NOW, isHistory: true };
    let health = withTaken(NO_HEALTH, [FILE, history], [event(NOW), event(NOW, history)], NOW - 3 * HOUR);
    health = withTaken(health, [FILE, FILE], [event(NOW), event(NOW)], NOW);
    expect(shown(health)).toMatchObject({
      last_hour: { objects: 2, events: 2 },
      last_day: { objects: 3, events: 3 },
    });
    expect(shown(health, NOW + HOUR).last_hour).toEqual({ objects: 0, events: 0 });
    expect(shown(health, NOW + 22 * HOUR).last_day).toEqual({ objects: 2, events: 2 });
  });

  it('has its newest event and file named, history included, and nothing that lies ahead', () => {
    const history = { deliveredAt: NOW - HOUR, isHistory: true };
    const health = withTaken(NO_HEALTH, [history], [event(NOW - 2 * HOUR), event(NOW + 5 * HOUR)], NOW);
    expect(shown(health)).toMatchObject({
      newest_event_at: new Date(NOW - 2 * HOUR).toISOString(),
      newest_object_at: new Date(NOW - HOUR).toISOString(),
    });
    expect(shown(NO_HEALTH)).toMatchObject({ newest_event_at: null, newest_object_at: null });
  });

  it('takes some 3 kB of memory in a busy place, however long it goes on', () => {
    let health = NO_HEALTH;
    for (let i = 0; i < 3 * 24 * 60; i++) {
      const now = NOW + i * MINUTE;
      const object = { deliveredAt: now - (i % 120) * 1000, isHistory: false };
      const events = Array.from({ length: 20 }, (_, k) => event(now - (k + 1) * 47_000, object));
      health = withTaken(health, [object], events, now);
    }
    expect(JSON.stringify(health).length).toBeLessThan(6_000);
    expect(shown(health, NOW + 3 * 24 * HOUR - MINUTE).last_hour.objects).toBeGreaterThan(54);
  });
});
