import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { STATE_INDEX } from '../../common/ids';
import { responseError } from '../../test/fakes/fake_elasticsearch';
import { ACCOUNT, FetchedEstate, NOW } from '../../test/fakes/fetched_estate';
import { addDays, dayOf } from '../cloudtrail/day';
import { ElasticsearchError } from '../errors';
import { addBackfillRun, readBackfill, setBackfill, timeLeft } from './backfill_state';
import { runSlice } from './run_slice';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** One object each on so many days before today, an event each: `day 1` is yesterday's. */
function estateOf(days: number, regions: readonly string[] = ['us-east-1']): FetchedEstate {
  const estate = new FetchedEstate();
  for (const region of regions)
    for (let i = 1; i <= days; i++)
      estate.deliver(NOW - i * DAY_MS, [`${region} ${String(i).padStart(2, '0')}`], { region });
  return estate;
}
const dayOfKey = (key: string) => /\/(\d{4})\/(\d{2})\/(\d{2})\//.exec(key)?.slice(1).join('-') ?? '';
const set = (estate: FetchedEstate, state: 'running' | 'paused' | 'cancelled') =>
  setBackfill(estate.parts().state, 'source-1', state);

describe('back-fill', () => {
  it('takes the newest days first, over all regions (pain 17)', async () => {
    const estate = estateOf(20, ['eu-west-1', 'us-east-1']);
    await estate.run();
    const days = estate.bucket.opened.map(dayOfKey);
    expect(days).toHaveLength(40);
    // yesterday of both by their first polls; then a week of the one, a week of the other
    expect([...days].sort().reverse().slice(0, 16)).toEqual(days.slice(0, 16).sort().reverse());
    for (const week of [days.slice(2, 9), days.slice(9, 16)])
      expect(week).toEqual([...week].sort().reverse());
  });

  it('reads in one account and region while the last events of another are written', async () => {
    const estate = estateOf(9, ['eu-west-1', 'us-east-1']);
    const readIn = new Set<string>();
    estate.bucket.onOpen = (key) => {
      if (dayOfKey(key) < addDays(dayOf(NOW), -1)) readIn.add(key.includes('eu-west-1') ? 'eu' : 'us');
    };
    let isOtherRead = false;
    estate.elasticsearch.onEvents = async () => {
      if (readIn.size !== 1) return;
      for (let turn = 0; turn < 200 && readIn.size === 1; turn++) await sleep(1);
      isOtherRead = readIn.has('eu') && readIn.has('us');
    };
    await estate.run();
    expect(isOtherRead).toBe(true);
    expect(estate.eventIds()).toHaveLength(18);
    expect((await estate.progress()).backfill).toMatchObject({ state: 'done', days_done: 18 });
  });

  it('says how much of how much is done, by the days that have objects', async () => {
    const estate = estateOf(3);
    estate.deliver(NOW - 25 * DAY_MS, ['old', 'older']);
    await estate.run({ start: '2023-12-01' });
    const { backfill } = await estate.progress({ start: '2023-12-01' });
    expect(backfill).toMatchObject({
      state: 'done',
      start: '2023-12-01',
      end: null,
      days_done: 4,
      days_known: 4,
      is_counted: true,
      read_from: '2024-01-06',
      objects: 4,
      events: 5,
      estimated_seconds_left: null,
    });
    expect(backfill.bytes).toBeGreaterThan(0);
  });

  it('goes on after a pause where it was, and new events come in meanwhile', async () => {
    const estate = estateOf(20);
    estate.bucket.onOpen = () => {
      estate.now += 1000;
    };
    await estate.run({ deadline: estate.now + 5000 });
    const before = estate.bucket.opened.length;
    expect(before).toBeLessThan(20);
    await set(estate, 'paused');
    expect((await estate.progress()).backfill).toMatchObject({
      state: 'paused',
      days_known: 20,
      estimated_seconds_left: null,
    });
    for (let i = 0; i < 3; i++) {
      estate.now += MINUTE_MS;
      estate.deliver(estate.now, [`new ${i}`]);
      expect(await estate.run()).toMatchObject({ hasMore: false, counts: { objects: 1 } });
    }
    expect(await estate.progress()).toMatchObject({ state: 'idle' });
    await set(estate, 'running');
    await estate.run();
    expect(estate.eventIds()).toHaveLength(23);
    const { backfill, counts } = await estate.progress();
    expect(counts).toMatchObject({ objects: 23, known: 0 });
    expect(backfill).toMatchObject({ state: 'done', days_done: 20, objects: 20 });
  });

  it('stops within a run when it is cancelled, and no sweep reads what it has not', async () => {
    const estate = estateOf(20);
    let opened = 0;
    estate.bucket.onOpen = async () => {
      if (++opened === 4) await set(estate, 'cancelled');
    };
    await estate.run();
    // today's, and the days that were begun
    expect(estate.bucket.opened.length).toBeLessThanOrEqual(8);
    estate.bucket.onOpen = () => undefined;
    const read = estate.bucket.opened.length;
    for (let hour = 0; hour < 30; hour++) {
      estate.now += HOUR_MS;
      await estate.run();
    }
    expect(estate.bucket.opened).toHaveLength(read);
    expect((await estate.progress()).backfill.state).toBe('cancelled');
  });

  it('reaches further back when the start day is moved, and no further when it is moved on', async () => {
    const estate = estateOf(25);
    await estate.run({ start: '2024-01-20' });
    expect(estate.eventIds()).toHaveLength(11);
    expect((await estate.progress({ start: '2024-01-20' })).backfill.state).toBe('done');
    expect((await estate.progress({ start: '2024-01-10' })).backfill).toMatchObject({
      state: 'running',
      is_counted: false,
    });
    estate.now += MINUTE_MS;
    await estate.run({ start: '2024-01-10' });
    expect(estate.eventIds()).toHaveLength(21);
    expect((await estate.progress({ start: '2024-01-10' })).backfill).toMatchObject({
      state: 'done',
      days_done: 21,
      days_known: 21,
    });
    expect((await estate.progress({ start: '2024-01-25' })).backfill.state).toBe('done');
  });

  it('ends at the last day of history, and all since the source was made is fetched', async () => {
    const estate = estateOf(20);
    estate.deliver(NOW - 2 * HOUR_MS, ['today']);
    const source = { end: '2024-01-20', start: '2024-01-15' };
    await estate.run(source);
    estate.now += 40 * HOUR_MS;
    estate.deliver(NOW + 13 * HOUR_MS, ['tomorrow']);
    await estate.run(source);
    const days = [...new Set(estate.bucket.opened.map(dayOfKey))].sort();
    expect(days).toEqual([
      '2024-01-15',
      '2024-01-16',
      '2024-01-17',
      '2024-01-18',
      '2024-01-19',
      '2024-01-20',
      '2024-01-31',
      '2024-02-01',
    ]);
  });

  it('reads what lies between when its end is moved or taken away, and nothing twice that it had read', async () => {
    const estate = estateOf(20);
    const start = '2024-01-15';
    const daysRead = () => estate.bucket.opened.splice(0).map(dayOfKey).sort();
    await estate.run({ start, end: '2024-01-18' });
    expect(daysRead()).toEqual(['2024-01-15', '2024-01-16', '2024-01-17', '2024-01-18']);
    expect((await estate.progress({ start, end: '2024-01-20' })).backfill.state).toBe('running');
    await estate.run({ start, end: '2024-01-20' });
    expect(daysRead()).toEqual(['2024-01-19', '2024-01-20']);
    await estate.run({ start, end: '2024-01-16' });
    expect(daysRead()).toEqual([]);
    await estate.run({ start });
    expect(estate.eventIds()).toHaveLength(16);
    expect((await estate.progress({ start })).backfill).toMatchObject({
      state: 'done',
      days_done: 16,
      days_known: 16,
      read_from: start,
    });
  });

  it('never delays new events: a poll that is due goes before the next object', async () => {
    const estate = estateOf(28);
    for (let n = 0; n < 40; n++) estate.deliver(NOW - 5 * DAY_MS + n * MINUTE_MS, [`many ${n}`]);
    const seen: { readonly at: number; readonly day: string; readonly key: string }[] = [];
    estate.bucket.onOpen = (key) => {
      estate.now += 2000;
      seen.push({ at: estate.now, day: dayOfKey(key), key });
      // something new comes with each object that is read, at most one a minute is looked for
      if (dayOfKey(key) !== '2024-01-31') estate.deliver(estate.now, [`new at ${estate.now}`]);
    };
    await estate.run({ deadline: Infinity });
    const polls = seen.filter(({ day }) => day === '2024-01-31').map(({ at }) => at);
    const history = seen.filter(({ day }) => day !== '2024-01-31').map(({ key }) => key);
    expect(new Set(history).size).toBe(68);
    expect(polls.length).toBeGreaterThan(20);
    // new objects are read within the interval and the object at hand, plus those that came with them
    const waits = polls.map((at, i) => at - (polls[i - 1] ?? NOW));
    expect(Math.max(...waits)).toBeLessThanOrEqual(MINUTE_MS + 3 * 2000);
  });

  it('reads what came since the source was made though it is cancelled, when a region turns up late', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['first']);
    await estate.run();
    await set(estate, 'cancelled');
    estate.now += 4 * DAY_MS;
    for (let i = -3; i <= 3; i++) estate.deliver(NOW + i * DAY_MS, [`late ${i}`], { region: 'eu-west-1' });
    for (let i = 0; i < 3; i++) {
      estate.now += MINUTE_MS;
      await estate.run();
    }
    expect(estate.eventIds()).toEqual(['first', 'late 0', 'late 1', 'late 2', 'late 3']);
  });

  it('is tagged, and remembers nothing of the days it has gone past (pain 14)', async () => {
    const estate = estateOf(28);
    await estate.run();
    const tags = estate.elasticsearch.documents(/^cloudtrail-events-/).map((each) => each['tags']);
    expect(tags).toHaveLength(28);
    for (const each of tags) expect(each).toContain('backfill');
    const kept = estate.dayStates().map(({ day }) => String(day));
    expect(kept.length).toBeGreaterThan(0);
    for (const day of kept) expect(day >= addDays(dayOf(NOW), -7)).toBe(true);
    const kinds = estate.elasticsearch.documents(STATE_INDEX).map(({ kind }) => kind);
    expect(kinds).not.toContain('known_days');
  });

  it('writes small days together, and nothing down of them in between', async () => {
    const estate = estateOf(20);
    const isOfDay = (entry: string) => /^state .*:\d{4}-\d{2}-\d{2}$/.test(entry);
    await estate.run();
    const { log } = estate.elasticsearch;
    expect(log.filter((entry) => entry.startsWith('events')).length).toBeLessThanOrEqual(12);
    // of the days that a sweep looks at again only
    expect(new Set(log.filter(isOfDay)).size).toBe(7);
    expect(estate.eventIds()).toHaveLength(20);
  });

  it('stores what it has read of a large day now and then, and all of that when its time is over', async () => {
    const estate = estateOf(1);
    const day = NOW - 20 * DAY_MS;
    for (let file = 0; file < 12; file++)
      estate.deliver(
        day + file * MINUTE_MS,
        Array.from({ length: 1000 }, (_, i) => `${file} ${i}`),
      );
    estate.bucket.onOpen = () => {
      estate.now += 2000;
    };
    const written = (start: RegExp) => estate.elasticsearch.log.filter((entry) => start.test(entry)).length;
    const ofDay = new RegExp(`^state .*:${dayOf(day)}$`);
    await estate.run({ deadline: estate.now + 20_000 });
    expect(written(/^events/)).toBeGreaterThanOrEqual(5);
    expect(written(ofDay)).toBe(2);
    estate.now += MINUTE_MS;
    await estate.run();
    const { counts } = await estate.progress();
    // nothing was written twice
    expect(counts).toMatchObject({ objects: 13, events: 12_001, known: 0 });
    expect(estate.dayStates().map((state) => state.day)).not.toContain(dayOf(day));
  });

  it('keeps what was acknowledged of a large day when it is aborted, and counts nothing twice', async () => {
    const estate = estateOf(1);
    for (let file = 0; file < 6; file++)
      estate.deliver(
        NOW - 20 * DAY_MS + file * MINUTE_MS,
        Array.from({ length: 1000 }, (_, i) => `${file} ${i}`),
      );
    const aborted = new AbortController();
    let requests = 0;
    estate.elasticsearch.onEvents = () => {
      if (++requests < 4) return;
      aborted.abort();
      throw new Error('request aborted');
    };
    await expect(estate.run({ signal: aborted.signal })).rejects.toThrow();
    estate.elasticsearch.onEvents = () => undefined;
    estate.now += 2 * MINUTE_MS;
    await estate.run();
    expect(estate.eventIds()).toHaveLength(6001);
    expect((await estate.progress()).counts).toMatchObject({ objects: 7, events: 6001 });
  });

  it.each([1, 5, 9, 10])('loses and doubles nothing when request %i with events fails', async (failing) => {
    const estate = estateOf(20);
    let requests = 0;
    estate.elasticsearch.onEvents = () => {
      if (++requests === failing) throw responseError(403, 'security_exception');
    };
    expect((await estate.run()).problem).toMatchObject({ code: 'elasticsearch_forbidden' });
    estate.now += MINUTE_MS;
    expect((await estate.run()).problem).toBeUndefined();
    expect(estate.eventIds()).toEqual(
      Array.from({ length: 20 }, (_, i) => `us-east-1 ${String(i + 1).padStart(2, '0')}`),
    );
    const { backfill } = await estate.progress();
    expect(backfill).toMatchObject({ state: 'done', days_done: 20, days_known: 20 });
  });

  it('leaves no day that it has read out of later sweeps though its last write is lost', async () => {
    const estate = estateOf(5);
    const parts = estate.parts();
    const { state } = parts;
    const [put, drop] = [state.put.bind(state), state.delete.bind(state)];
    let isAway = false;
    state.delete = async (ids) => {
      await drop(ids);
      isAway ||= ids.some((id) => id.endsWith(':days'));
    };
    state.put = async (...given) => {
      if (isAway) throw new ElasticsearchError('elasticsearch_unreachable', 'gone');
      return put(...given);
    };
    await runSlice(parts, 'run');
    expect(isAway).toBe(true);
    estate.now += 2 * MINUTE_MS;
    await estate.run();
    estate.deliver(NOW - 4 * DAY_MS, ['late']);
    for (let hour = 0; hour < 30; hour++) {
      estate.now += HOUR_MS;
      await estate.run();
    }
    expect(estate.eventIds()).toContain('late');
  });

  it('leaves no day out of later sweeps that had no objects when days were counted', async () => {
    const estate = estateOf(1);
    estate.deliver(NOW - 4 * DAY_MS, ['oldest']);
    await estate.run();
    estate.deliver(NOW - 5 * DAY_MS, ['late']);
    for (let hour = 0; hour < 40; hour++) {
      estate.now += HOUR_MS;
      await estate.run();
    }
    expect(estate.eventIds()).toContain('late');
  });

  it('has a speed that its last runs tell, and none after a rest', async () => {
    const estate = new FetchedEstate();
    const { state } = estate.parts();
    await state.prepare();
    for (let i = 0; i < 12; i++)
      await addBackfillRun(state, 'source-1', { from: i * MINUTE_MS, to: i * MINUTE_MS + 40_000, days: 5 });
    const { runs } = await readBackfill(state, 'source-1');
    expect(runs).toHaveLength(10);
    expect(timeLeft(runs, 50)).toBe(9 * MINUTE_MS + 40_000);
    await set(estate, 'paused');
    await set(estate, 'running');
    expect(timeLeft((await readBackfill(state, 'source-1')).runs, 50)).toBeNull();
  });
});

