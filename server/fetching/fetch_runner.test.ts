import { describe, expect, it } from 'vitest';
import type { Client } from '@elastic/elasticsearch';
import type { SourceConfig, SourceProblem, SourceStatusAttributes } from '../../common/sources';
import { DEFAULT_NAMESPACE_SETTINGS } from '../../common/namespaces';
import { FetchedEstate } from '../../test/fakes/fetched_estate';
import { SourceError } from '../errors';
import type { StoredSource } from '../sources/source_repository';
import { endOfRun, FetchRunner } from './fetch_runner';
import { runSlice } from './run_slice';

const NOW = Date.parse('2026-01-05T12:00:00.000Z');
const EARLIER = '2026-01-05T11:00:00.000Z';
const HOUR_MS = 60 * 60 * 1000;
const isoIn = (ms: number) => new Date(NOW + ms).toISOString();

const MINUTE_MS = 60 * 1000;
const SERVER = { type: 'server' } as const;
const notAsked = () => Promise.reject(new Error('not asked for'));
const HOST = {
  clientWithKey: () => ({}) as Client,
  thread: { run: notAsked },
  limits: { maxObjectBytes: 1, maxRecordBytes: 1 },
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
};

/** A source whose secrets can't be read, in memory: a run of it ends at once, without Elasticsearch and S3. */
class FailingSource {
  status: SourceStatusAttributes = { problem: null, asked_at: null };
  /** What others do while a run is at work. */
  meanwhile: () => void = () => undefined;

  async run(slice = 0) {
    const config = { name: 'Trail', interval: '1h', slices: 2 } as SourceConfig;
    const readSecrets = async () => {
      this.meanwhile();
      throw new SourceError('secrets_unreadable', 'the key has changed');
    };
    const runner = new FetchRunner({
      ...HOST,
      repository: {
        get: async (id): Promise<StoredSource> => ({ id, config, status: this.status }),
        readSecrets,
        updateStatus: async (_id, change) => {
          const before = this.status;
          this.status = change(before);
          return { before, after: this.status };
        },
      },
      internalClient: {} as Client,
      namespaces: { rulesOf: readSecrets, settingsOf: readSecrets },
      now: () => NOW,
    });
    return runner.run('id', slice, new AbortController().signal);
  }
}
function problem(change: Partial<SourceProblem> = {}): SourceProblem {
  return {
    code: 'secrets_unreadable',
    message: 'the key has changed',
    since: EARLIER,
    attempts: 1,
    retry_at: EARLIER,
    slice: 0,
    ...change,
  };
}

describe('a run that gets nowhere', () => {
  it('is tried again after a pause, and not before', async () => {
    const source = new FailingSource();
    expect(await source.run()).toEqual({ runAt: new Date(NOW + HOUR_MS) });
    expect(source.status.problem).toEqual(problem({ since: isoIn(0), retry_at: isoIn(HOUR_MS) }));
    expect(await source.run(1)).toEqual({ runAt: new Date(NOW + HOUR_MS) });
    expect(source.status.problem?.attempts).toBe(1);
  });

  it('does not put off a source that was mended while it went on: that is tried at once', async () => {
    const source = new FailingSource();
    source.status = { problem: problem(), asked_at: null };
    const mended = { problem: problem({ retry_at: isoIn(0) }), asked_at: isoIn(0) };
    source.meanwhile = () => {
      source.status = mended;
    };
    for (const slice of [0, 1]) {
      source.status = { problem: problem(), asked_at: null };
      expect(await source.run(slice)).toEqual({ runAt: new Date(NOW) });
      expect(source.status).toEqual(mended);
    }
  });

  it('leaves what others have noted meanwhile, such as a pause', async () => {
    const source = new FailingSource();
    source.meanwhile = () => {
      source.status = { ...source.status, paused_at: isoIn(-1) };
    };
    await source.run();
    expect(source.status).toMatchObject({ paused_at: isoIn(-1), problem: { attempts: 1 } });
  });
});

describe('a source with a queue', () => {
  it('says when it is listed next: not at the interval, for the queue tells what is new', async () => {
    const estate = new FetchedEstate();
    const { now } = estate;
    estate.deliver(now, ['a']);
    const parts = estate.parts();
    const queue = { receive: async () => [], delete: notAsked, hide: notAsked, close: () => undefined };
    await runSlice({ ...parts, queue }, 'run');
    const config = {
      name: 'Trail',
      interval: '1m',
      start: parts.source.start,
      created_at: new Date(parts.source.createdAt).toISOString(),
      sqs: { queue_url: 'https://sqs.eu-central-1.amazonaws.com/111122223333/trail' },
    } as SourceConfig;
    const source: StoredSource = { id: parts.source.id, config, status: { problem: null, asked_at: null } };
    const client = estate.elasticsearch.client();
    const runner = new FetchRunner({
      ...HOST,
      repository: {
        get: notAsked,
        updateStatus: notAsked,
        readSecrets: async () => ({ credentials: SERVER }),
      },
      internalClient: { ...client, indices: { ...client.indices, getMapping: async () => ({}) } } as Client,
      namespaces: { rulesOf: notAsked, settingsOf: async () => DEFAULT_NAMESPACE_SETTINGS },
      now: () => now,
    });
    const next = new Date(now + 15 * MINUTE_MS).toISOString();
    expect((await runner.status(source)).next_poll_at).toBe(next);
    expect((await runner.accountRegions(source)).map((region) => region.next_poll_at)).toEqual([next]);
  });
});

describe('runs of two slices that begin together', () => {
  it('do not end together, so that one goes on while the other waits for Task Manager', () => {
    // as often as it takes until they would be in step again
    const ends = [0, 1].map((slice) => {
      const found: number[] = [];
      for (let at = NOW; found.length < 10; at = endOfRun(at, slice) + 3000) found.push(endOfRun(at, slice));
      return found;
    });
    const [first = [], second = []] = ends;
    const together = first.filter((end) => second.some((other) => Math.abs(other - end) < 3000));
    expect(together.length).toBeLessThan(first.length / 3);
  });
});
