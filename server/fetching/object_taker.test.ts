/** Tests of how objects are read, written and noted as done; run_slice.test.ts has them in the whole of a run. */
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { objectAt } from '../cloudtrail/record';
import { DEFAULT_DOCUMENT_OPTIONS } from '../documents/document_options';
import { Utf8Memory } from '../documents/utf8_memory';
import { ElasticsearchError } from '../errors';
import type { WrittenDocument } from '../indices/events_writer';
import type { Failure } from '../indices/failures_store';
import type { AccountRegionState } from './account_region_state';
import { NO_COUNTS } from './account_region_state';
import type { FetchParts } from './fetch_parts';
import type { LeasedAccountRegion } from './lease';
import { ObjectTaker } from './object_taker';

const KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/111122223333_CloudTrail_us-east-1_20240131T1155Z_abcdefghijklmnop.json.gz';
const OTHER = KEY.replace('abcdefghijklmnop', 'qrstuvwxyzabcdef');
const RECORDS = 5000;

function file(count: number, from = 0): Buffer {
  const Records = Array.from({ length: count }, (_, i) => ({
    eventID: `e${from + i}`,
    eventTime: '2024-01-31T11:50:00Z',
    // so much that the file comes in several pieces
    requestParameters: { text: 'x'.repeat(300) },
  }));
  return gzipSync(JSON.stringify({ Records }));
}

class Bench {
  readonly objects = new Map<string, Buffer>([[KEY, file(RECORDS)]]);
  readonly written: string[] = [];
  readonly done: string[] = [];
  readonly failures: Failure[] = [];
  clock = 0;
  /** What a clock that goes on with each batch adds. */
  msPerWrite = 0;
  /** Whether the mapping will have none of them. */
  refuses = false;
  onWrite: (written: number) => void = () => undefined;
  onCheckpoint: () => void = () => undefined;
  state = {
    account_id: '111122223333',
    region: 'us-east-1',
    counts: NO_COUNTS,
  } as AccountRegionState;

  /** One run: takes the objects until the deadline. */
  async run(deadline = Infinity): Promise<boolean> {
    const parts = {
      source: { bucket: 'b', namespace: 'default', createdAt: 0 },
      store: { open: async (key: string) => Readable.from([this.objects.get(key)]) },
      events: { write: (events: readonly WrittenDocument[]) => this.write(events) },
      failures: { write: async (failures: readonly Failure[]) => this.failures.push(...failures) },
      geo: { available: false, attributions: [], lookup: () => undefined },
      options: DEFAULT_DOCUMENT_OPTIONS,
      limits: { maxObjectBytes: 2 ** 30, maxRecordBytes: 2 ** 20 },
      signal: new AbortController().signal,
      now: () => Date.UTC(2024, 0, 31, 12) + this.clock,
      deadline: Date.UTC(2024, 0, 31, 12) + deadline,
    } as unknown as FetchParts;
    const getState = () => this.state;
    const leased = {
      id: 'ar',
      get state() {
        return getState();
      },
      update: async (change: Partial<AccountRegionState>) => {
        this.state = { ...this.state, ...change };
      },
    } as unknown as LeasedAccountRegion;
    const taker = new ObjectTaker(parts, leased, async ({ keys }) => {
      this.onCheckpoint();
      this.done.push(...keys);
    });
    const objects = [...this.objects].map(([key, { length: size }]) => ({
      key,
      size,
      storageClass: 'STANDARD',
    }));
    try {
      return await taker.take(objects.filter(({ key }) => !this.done.includes(key)));
    } finally {
      await taker.finish();
    }
  }

  private async write(events: readonly WrittenDocument[]) {
    this.onWrite(this.written.length);
    this.clock += this.msPerWrite;
    this.written.push(...events.map(({ id }) => id));
    if (this.refuses) return events.map(() => ({ kind: 'refused', reason: 'document_parsing_exception' }));
    return events.map(() => ({ kind: 'created' }));
  }
}

