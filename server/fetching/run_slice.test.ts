import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { STATE_INDEX } from '../../common/ids';
import { responseError } from '../../test/fakes/fake_elasticsearch';
import { ACCOUNT, FetchedEstate, NOW, REGION } from '../../test/fakes/fetched_estate';
import { digestKey } from '../../test/generate/bucket_object';
import type { ObjectStore } from '../aws/object_store';
import { objectAt } from '../cloudtrail/record';
import type { AwsErrorCode } from '../errors';
import { AwsError, SourceError } from '../errors';
import type { AccountRegionState } from './account_region_state';
import { newAccountRegionState } from './account_region_state';
import { Folders } from './folders';
import { LEASE_MS, LeasedAccountRegion } from './lease';
import { runSlice } from './run_slice';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const aws = (code: AwsErrorCode) => new AwsError(code, `fault ${code}`);

describe('a run', () => {
  it('takes in what is new, and reads nothing twice', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - 30 * MINUTE_MS, ['a', 'b']);
    estate.deliver(NOW - 5 * MINUTE_MS, ['c']);
    const first = await estate.run();
    expect(first).toMatchObject({ problem: undefined, progressed: true, hasMore: false });
    expect(first.counts).toMatchObject({ objects: 2, events: 3, known: 0, failed: 0, skipped: 0 });
    expect(estate.eventIds()).toEqual(['a', 'b', 'c']);

    estate.now += MINUTE_MS;
    estate.deliver(estate.now, ['d']);
    const second = await estate.run();
    expect(second.counts).toMatchObject({ objects: 1, events: 1, known: 0 });
    expect(estate.bucket.opened).toHaveLength(3);
  });

  it('costs one listing when nothing is new (pain 12)', async () => {
    const estate = new FetchedEstate();
    for (let i = 0; i < 50; i++) estate.deliver(NOW - i * 20 * MINUTE_MS, [`e${i}`]);
    await estate.run();
    const before = { listings: estate.bucket.listings.length, opened: estate.bucket.opened.length };
    estate.bucket.pageSize = 1000;
    estate.now += MINUTE_MS;
    await estate.run();
    expect(estate.bucket.listings.length - before.listings).toBe(1);
    expect(estate.bucket.opened.length).toBe(before.opened);
  });

  it('asks a quiet place less often, and at each interval again when something comes (pain 12)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['a']);
    await estate.run();
    const pollsIn = async (minutes: number) => {
      let polls = 0;
      for (let minute = 0; minute < minutes; minute++) {
        estate.now += MINUTE_MS;
        const before = await estate.progress();
        await estate.run();
        if ((await estate.progress()).lastFetchedAt !== before.lastFetchedAt) polls++;
      }
      return polls;
    };
    expect(await pollsIn(10)).toBe(10);
    await pollsIn(5 * 60);
    expect(await pollsIn(60)).toBe(4);
    const { nextPollAt } = await estate.progress();
    expect((nextPollAt ?? 0) - estate.now).toBeLessThanOrEqual(15 * MINUTE_MS);
    estate.deliver(estate.now, ['b']);
    await pollsIn(15);
    expect(estate.eventIds()).toEqual(['a', 'b']);
    expect(await pollsIn(10)).toBe(10);
    expect((await estate.run({ askedAt: estate.now })).counts.objects).toBe(0);
    expect((await estate.progress()).lastFetchedAt).toBe(estate.now);
  });

  it('reads a file listed late on the previous day once (pain 19, pain 20)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - DAY_MS, ['a']);
    estate.deliver(NOW - 5 * MINUTE_MS, ['b']);
    await estate.run();
    // two files of one minute, hours older than the newest known, and one of yesterday
    const late = [estate.deliver(NOW - 300 * MINUTE_MS, ['c']), estate.deliver(NOW - 300 * MINUTE_MS, ['d'])];
    late.push(estate.deliver(NOW - DAY_MS, ['e']));
    for (let minute = 0; minute < 125; minute++) {
      estate.now += MINUTE_MS;
      await estate.run();
    }
    expect(estate.eventIds()).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (const key of late) expect(estate.bucket.opened.filter((opened) => opened === key)).toHaveLength(1);
  });

  it('takes in each day of weeks in which it did not run (pain 20)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['first']);
    await estate.run();
    const expected = ['first'];
    for (let day = 1; day <= 25; day++) {
      estate.deliver(NOW + day * DAY_MS, [`day ${day}`]);
      expected.push(`day ${day}`);
    }
    estate.now = NOW + 25 * DAY_MS;
    await estate.run();
    expect(estate.eventIds()).toEqual(expected.sort());
  });

  it('reads back to the start day and no further, and marks what was there before the source (pain 17)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(Date.UTC(2019, 5, 30), ['too old']);
    estate.deliver(Date.UTC(2023, 10, 1), ['old']);
    estate.deliver(NOW - 5 * MINUTE_MS, ['new']);
    const { hasMore } = await estate.run({ start: '2023-11-01' });
    expect(hasMore).toBe(false);
    expect(estate.eventIds()).toEqual(['new', 'old']);
    const tagged = estate.elasticsearch
      .documents(/^cloudtrail-events-/)
      .filter(({ tags }) => (tags as string[]).includes('backfill'));
    expect(tagged.map(({ event }) => objectAt(event)['id'])).toEqual(['old']);
    expect(await estate.progress()).toMatchObject({
      state: 'idle',
      accountRegions: 1,
      accountRegionsComplete: 1,
      lastFetchedAt: NOW,
    });
  });

  it('takes what comes in the minute in which the source was made for new: a key tells no seconds', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - MINUTE_MS, ['before']);
    estate.deliver(NOW, ['in that minute']);
    await estate.run({ createdAt: NOW + MINUTE_MS / 2 });
    const isTagged = estate.elasticsearch
      .documents(/^cloudtrail-events-/)
      .map(({ event, tags }) => [objectAt(event)['id'], (tags as string[]).includes('backfill')]);
    expect(Object.fromEntries(isTagged)).toEqual({ before: true, 'in that minute': false });
  });

  it('finds years of history by folders, not by walking the calendar (pain 12)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(Date.UTC(2015, 5, 30), ['old']);
    await estate.run({ start: '2013-11-01' });
    expect(estate.eventIds()).toEqual(['old']);
    // folders of account, kind, region, years, months, days; today, yesterday, digests, the one day
    expect(estate.bucket.listings.length).toBeLessThan(20);
  });

  it('goes on where time ran out, and reads each object once', async () => {
    const estate = new FetchedEstate();
    for (let i = 0; i < 20; i++) estate.deliver(NOW - i * MINUTE_MS, [`e${String(i).padStart(2, '0')}`]);
    estate.bucket.onOpen = () => {
      estate.now += 4000;
    };
    let runs = 0;
    for (; runs < 20; runs++) {
      const { hasMore } = await estate.run({ deadline: estate.now + 20_000 });
      if (!hasMore && estate.eventIds().length === 20) break;
      estate.now += MINUTE_MS;
    }
    expect(runs).toBeGreaterThan(1);
    expect(estate.eventIds()).toHaveLength(20);
    const { counts } = await estate.progress();
    expect(counts).toMatchObject({ objects: 20, events: 20, known: 0 });
  });

  it('counts digest files and folder markers as skipped, once', async () => {
    const estate = new FetchedEstate();
    const key = estate.deliver(NOW, ['a']);
    estate.bucket.put(`${key.slice(0, key.lastIndexOf('/'))}/`, Buffer.alloc(0));
    for (const hour of ['10', '11']) {
      const digest = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/${REGION}/2024/01/31/${hour}.json.gz`;
      estate.bucket.put(digest, gzipSync('{}'));
    }
    expect((await estate.run()).counts).toMatchObject({ objects: 1, skipped: 3 });
    estate.now += DAY_MS + MINUTE_MS;
    expect((await estate.run()).counts).toMatchObject({ objects: 0, skipped: 0 });
  });
});

describe('a checkpoint', () => {
  it('comes only after the events were acknowledged', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['a', 'b']);
    await estate.run();
    const { log } = estate.elasticsearch;
    const written = log.indexOf('events 2');
    const checkpoint = log.findIndex((line) => line.endsWith(':2024-01-31'));
    expect(written).toBeGreaterThanOrEqual(0);
    expect(checkpoint).toBeGreaterThan(written);
  });

  it('is not made when Elasticsearch refuses; nothing is stored as a failure, and all comes later', async () => {
    for (const { status, type, code } of [
      { status: 403, type: 'security_exception', code: 'elasticsearch_forbidden' },
      { status: 400, type: 'index_closed_exception', code: 'elasticsearch_blocked' },
      { status: 403, type: 'cluster_block_exception', code: 'elasticsearch_blocked' },
      { status: 500, type: 'shard_not_available', code: 'elasticsearch_unreachable' },
    ]) {
      const estate = new FetchedEstate();
      estate.deliver(NOW, ['a', 'b']);
      estate.elasticsearch.refuse = (index) =>
        index.startsWith('cloudtrail-events-') ? { status, type } : undefined;
      const { problem, counts } = await estate.run();
      expect(problem?.code).toBe(code);
      expect(counts).toMatchObject({ objects: 0, events: 0, failed: 0 });
      expect(estate.dayStates()).toEqual([]);
      expect(estate.failures()).toEqual([]);

      estate.elasticsearch.refuse = () => undefined;
      estate.now += MINUTE_MS;
      expect((await estate.run()).problem).toBeUndefined();
      expect(estate.eventIds()).toEqual(['a', 'b']);
    }
  });

  it('keeps what was acknowledged before Elasticsearch refused the rest', async () => {
    const estate = new FetchedEstate();
    const many = (name: string) => Array.from({ length: 1100 }, (_, i) => `${name}${i}`);
    const keys = ['a', 'b', 'c'].map((name, i) => estate.deliver(NOW - (30 - i) * MINUTE_MS, many(name)));
    let requests = 0;
    estate.elasticsearch.onEvents = () => {
      if (++requests >= 3) throw responseError(401, 'security_exception');
    };
    const { problem } = await estate.run();
    expect(problem?.code).toBe('elasticsearch_key_refused');
    expect(estate.eventIds()).toHaveLength(2000);
    estate.elasticsearch.onEvents = () => undefined;
    estate.now += MINUTE_MS;
    const { counts } = await estate.run();
    expect(estate.eventIds()).toHaveLength(3300);
    // the second file's last records were not acknowledged with a checkpoint behind them
    expect(counts).toMatchObject({ events: 1300, known: 900 });
    const timesRead = keys.map((key) => estate.bucket.opened.filter((opened) => opened === key).length);
    expect(timesRead).toEqual([1, 2, 2]);
  });

  it('is not made by a run that was aborted', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - MINUTE_MS, ['a']);
    estate.deliver(NOW, ['b']);
    const controller = new AbortController();
    estate.elasticsearch.onEvents = () => {
      controller.abort();
      throw new Error('request aborted');
    };
    await expect(estate.run({ signal: controller.signal })).rejects.toThrow();
    estate.elasticsearch.onEvents = () => undefined;
    expect(estate.dayStates()).toEqual([]);
    estate.now += MINUTE_MS;
    await estate.run();
    expect(estate.eventIds()).toEqual(['a', 'b']);
    expect(estate.dayStates()).toHaveLength(1);
  });
});

describe('what can not be taken in', () => {
  it('becomes a failure with key and offset, and the rest goes on', async () => {
    const estate = new FetchedEstate();
    const good = estate.deliver(NOW - 9 * MINUTE_MS, ['good']);
    const put = (bytes: Buffer, more?: string) =>
      estate.bucket.put(estate.key(NOW - 8 * MINUTE_MS), bytes, more);
    const cut = put(gzipSync('{"Records":[{"eventID":"in the cut file"},').subarray(0, -4));
    const other = put(gzipSync('{"hello":1}'));
    const empty = put(Buffer.alloc(0));
    const large = put(gzipSync(Buffer.alloc(2 * 1024 * 1024, ' ')));
    const mixed = put(
      gzipSync('{"Records":[{"eventID":"beside"},1,{"eventTime":"1999-01-01T00:00:00Z"},{"x":}]}'),
    );
    const policy = put(gzipSync(`{"Records":[{"p":"${'x'.repeat(5000)}"}]}`));
    const { problem, counts } = await estate.run();
    expect(problem).toBeUndefined();
    const failures = estate.failures().map(({ reason, key, offset }) => [key, offset, reason]);
    expect(failures).toEqual(
      expect.arrayContaining([
        [cut, undefined, 'bad_gzip'],
        [other, undefined, 'not_cloudtrail'],
        [empty, undefined, 'empty_object'],
        [large, undefined, 'object_too_large'],
        [mixed, 33, 'record_not_object'],
        [mixed, 35, 'event_time_out_of_range'],
        [mixed, 72, 'bad_json'],
        [policy, 12, 'record_too_large'],
      ]),
    );
    expect(failures).toHaveLength(8);
    expect(counts.failed).toBe(8);
    expect(estate.eventIds()).toEqual(expect.arrayContaining(['beside', 'good']));
    expect(estate.bucket.opened.filter((key) => key === good)).toHaveLength(1);
    // done: nothing of it is read again
    const opened = estate.bucket.opened.length;
    estate.now += 61 * MINUTE_MS;
    await estate.run();
    expect(estate.bucket.opened).toHaveLength(opened);
  });

  it('is told where objects are archived or have vanished, without blocking the rest (pain 18)', async () => {
    const estate = new FetchedEstate();
    const archived = estate.key(NOW - 9 * MINUTE_MS);
    estate.bucket.put(archived, gzipSync('{"Records":[]}'), 'DEEP_ARCHIVE');
    const tiered = estate.bucket.put(
      estate.key(NOW - 8 * MINUTE_MS),
      aws('aws_archived'),
      'INTELLIGENT_TIERING',
    );
    const vanished = estate.bucket.put(estate.key(NOW - 7 * MINUTE_MS), aws('aws_no_such_key'));
    estate.deliver(NOW - 6 * MINUTE_MS, ['good']);
    const instant = estate.deliver(NOW - 5 * MINUTE_MS, ['instant']);
    expect((await estate.run()).problem).toBeUndefined();
    expect(estate.failures().map(({ key, reason }) => [key, reason])).toEqual([
      [archived, 'object_archived'],
      [tiered, 'object_archived'],
      [vanished, 'object_vanished'],
    ]);
    expect(estate.bucket.opened).not.toContain(archived);
    expect(estate.bucket.opened).toContain(instant);
    expect(estate.eventIds()).toEqual(['good', 'instant']);
  });

  it('is an event that the mapping refuses: it is kept as a failure, and the rest of its file goes on (pain 1)', async () => {
    const estate = new FetchedEstate();
    const key = estate.deliver(NOW, ['a', 'bad', 'c']);
    estate.elasticsearch.refuse = (_index, { event }) =>
      objectAt(event)['id'] === 'bad' ? { status: 400, type: 'document_parsing_exception' } : undefined;
    const { counts } = await estate.run();
    expect(counts).toMatchObject({ objects: 1, events: 2, failed: 1 });
    expect(estate.failures()).toEqual([
      expect.objectContaining({
        reason: 'mapping_refused',
        key,
        source_id: 'source-1',
        raw: expect.stringContaining('"bad"') as string,
      }),
    ]);
  });

  it('is an event that is too large for Elasticsearch, or for a proxy before it', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - 2 * MINUTE_MS, ['too large']);
    estate.elasticsearch.onEvents = () => {
      throw responseError(413, '');
    };
    expect(await estate.run()).toMatchObject({ problem: undefined, counts: { objects: 1, failed: 1 } });
    expect(estate.failures()).toMatchObject([
      { reason: 'content_too_large', raw: expect.stringContaining('"too large"') as string },
    ]);
    estate.elasticsearch.onEvents = () => undefined;
    estate.now += MINUTE_MS;
    estate.deliver(estate.now, ['next']);
    await estate.run();
    expect(estate.eventIds()).toEqual(['next']);
  });

  it('is not what AWS refuses: that stays open and is read when AWS gives it (pain 33)', async () => {
    for (const code of ['aws_access_denied', 'aws_kms_denied'] as const) {
      const estate = new FetchedEstate();
      const denied = estate.bucket.put(estate.key(NOW - 9 * MINUTE_MS), aws(code));
      estate.deliver(NOW - 5 * MINUTE_MS, ['good']);
      expect((await estate.run()).problem?.code).toBe(code);
      expect(estate.eventIds()).toEqual(['good']);
      expect(estate.failures()).toEqual([]);

      estate.bucket.put(denied, gzipSync('{"Records":[{"eventID":"late"}]}'));
      estate.now += 2 * MINUTE_MS;
      expect((await estate.run()).problem).toBeUndefined();
      expect(estate.eventIds()).toEqual(['good', 'late']);
    }
  });

  it('does not hide the readable rest of its day, and is itself read at last (pains 33 and 35)', async () => {
    const estate = new FetchedEstate();
    const at = (i: number) => NOW - (200 - i) * MINUTE_MS;
    const denied = Array.from({ length: 40 }, (_, i) =>
      estate.bucket.put(estate.key(at(i)), aws('aws_kms_denied')),
    );
    const readable = Array.from({ length: 60 }, (_, i) => `e${i + 40}`);
    readable.forEach((id, i) => estate.deliver(at(i + 40), [id]));
    expect((await estate.run()).problem?.code).toBe('aws_kms_denied');
    // of the refused ones only some are asked for, and then only until one is given
    expect(estate.bucket.opened.length).toBeLessThan(80);
    estate.now += 3 * MINUTE_MS;
    await estate.run();
    expect(estate.eventIds()).toEqual([...readable].sort());

    denied.forEach((key, i) => estate.bucket.put(key, gzipSync(`{"Records":[{"eventID":"late${i}"}]}`)));
    for (let i = 0; i < 3; i++) {
      estate.now += 61 * MINUTE_MS;
      await estate.run();
    }
    expect(estate.eventIds()).toHaveLength(100);
  });

  it('stays a problem of the source also in the runs that do not ask for it (pain 35)', async () => {
    const estate = new FetchedEstate();
    estate.bucket.put(estate.key(Date.UTC(2024, 0, 5)), aws('aws_kms_denied'));
    for (let i = 0; i < 10; i++) {
      expect((await estate.run()).problem?.code).toBe('aws_kms_denied');
      estate.now += MINUTE_MS;
    }
  });

  it('counts as getting nowhere when all there is stays refused', async () => {
    const estate = new FetchedEstate();
    estate.bucket.put(estate.key(NOW - 9 * MINUTE_MS), aws('aws_access_denied'));
    await estate.run();
    for (let i = 0; i < 3; i++) {
      estate.now += 61 * MINUTE_MS;
      expect(await estate.run()).toMatchObject({ progressed: false, problem: { code: 'aws_access_denied' } });
    }
  });

  it('is a file of twelve thousand things that are no records: ten thousand are kept, all are counted', async () => {
    const estate = new FetchedEstate();
    estate.bucket.put(estate.key(NOW), gzipSync(`{"Records":[${'1,'.repeat(12_000)}1]}`));
    estate.deliver(NOW, ['good']);
    const { counts } = await estate.run();
    expect(estate.eventIds()).toEqual(['good']);
    expect(estate.failures()).toHaveLength(10_000);
    expect(counts.failed).toBe(12_001);
  });

  it('is not a day far back that AWS refused: it is asked for again', async () => {
    const estate = new FetchedEstate();
    const denied = estate.bucket.put(estate.key(Date.UTC(2024, 0, 5)), aws('aws_kms_denied'));
    expect((await estate.run()).problem?.code).toBe('aws_kms_denied');
    estate.bucket.put(denied, gzipSync('{"Records":[{"eventID":"late"}]}'));
    estate.now += 2 * MINUTE_MS;
    await estate.run();
    expect(estate.eventIds()).toEqual(['late']);
  });

  it('is not what a broken network leaves out: the run ends, and nothing is marked done', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - 9 * MINUTE_MS, ['a']);
    const broken = estate.bucket.put(estate.key(NOW - 5 * MINUTE_MS), aws('aws_unreachable'));
    expect((await estate.run()).problem?.code).toBe('aws_unreachable');
    expect(estate.eventIds()).toEqual(['a']);
    estate.bucket.put(broken, gzipSync('{"Records":[{"eventID":"b"}]}'));
    estate.now += MINUTE_MS;
    await estate.run();
    expect(estate.eventIds()).toEqual(['a', 'b']);
  });

  it('is told once, also when its file is read again', async () => {
    const estate = new FetchedEstate();
    estate.bucket.put(estate.key(NOW), gzipSync('{"Records":[1,2]}'));
    await estate.run();
    await estate.parts().state.deleteSource('source-1');
    await estate.run();
    expect(estate.failures()).toHaveLength(2);
  });
});

describe('two at once', () => {
  it('are two sources on one bucket: each has its own state, and events come once (pain 15, pain 24)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['a', 'b']);
    await estate.run({ id: 'source-1' });
    const { counts } = await estate.run({ id: 'source-2' });
    expect(counts).toMatchObject({ objects: 1, events: 0, known: 2 });
    const mine = () => estate.elasticsearch.ids(STATE_INDEX).filter((id) => id.startsWith('source-2:'));
    const kept = mine();
    expect(kept.length).toBeGreaterThanOrEqual(3);

    await estate.parts().state.deleteSource('source-1');
    expect(estate.elasticsearch.ids(STATE_INDEX)).toEqual(kept);
    const opened = estate.bucket.opened.length;
    estate.now += MINUTE_MS;
    await estate.run({ id: 'source-2' });
    expect(estate.bucket.opened).toHaveLength(opened);
  });

  it('are two runs of one source: each object is read by one of them', async () => {
    const estate = new FetchedEstate();
    const expected = Array.from({ length: 30 }, (_, i) => `e${String(i).padStart(2, '0')}`);
    expected.forEach((id, i) => estate.deliver(NOW - i * MINUTE_MS, [id]));
    await Promise.all([estate.run({ owner: 'one' }), estate.run({ owner: 'two' })]);
    estate.now += MINUTE_MS;
    await estate.run();
    expect(estate.eventIds()).toEqual(expected);
    expect(estate.bucket.opened).toHaveLength(30);
  });

  it('are a run and one that took its lease over: the first stops, marks nothing done, and has no problem (pain tasks)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['a']);
    estate.elasticsearch.onEvents = async () => {
      estate.elasticsearch.onEvents = () => undefined;
      estate.now += LEASE_MS + 1;
      await estate.run({ owner: 'second' });
    };
    const first = await estate.run({ owner: 'first' });
    expect(first.problem).toBeUndefined();
    expect(estate.eventIds()).toEqual(['a']);
    const { counts } = await estate.progress();
    expect(counts).toMatchObject({ objects: 1, events: 1, known: 0 });
  });
});

describe('a run that is shut out by the lease of another', () => {
  it('says when that ends, as long as it is held: its owner may have died', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['a']);
    await estate.run();
    const [{ id = '' } = {}] = await estate.parts().state.find('account_region', 'source-1');
    const { state, now } = estate.parts();
    estate.now += MINUTE_MS;
    const dead = await LeasedAccountRegion.take(state, id, 'dead', now);
    expect(await estate.run()).toMatchObject({ hasMore: false, heldUntil: estate.now + LEASE_MS });
    await dead?.release({});
    expect((await estate.run()).heldUntil).toBeUndefined();
  });
});

describe('a run that another one was quicker than', () => {
  it('takes up in the end what that has let go of', async () => {
    const estate = new FetchedEstate();
    const regions = ['eu-west-1', 'us-east-1'];
    for (const region of regions) estate.deliver(NOW, [`new ${region}`], { region });
    await estate.run({ start: '2024-01-31' });
    for (const region of regions) estate.deliver(NOW - 20 * DAY_MS, [`old ${region}`], { region });
    const { state, now } = estate.parts();
    const [first] = await state.find<AccountRegionState>('account_region', 'source-1');
    const other = await LeasedAccountRegion.take(state, first?.id ?? '', 'other', now);
    estate.elasticsearch.onEvents = async () => {
      estate.elasticsearch.onEvents = () => undefined;
      await other?.release({});
    };
    const result = await estate.run({ start: '2024-01-01' });
    expect(estate.eventIds()).toEqual([
      ...regions.map((region) => `new ${region}`),
      ...regions.map((region) => `old ${region}`),
    ]);
    expect(result).toMatchObject({ hasMore: false, problem: undefined });
    expect(result.heldUntil).toBeUndefined();
  });

  it('ends when nothing is free, however long that is held', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['new']);
    await estate.run({ start: '2024-01-31' });
    estate.deliver(NOW - 20 * DAY_MS, ['old']);
    const { state, now } = estate.parts();
    const [{ id = '' } = {}] = await state.find('account_region', 'source-1');
    await LeasedAccountRegion.take(state, id, 'other', now);
    expect(await estate.run()).toMatchObject({ hasMore: false, heldUntil: estate.now + LEASE_MS });
    expect(estate.eventIds()).toEqual(['new']);
  });
});

describe('a step through older days that fails', () => {
  const fault = aws('aws_unreachable');
  const isOld = (key: string) => key.includes('/2024/01/11/');

  async function until(holds: () => boolean): Promise<void> {
    for (let turn = 0; turn < 200 && !holds(); turn++) await sleep(1);
  }

  /** Each look whether back-fill goes on takes until this holds, and a step that fails meanwhile has ended. */
  async function runWith(estate: FetchedEstate, isLookOver: (look: number) => boolean) {
    const parts = estate.parts();
    const get = parts.state.get.bind(parts.state);
    let looks = 0;
    parts.state.get = async (id) => {
      if (id.endsWith(':backfill')) {
        const look = ++looks;
        await until(() => isLookOver(look));
        await sleep(5);
      }
      return get(id);
    };
    return runSlice(parts, 'run');
  }

  it('is the run’s problem though nothing waits for it', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['new']);
    estate.deliver(NOW - 20 * DAY_MS, ['old']);
    let hasFailed = false;
    estate.bucket.onOpen = (key) => {
      if (hasFailed || !isOld(key)) return;
      hasFailed = true;
      throw fault;
    };
    // the days are counted after the first look, and read after the third
    const { problem } = await runWith(estate, (look) => look < 4 || hasFailed);
    expect(problem).toBe(fault);
    expect(estate.eventIds()).toEqual(['new']);
  });

  it('is the run’s problem though another one has just ended', async () => {
    const estate = new FetchedEstate();
    for (const region of ['eu-west-1', 'us-east-1']) {
      estate.deliver(NOW, [`new ${region}`], { region });
      estate.deliver(NOW - 20 * DAY_MS, [`old ${region}`], { region });
    }
    let opened = 0;
    let hasFailed = false;
    let isLooking = false;
    const isOneRead = () => estate.eventIds().some((id) => id.startsWith('old'));
    estate.elasticsearch.onEvents = async () => {
      if (opened === 1) await until(() => opened > 1);
    };
    estate.bucket.onOpen = async (key) => {
      if (!isOld(key) || ++opened !== 2) return;
      await until(() => isLooking);
      hasFailed = true;
      throw fault;
    };
    const { problem } = await runWith(estate, () => {
      isLooking = isOneRead();
      return !isLooking || hasFailed;
    });
    expect(problem).toBe(fault);
    expect(opened).toBe(2);
  });
});

describe('a lease', () => {
  const place = {
    accountId: ACCOUNT,
    region: REGION,
    accountPrefix: `AWSLogs/${ACCOUNT}/`,
    kind: 'CloudTrail',
  } as const;

  async function prepared() {
    const estate = new FetchedEstate();
    const { state, now } = estate.parts();
    await state.prepare();
    await state.put('id', newAccountRegionState('source-1', place), undefined);
    const take = (owner: string) => LeasedAccountRegion.take(state, 'id', owner, now);
    const kept = async () => (await state.get<AccountRegionState>('id'))?.value;
    return { estate, state, take, kept };
  }

  it('is held by one owner until it is released', async () => {
    const { take, kept } = await prepared();
    const first = await take('first');
    expect(first?.id).toBe('id');
    expect(await take('second')).toBeUndefined();
    await first?.release({ polled_at: NOW });
    expect(await kept()).toMatchObject({ lease: null, polled_at: NOW });
    expect(await take('second')).toBeDefined();
  });

  it('runs out when its owner is gone, and not before', async () => {
    const { estate, take } = await prepared();
    await take('first');
    estate.now += LEASE_MS - 1;
    expect(await take('second')).toBeUndefined();
    estate.now += 1;
    expect(await take('second')).toBeDefined();
  });

  it('counts for nothing where a clock that was wrong has given it', async () => {
    const { estate, take } = await prepared();
    estate.now += 24 * 60 * 60_000;
    await take('ahead');
    estate.now -= 24 * 60 * 60_000;
    expect(await take('second')).toBeDefined();
  });

  it('counts though the clocks of two nodes are a minute apart', async () => {
    const { estate, take } = await prepared();
    estate.now += 60_000;
    await take('ahead');
    estate.now -= 60_000;
    expect(await take('second')).toBeUndefined();
  });

  it('is renewed by each update', async () => {
    const { estate, take, kept } = await prepared();
    const first = await take('first');
    estate.now += LEASE_MS - 1;
    await first?.update({ polled_at: estate.now });
    expect((await kept())?.lease).toEqual({ owner: 'first', until: estate.now + LEASE_MS });
    estate.now += LEASE_MS - 1;
    expect(await take('second')).toBeUndefined();
  });

  it('that was lost lets its former owner change nothing', async () => {
    const { estate, take, kept } = await prepared();
    const first = await take('first');
    estate.now += LEASE_MS;
    await take('second');
    for (const change of [first?.update({ polled_at: NOW }), first?.release({ polled_at: NOW })]) {
      const error = await change?.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(SourceError);
      expect((error as SourceError).code).toBe('state_conflict');
    }
    expect(await kept()).toMatchObject({ polled_at: null, lease: { owner: 'second' } });
  });

  it('is not to be had twice when two ask at once', async () => {
    const { take } = await prepared();
    const taken = await Promise.all([take('first'), take('second'), take('third')]);
    expect(taken.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('is not to be had on what is not there', async () => {
    const { state } = await prepared();
    expect(await LeasedAccountRegion.take(state, 'other', 'first', () => NOW)).toBeUndefined();
  });
});

describe('discovery', () => {
  it('tells nothing found from nothing looked for (pain 29)', async () => {
    const estate = new FetchedEstate();
    expect(await estate.progress()).toMatchObject({ state: 'waiting' });
    // without progress the pauses would grow, and a new trail's first file would wait for them
    expect(await estate.run()).toMatchObject({ progressed: true, problem: { code: 'nothing_found' } });
    expect(await estate.progress()).toMatchObject({
      state: 'idle',
      accountRegions: 0,
    });
  });

  it('finds at the next run what a bucket gets that was empty', async () => {
    const estate = new FetchedEstate();
    await estate.run();
    estate.now += MINUTE_MS;
    estate.deliver(estate.now, ['a']);
    await estate.run();
    expect(estate.eventIds()).toEqual(['a']);
  });

  it('names what starts like a prefix that finds nothing (pain 29)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['a'], { prefix: 'org/audit-2024/' });
    const { problem } = await estate.run({ prefix: 'org/audit' });
    expect(problem?.message).toContain('s3://trail-bucket/org/audit/AWSLogs/');
    expect(problem?.message).toContain('"org/audit-2024/"');
    expect((await estate.run({ prefix: 'org/audit-2024' })).problem).toBeUndefined();
  });

  it('finds accounts and regions as they appear, within the hour, of several trails and organisations (pain 13)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW, ['first']);
    await estate.run();
    estate.now += 10 * MINUTE_MS;
    estate.deliver(estate.now, ['region'], { region: 'eu-west-1' });
    estate.deliver(estate.now, ['account'], { account: '444455556666' });
    const organization = `AWSLogs/o-exampleorg1/777788889999/CloudTrail/${REGION}/2024/01/31/a.json.gz`;
    estate.bucket.put(organization, gzipSync('{"Records":[{"eventID":"organization"}]}'));
    for (let minute = 0; minute < 62; minute++) {
      estate.now += MINUTE_MS;
      await estate.run();
    }
    expect(estate.eventIds()).toEqual(['account', 'first', 'organization', 'region']);
  });

  it('reads two trails that write the same folder as one, and two prefixes as two sources (pain 24, pain 30)', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - 5 * MINUTE_MS, ['a', 'b']);
    estate.deliver(NOW - 4 * MINUTE_MS, ['a', 'b']);
    estate.deliver(NOW, ['b', 'c'], { prefix: 'second/' });
    expect((await estate.run()).counts).toMatchObject({ objects: 2, events: 2, known: 2 });
    const second = await estate.run({ id: 'source-2', prefix: 'second' });
    expect(second.counts).toMatchObject({ objects: 1, events: 1, known: 1 });
    expect(estate.eventIds()).toEqual(['a', 'b', 'c']);
  });

  it('reads Insights and network activity as it does other events, by new polls and by back-fill', async () => {
    const estate = new FetchedEstate();
    const kinds = ['CloudTrail', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity'];
    for (const kind of kinds) {
      estate.deliver(NOW - 10 * DAY_MS, [`${kind} old`], { kind });
      estate.deliver(NOW - 5 * MINUTE_MS, [`${kind} new`], { kind });
    }
    for (const hour of [10, 11])
      estate.bucket.put(digestKey(ACCOUNT, REGION, 'trail', NOW - hour * HOUR_MS), Buffer.from('digest'));
    await estate.run();
    estate.now += MINUTE_MS;
    for (const kind of kinds) estate.deliver(estate.now, [`${kind} newest`], { kind });
    const { counts } = await estate.run();
    expect(counts).toMatchObject({ objects: 3, events: 3 });
    const all = kinds.flatMap((kind) => ['new', 'newest', 'old'].map((when) => `${kind} ${when}`));
    expect(estate.eventIds()).toEqual(all.sort());
    const progress = await estate.progress();
    expect(progress).toMatchObject({ accountRegions: 1, accountRegionsComplete: 1, state: 'idle' });
    // digests are of all of them, and counted once
    expect(progress.counts).toMatchObject({ objects: 9, skipped: 2, known: 0 });
    const rows = await estate.accountRegions();
    expect(rows.map(({ kind }) => kind).sort()).toEqual(kinds);
    estate.bucket.listings.length = 0;
    estate.now += MINUTE_MS;
    await estate.run();
    expect(estate.bucket.listings.length).toBeLessThanOrEqual(2 * kinds.length);
  });

  it('leaves out accounts and regions, also such as were fetched before', async () => {
    const estate = new FetchedEstate();
    const deliver = (name: string) => {
      estate.deliver(estate.now, [`${name} wanted`]);
      estate.deliver(estate.now, [`${name} region`], { region: 'eu-west-1' });
      estate.deliver(estate.now, [`${name} account`], { account: '444455556666' });
    };
    deliver('before');
    await estate.run();
    estate.now += MINUTE_MS;
    deliver('after');
    const excluded = { excludeAccounts: ['444455556666'], excludeRegions: ['eu-west-1'] };
    await estate.run(excluded);
    expect(estate.eventIds()).toEqual(['after wanted', 'before account', 'before region', 'before wanted']);
    expect(await estate.progress(excluded)).toMatchObject({ accountRegions: 1, state: 'idle' });
    const { problem } = await estate.run({ id: 'source-2', excludeRegions: ['eu-west-1', REGION] });
    expect(problem?.message).toContain('leaves out');
  });

  it('says so when the bucket may not be listed', async () => {
    const estate = new FetchedEstate();
    const parts = estate.parts();
    const folders = new Folders(
      {
        ...estate.bucket,
        list: () => {
          throw aws('aws_access_denied');
        },
      } as unknown as ObjectStore,
      parts.signal,
    );
    const { problem, progressed } = await runSlice({ ...parts, folders }, 'run');
    expect(problem?.code).toBe('aws_access_denied');
    expect(progressed).toBe(false);
  });

  it('that AWS refuses keeps no other run from asking again, and from saying so', async () => {
    const estate = new FetchedEstate();
    estate.deliver(NOW - MINUTE_MS, ['a']);
    const refusing: ObjectStore = {
      list: () => {
        throw aws('aws_bad_credentials');
      },
      open: (key) => estate.bucket.open(key),
      close: () => undefined,
    };
    for (const owner of ['first', 'second']) {
      const folders = new Folders(refusing, new AbortController().signal);
      const result = await runSlice({ ...estate.parts(), store: refusing, folders }, owner);
      expect(result.problem?.code).toBe('aws_bad_credentials');
      estate.now += 5_000;
    }
    await estate.run();
    expect(estate.eventIds()).toEqual(['a']);
  });
});
