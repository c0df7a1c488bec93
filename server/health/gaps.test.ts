import { describe, expect, it } from 'vitest';
import { withHours } from './active_hours';
import type { WatchedPlace } from './gaps';
import { findGaps } from './gaps';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 31, 12);
const SOURCE = { createdAt: NOW - 30 * 24 * HOUR, problem: null };
const STOPPED = { message: 'The key is not accepted.', attempts: 10 };

/** A place with events in each hour of two weeks, the last `silentHours` ago. */
function place(region: string, silentHours: number, change: Partial<WatchedPlace> = {}): WatchedPlace {
  const newestEvent = NOW - silentHours * HOUR;
  const last = Math.floor(newestEvent / HOUR);
  return {
    accountId: '111122223333',
    region,
    prefix: 'AWSLogs/111122223333/',
    kind: 'CloudTrail',
    newestEvent,
    active: withHours(
      null,
      Array.from({ length: 14 * 24 }, (_, i) => last - i),
    ),
    lookedAt: NOW,
    refusal: undefined,
    ...change,
  };
}
const UNKNOWN = { newestEvent: null, active: null };

describe('a place that has fallen silent', () => {
  it('is a gap once it is silent for longer than is usual there, and says since when', () => {
    expect(findGaps(SOURCE, [place('eu-west-1', 2), place('us-east-1', 0)]).places).toEqual([]);
    const { whole, places } = findGaps(SOURCE, [place('eu-west-1', 3), place('us-east-1', 0)]);
    expect(whole).toBeUndefined();
    expect(places).toEqual([
      {
        place: {
          accountId: '111122223333',
          region: 'eu-west-1',
          prefix: 'AWSLogs/111122223333/',
          kind: 'CloudTrail',
        },
        accountId: '111122223333',
        since: NOW - 3 * HOUR,
        reason: 'silent',
        usualMs: HOUR,
        message: undefined,
      },
    ]);
  });

  it('is told apart from other kinds of events there, and none where only Insights stay away', () => {
    const network = place('eu-west-1', 3, { kind: 'CloudTrail-NetworkActivity' });
    expect(findGaps(SOURCE, [place('eu-west-1', 0), network]).places).toMatchObject([
      { place: { kind: 'CloudTrail-NetworkActivity' } },
    ]);
    const insights = place('eu-west-1', 99, { kind: 'CloudTrail-Insight' });
    const none = { whole: undefined, places: [] };
    expect(findGaps(SOURCE, [place('eu-west-1', 0), insights])).toEqual(none);
    expect(findGaps(SOURCE, [insights])).toEqual(none);
  });

  it('is none while nobody has looked', () => {
    const before = { lookedAt: NOW - 30 * HOUR };
    expect(findGaps(SOURCE, [place('eu-west-1', 31, before), place('us-east-1', 31, before)])).toEqual({
      whole: undefined,
      places: [],
    });
    expect(findGaps(SOURCE, [place('eu-west-1', 99, { lookedAt: null })]).places).toEqual([]);
  });

  it('is none in a source that was made a moment ago: what ended before is no news', () => {
    const young = { ...SOURCE, createdAt: NOW - HOUR };
    expect(findGaps(young, [place('eu-west-1', 99), place('us-east-1', 99)])).toEqual({
      whole: undefined,
      places: [],
    });
  });

  it('is none where it has no rhythm yet', () => {
    expect(findGaps(SOURCE, [place('eu-west-1', 0), place('us-east-1', 0, UNKNOWN)]).places).toEqual([]);
  });

  it('tells what AWS says where its files are refused', () => {
    const refused = place('eu-west-1', 5, { refusal: 'Access Denied.' });
    const [gap] = findGaps(SOURCE, [refused, place('us-east-1', 0)]).places;
    expect(gap).toMatchObject({ reason: 'not_fetched', message: 'Access Denied.' });
  });
});

describe('a whole source', () => {
  it('is a gap long before each of its quiet places would be', () => {
    const hours = (offset: number, silent: number) =>
      withHours(
        null,
        Array.from({ length: 28 }, (_, day) => Math.floor(NOW / HOUR) - silent - offset - day * 24),
      );
    const places = Array.from({ length: 24 }, (_, i) =>
      place(`region-${i}`, 4 + i, { active: hours(i, 4), newestEvent: NOW - (4 + i) * HOUR }),
    );
    const found = findGaps(SOURCE, places);
    expect(found.places).toEqual([]);
    expect(found.whole).toMatchObject({ place: undefined, accountId: '111122223333', since: NOW - 4 * HOUR });
    expect(findGaps(SOURCE, [...places, place('other', 0)]).whole).toBeUndefined();
  });

  it('is a gap a day after it was made where nothing ever came', () => {
    const places = [place('eu-west-1', 0, UNKNOWN)];
    expect(findGaps({ ...SOURCE, createdAt: NOW - 23 * HOUR }, places).whole).toBeUndefined();
    const createdAt = NOW - 25 * HOUR;
    expect(findGaps({ ...SOURCE, createdAt }, places).whole).toMatchObject({
      since: createdAt,
      reason: 'silent',
      usualMs: undefined,
    });
  });

  it('is a gap when it has stopped, with why, also where no place is known', () => {
    const stopped = { ...SOURCE, problem: STOPPED };
    expect(findGaps(stopped, []).whole).toMatchObject({
      reason: 'not_fetched',
      message: 'The key is not accepted.',
      since: SOURCE.createdAt,
    });
    expect(findGaps({ ...stopped, problem: { ...STOPPED, attempts: 9 } }, []).whole).toBeUndefined();
  });

  it('leaves the gap of an only place to that place, which says more', () => {
    const { whole, places } = findGaps(SOURCE, [place('eu-west-1', 5)]);
    expect(whole).toBeUndefined();
    expect(places).toHaveLength(1);
  });

  it('of several accounts names none', () => {
    const other = place('eu-west-1', 5, { accountId: '444455556666' });
    expect(findGaps(SOURCE, [place('eu-west-1', 5), other]).whole).toMatchObject({ accountId: undefined });
  });
});