describe('an object that takes longer than a run has', () => {
  it('goes on where it stopped, in as many runs as it takes, and each record is written once (pain 16)', async () => {
    const bench = new Bench();
    bench.msPerWrite = 100;
    let runs = 1;
    for (; !(await bench.run(bench.clock + 150)); runs++) {
      expect(bench.done).toEqual([]);
      expect(bench.state.unfinished).toMatchObject({ key: KEY });
      if (runs > 20) break;
    }
    expect(runs).toBeGreaterThan(1);
    expect(bench.done).toEqual([KEY]);
    expect(bench.written).toHaveLength(RECORDS);
    expect(new Set(bench.written).size).toBe(RECORDS);
    expect(bench.state.unfinished).toBeNull();
    expect(bench.state.counts).toMatchObject({ objects: 1, events: RECORDS });
  });

  it('goes on in each run, also in one that has no time left once the read part is passed', async () => {
    const bench = new Bench();
    bench.msPerWrite = 100;
    await bench.run(150);
    const { unfinished } = bench.state;
    bench.msPerWrite = 1000;
    expect(await bench.run(bench.clock + 1)).toBe(false);
    expect(bench.state.unfinished?.offset).toBeGreaterThan(unfinished?.offset ?? Infinity);
  });

  it('is not taken up where others are read first, and then is', async () => {
    const bench = new Bench();
    bench.msPerWrite = 100;
    await bench.run(150);
    const { unfinished } = bench.state;
    const whole = bench.objects.get(KEY) ?? Buffer.alloc(0);
    bench.objects.delete(KEY);
    bench.objects.set(OTHER, file(3, RECORDS));
    await bench.run();
    expect(bench.state.unfinished).toEqual(unfinished);
    bench.objects.set(KEY, whole);
    await bench.run();
    expect(bench.done).toEqual([OTHER, KEY]);
    expect(new Set(bench.written).size).toBe(bench.written.length);
    expect(bench.written).toHaveLength(RECORDS + 3);
  });
});

describe('an object that is written and can not be noted as done', () => {
  it('is counted all the same, and again as what is known when it is read again', async () => {
    const bench = new Bench();
    bench.objects.set(KEY, file(3));
    bench.onCheckpoint = () => {
      throw new ElasticsearchError('elasticsearch_unreachable', 'Away.');
    };
    await expect(bench.run()).rejects.toThrow('Away.');
    expect(bench.done).toEqual([]);
    expect(bench.state.counts).toMatchObject({ objects: 1, events: 3 });
  });
});

describe('an event that is refused', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('is kept as a failure with its own record, though others use the memory of its batch at once', async () => {
    const release = Reflect.get(Utf8Memory.prototype, 'release') as () => void;
    vi.spyOn(Utf8Memory.prototype, 'release').mockImplementation(function (this: Utf8Memory) {
      release.call(this);
      new Utf8Memory().bytesOf('#'.repeat(50_000));
    });
    const bench = new Bench();
    bench.objects.set(KEY, file(2));
    bench.refuses = true;
    await bench.run();
    expect(bench.failures.map(({ raw }) => objectAt(JSON.parse(raw ?? ''))['eventID'])).toEqual(['e0', 'e1']);
  });
});

describe('an object of several batches', () => {
  it('is not done, nor what comes after it, when one of them is refused', async () => {
    const bench = new Bench();
    bench.objects.set(OTHER, file(3, RECORDS));
    bench.onWrite = (written) => {
      if (written >= 2000) throw new ElasticsearchError('elasticsearch_blocked', 'Blocked.');
    };
    await expect(bench.run()).rejects.toThrow('Blocked.');
    expect(bench.done).toEqual([]);
    expect(bench.state.counts.events).toBe(2000);
    bench.onWrite = () => undefined;
    await bench.run();
    expect(bench.done).toEqual([KEY, OTHER]);
  });
});
