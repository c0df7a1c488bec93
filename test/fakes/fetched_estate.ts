/** One source on a bucket in memory, and a clock: what a run of the fetcher needs, without servers. */
import { gzipSync } from 'node:zlib';
import { STATE_INDEX } from '../../common/ids';
import type { JsonObject } from '../../server/cloudtrail/record';
import { objectAt } from '../../server/cloudtrail/record';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import type { FetchedSource, FetchParts } from '../../server/fetching/fetch_parts';
import { Folders } from '../../server/fetching/folders';
import { runSlice } from '../../server/fetching/run_slice';
import { readAccountRegions, readProgress } from '../../server/fetching/progress';
import { EventsWriter } from '../../server/indices/events_writer';
import { IndexCreator } from '../../server/indices/ensure_index';
import { FailuresStore } from '../../server/indices/failures_store';
import { StateStore } from '../../server/indices/state_store';
import { FakeBucket } from './fake_bucket';
import { FakeElasticsearch } from './fake_elasticsearch';

export const NOW = Date.UTC(2024, 0, 31, 12);
const MINUTE_MS = 60_000;
export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
const FAILURES_INDEX = 'cloudtrail-failures-default';

/** Of the source, and of a run. */
type Changes = Partial<FetchedSource> & { readonly signal?: AbortSignal; readonly deadline?: number };

/** One source on a bucket, and a clock. */
export class FetchedEstate {
  readonly elasticsearch = new FakeElasticsearch();
  readonly bucket = new FakeBucket();
  now = NOW;
  private names = 0;

  /** Puts a log file with one event each for the ids given; gives its key. */
  deliver(
    at: number,
    eventIds: readonly string[],
    { prefix = '', account = ACCOUNT, region = REGION, kind = 'CloudTrail' } = {},
  ): string {
    const records = eventIds.map((eventID) => ({
      eventID,
      eventName: 'GetUser',
      eventTime: new Date(at).toISOString(),
    }));
    return this.bucket.put(
      this.key(at, prefix, account, region, kind),
      gzipSync(JSON.stringify({ Records: records })),
    );
  }
  key(at: number, prefix = '', account = ACCOUNT, region = REGION, kind = 'CloudTrail'): string {
    const iso = new Date(at).toISOString();
    const day = iso.slice(0, 10).replaceAll('-', '/');
    const stamp = `${iso.slice(0, 16).replace(/[-:]/g, '')}Z`;
    const name = `${account}_${kind}_${region}_${stamp}_${String(this.names++).padStart(4, '0')}.json.gz`;
    return `${prefix}AWSLogs/${account}/${kind}/${region}/${day}/${name}`;
  }

  parts(more: Changes = {}): FetchParts {
    const { signal = new AbortController().signal, deadline = this.now + 45_000, ...changes } = more;
    const id = changes.id ?? 'source-1';
    const client = this.elasticsearch.client();
    const indices = new IndexCreator(client);
    const now = () => this.now;
    return {
      source: {
        id,
        bucket: 'trail-bucket',
        prefix: '',
        namespace: 'default',
        start: '2024-01-01',
        excludeAccounts: [],
        excludeRegions: [],
        createdAt: NOW - 60 * MINUTE_MS,
        intervalMs: MINUTE_MS,
        askedAt: 0,
        ...changes,
      },
      store: this.bucket,
      folders: new Folders(this.bucket, signal),
      state: new StateStore(client, indices),
      events: new EventsWriter(client, indices, 'default', signal, now),
      failures: new FailuresStore(client, indices, id, 'default', now),
      geo: { lookup: () => undefined, available: false, attributions: [] },
      options: DEFAULT_DOCUMENT_OPTIONS,
      limits: { maxObjectBytes: 1024 * 1024, maxRecordBytes: 4096 },
      signal,
      now,
      deadline,
    };
  }

  run(more: Changes & { readonly owner?: string } = {}) {
    const { owner = 'run', ...changes } = more;
    return runSlice(this.parts(changes), owner);
  }
  progress(changes: Changes = {}) {
    const { state, source, now } = this.parts(changes);
    return readProgress(state, source, null, now(), false);
  }
  accountRegions(changes: Changes = {}) {
    const { state, source, now } = this.parts(changes);
    return readAccountRegions(state, source, now(), false);
  }
  eventIds(): string[] {
    return this.elasticsearch
      .documents(/^cloudtrail-events-/)
      .map(({ event }) => String(objectAt(event)['id']))
      .sort();
  }
  failures(): JsonObject[] {
    return this.elasticsearch.documents(FAILURES_INDEX);
  }
  dayStates(): JsonObject[] {
    return this.elasticsearch.documents(STATE_INDEX).filter(({ kind }) => kind === 'day');
  }
}
