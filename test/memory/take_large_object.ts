/** A process that takes in one large object, made as it is read, and tells what memory that took. large_objects.test.ts starts it. */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Client } from '@elastic/elasticsearch';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import type { AccountRegionState } from '../../server/fetching/account_region_state';
import { NO_COUNTS } from '../../server/fetching/account_region_state';
import type { FetchParts } from '../../server/fetching/fetch_parts';
import type { LeasedAccountRegion } from '../../server/fetching/lease';
import { ObjectTaker } from '../../server/fetching/object_taker';
import { IndexCreator } from '../../server/indices/ensure_index';
import { EventsWriter } from '../../server/indices/events_writer';
import type { Failure } from '../../server/indices/failures_store';

const MEBIBYTE = 1024 * 1024;
const KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/111122223333_CloudTrail_us-east-1_20240131T1155Z_abcdefghijklmnop.json.gz';
/** As the settings have it by default. */
const LIMITS = { maxObjectBytes: 512 * MEBIBYTE, maxRecordBytes: 2 * MEBIBYTE };
const SAMPLE_MS = 10;

/** What the parent gets. */
export interface LargeObjectReport {
  readonly events: number;
  readonly failures: readonly string[];
  readonly done: boolean;
  /** Uncompressed bytes that were read, of as many as the object has. */
  readonly read: number;
  readonly size: number;
  /** Resident bytes at the highest, beyond those at the start. */
  readonly addedBytes: number;
}

/** Gzip takes a file in parts, so a large one costs no time to make: the middle is the same part many times. */
interface LargeObject {
  readonly first: Buffer;
  readonly middle: Buffer;
  readonly times: number;
  readonly last: Buffer;
}

/** Records of a few KB as most are large ones, and some near CloudTrail's limit of 256 KB. */
function records(bytes: number): string {
  const parts: string[] = [];
  for (let length = 0, i = 0; length < bytes; i++) {
    const text = `${i} `.repeat(i % 60 === 0 ? 30_000 : 700);
    const record = JSON.stringify({
      eventID: `e${i}`,
      eventTime: '2024-01-31T11:50:00Z',
      eventSource: 's3.amazonaws.com',
      userIdentity: { type: 'IAMUser', userName: 'ana' },
      requestParameters: { policy: text, list: [1, 2, { three: 3 }] },
    });
    parts.push(record);
    length += record.length;
  }
  return `${parts.join(',')},`;
}

const OBJECTS: Readonly<Record<string, () => LargeObject>> = {
  honest: () => ({
    first: Buffer.from('{"Records":['),
    middle: Buffer.from(records(5 * MEBIBYTE)),
    times: 50,
    last: Buffer.from('{"eventID":"last","eventTime":"2024-01-31T11:50:00Z"}]}'),
  }),
  bomb: () => ({
    first: Buffer.from('{"Records":[{"eventID":"first","eventTime":"2024-01-31T11:50:00Z"},{"x":"'),
    middle: Buffer.alloc(16 * MEBIBYTE, 'x'),
    times: 64,
    last: Buffer.from('"}]}'),
  }),
};

async function takeObject({ first, middle, times, last }: LargeObject): Promise<LargeObjectReport> {
  let read = 0;
  const middleZipped = gzipSync(middle);
  function* chunks() {
    yield gzipSync(first);
    for (let i = 0; i < times; i++) {
      read += middle.length;
      yield middleZipped;
    }
    yield gzipSync(last);
  }
  const now = () => Date.UTC(2024, 0, 31, 12);
  const { signal } = new AbortController();
  const client = busyElasticsearch();
  let state = { account_id: '111122223333', region: 'us-east-1', counts: NO_COUNTS } as AccountRegionState;
  const leased = {
    id: 'ar',
    get state() {
      return state;
    },
    update: async (change: Partial<AccountRegionState>) => void (state = { ...state, ...change }),
  };
  const failures: string[] = [];
  const parts = {
    source: { bucket: 'b', namespace: 'default', createdAt: 0 },
    store: { open: async () => Readable.from(chunks(), { objectMode: false, highWaterMark: 1 }) },
    events: new EventsWriter(client, new IndexCreator(client), 'default', signal, now),
    failures: {
      write: async (more: readonly Failure[]) => failures.push(...more.map(({ reason }) => reason)),
    },
    geo: { available: false, attributions: [], lookup: () => undefined },
    options: DEFAULT_DOCUMENT_OPTIONS,
    limits: LIMITS,
    signal,
    now,
    deadline: Infinity,
  } as unknown as FetchParts;
  const done: string[] = [];
  const taker = new ObjectTaker(parts, leased as unknown as LeasedAccountRegion, async ({ keys }) => {
    done.push(...keys);
  });
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), SAMPLE_MS);
  await taker.take([{ key: KEY, size: 30 * MEBIBYTE, storageClass: 'STANDARD' }]);
  await taker.finish();
  clearInterval(sampling);
  return {
    events: state.counts.events,
    failures,
    done: done.includes(KEY),
    read,
    size: middle.length * times,
    addedBytes: most - before,
  };
}

/** Takes everything in, after a while, so that several requests are under way. */
function busyElasticsearch(): Client {
  return {
    indices: { create: async () => ({}) },
    bulk: async ({ operations }: { operations: Buffer }) => {
      let lines = 0;
      for (let at = operations.indexOf('\n'); at >= 0; at = operations.indexOf('\n', at + 1)) lines++;
      await sleep(50);
      return { items: Array.from({ length: lines / 2 }, () => ({ create: { status: 201 } })) };
    },
  } as unknown as Client;
}

process.once('message', (kind: string) => {
  const object = OBJECTS[kind]?.();
  if (object === undefined) throw new Error(`no such object: ${kind}`);
  void takeObject(object).then((report) => {
    process.send?.(report);
    process.disconnect();
  });
});