describe('a back-fill that others change all the time', () => {
  it('can not be paused, but no run fails for not noting its speed', async () => {
    const { state } = new FetchedEstate().parts();
    state.put = async () => undefined;
    await expect(setBackfill(state, 'source-1', 'paused')).rejects.toMatchObject({ code: 'state_conflict' });
    await addBackfillRun(state, 'source-1', { from: 0, to: 1, days: 1 });
  });
});

/** A thousand runs, on a machine that may be busy with others. */
const MANY_RUNS_MS = 120_000;

describe('what is remembered', { timeout: MANY_RUNS_MS }, () => {
  it('does not grow with what is fetched, over months and many objects (pain 14)', async () => {
    const estate = new FetchedEstate();
    const sizes: number[] = [];
    for (let day = 0; day < 60; day++) {
      for (let i = 0; i < 5; i++) estate.deliver(NOW + day * DAY_MS + i * MINUTE_MS, [`${day}-${i}`]);
      for (let hour = 0; hour < 24; hour += 4) {
        estate.now = NOW + day * DAY_MS + hour * HOUR_MS;
        for (let poll = 0; poll < 3; poll++) {
          await estate.run();
          estate.now += 16 * MINUTE_MS;
        }
      }
      sizes.push(JSON.stringify(estate.elasticsearch.documents(STATE_INDEX)).length);
    }
    expect(estate.eventIds()).toHaveLength(300);
    expect(Math.max(...sizes.slice(30))).toBeLessThanOrEqual(Math.max(...sizes.slice(10, 30)) * 1.1);
    const [region] = await estate.accountRegions();
    expect(region).toMatchObject({ account_id: ACCOUNT, region: 'us-east-1' });
    expect(region?.state_bytes).toBeLessThan(20_000);
    expect(region?.state_bytes).toBeGreaterThan(500);
  });
});
