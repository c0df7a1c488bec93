/** A source over a bucket of millions of keys that was fetched long ago: what a poll costs when nothing, or little, is new. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import { STATE_INDEX } from '../../common/ids';
import { createS3ObjectStore } from '../../server/aws/s3_object_store';
import { addDays, dayOf } from '../../server/cloudtrail/day';
import { dayPrefix } from '../../server/cloudtrail/object_key';
import type { AccountRegionState, DayState } from '../../server/fetching/account_region_state';
import {
  accountRegionId,
  dayStateId,
  newAccountRegionState,
  NO_COUNTS,
} from '../../server/fetching/account_region_state';
import type { DiscoveryState } from '../../server/fetching/discovery';
import { discoveryId } from '../../server/fetching/discovery';
import { KeySet } from '../../server/fetching/key_set';
import { SWEEP_DEPTH_DAYS } from '../../server/fetching/listing_plan';
import type { FetchParts } from '../../server/fetching/fetch_parts';
import { Folders } from '../../server/fetching/folders';
import type { SliceResult } from '../../server/fetching/run_slice';
import { runSlice } from '../../server/fetching/run_slice';
import { IndexCreator } from '../../server/indices/ensure_index';
import { StateStore } from '../../server/indices/state_store';
import { ensureTemplates } from '../../server/indices/templates';
import type { ManyKeys, ManyKeysS3 } from '../servers/many_keys_s3';
import { keyAt, placesOf } from '../servers/many_keys_s3';

const MINUTE_MS = 60_000;
const BULK = 500;
const START = '2013-11-01';
const NO_FAILURES = { write: async () => 0, marked: async () => [] };

/** What one poll of all slices asked of S3, and what it took. */
export interface PollCost {
  readonly listings: number;
  readonly gets: number;
  readonly ms: number;
  readonly rss: number;
}

export class PolledBucket {
  readonly sourceId = randomUUID();
  /** ms since the epoch */
  now: number;
  private readonly states: StateStore;

  constructor(
    private readonly client: Client,
    private readonly s3: ManyKeysS3,
    private readonly keys: ManyKeys,
  ) {
    this.now = Date.parse(`${keys.lastDay}T22:40:00Z`);
    this.states = new StateStore(client, new IndexCreator(client));
  }

  /** Remembers all as fetched, a minute before `now`. */
  async seed(): Promise<void> {
    // the index of the states is to be made by its template, whoever used this cluster before
    await ensureTemplates(this.client);
    await this.states.prepare();
    const documents = this.documents();
    for (;;) {
      const operations: object[] = [];
      while (operations.length < 2 * BULK) {
        const next = documents.next();
        if (next.done === true) break;
        operations.push({ create: { _index: STATE_INDEX, _id: next.value.id } }, next.value.value);
      }
      if (operations.length === 0) break;
      const { errors } = await this.client.bulk({ operations });
      if (errors) throw new Error('seeding the state failed');
    }
    await this.states.refresh();
  }

  /** Both slices, a minute later. */
  async poll(): Promise<PollCost> {
    this.now += MINUTE_MS;
    this.s3.forget();
    const startedAt = Date.now();
    for (const slice of [0, 1]) {
      const { problem } = await this.run(slice);
      if (problem !== undefined) throw problem;
    }
    const { listings, gets } = this.s3;
    return {
      listings: listings.length,
      gets,
      ms: Date.now() - startedAt,
      rss: process.memoryUsage.rss(),
    };
  }

  async remove(): Promise<void> {
    await this.states.deleteSource(this.sourceId);
  }

  private async run(slice: number): Promise<SliceResult> {
    const { signal } = new AbortController();
    const store = await createS3ObjectStore({
      location: {
        bucket: 'many-keys',
        region: 'us-east-1',
        endpoint: this.s3.url,
        force_path_style: true,
        requester_pays: false,
      },
      credentials: { type: 'access_key', access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'none' },
      policy: { allowedEndpoints: [this.s3.url], allowServerIdentity: false },
      sessionName: 'test',
    });
    const parts: Partial<FetchParts> = {
      source: {
        id: this.sourceId,
        bucket: 'many-keys',
        prefix: '',
        namespace: 'listing_cost',
        start: START,
        excludeAccounts: [],
        excludeRegions: [],
        createdAt: Date.parse('2020-01-01'),
        intervalMs: MINUTE_MS,
        askedAt: 0,
      },
      store,
      folders: new Folders(store, signal),
      state: this.states,
      // the objects hold no records
      events: { write: async () => [] } as unknown as FetchParts['events'],
      failures: NO_FAILURES as unknown as FetchParts['failures'],
      limits: { maxObjectBytes: 2 ** 20, maxRecordBytes: 2 ** 20 },
      signal,
      now: () => this.now,
      deadline: Infinity,
    };
    try {
      return await runSlice(parts as FetchParts, `${slice}:${randomUUID()}`);
    } finally {
      store.close();
    }
  }

  private *documents(): Generator<{ readonly id: string; readonly value: object }> {
    const { sourceId, now } = this;
    const discovery: DiscoveryState = {
      kind: 'discovery',
      source_id: sourceId,
      discovered_at: now,
      search: null,
      lease: null,
    };
    yield { id: discoveryId(sourceId), value: discovery };
    for (const place of placesOf(this.keys)) {
      const id = accountRegionId(sourceId, place);
      const region: AccountRegionState = {
        ...newAccountRegionState(sourceId, place),
        polled_at: now,
        active_at: now,
        whole_at: now,
        swept_at: now,
        backfill: {
          until: START,
          read_from: START,
          end: null,
          gap_after: null,
          known_from: START,
          next: null,
          days_known: 0,
          days_done: 0,
          counts: NO_COUNTS,
        },
      };
      yield { id, value: region };
      for (let i = 0; i <= SWEEP_DEPTH_DAYS; i++) yield this.dayDocument(id, place, addDays(dayOf(now), -i));
    }
  }

  private dayDocument(
    id: string,
    place: Parameters<typeof dayPrefix>[0],
    day: string,
  ): { readonly id: string; readonly value: DayState } {
    const { keysADay } = this.keys;
    const set = new KeySet();
    for (let n = 0; n < keysADay; n++) set.add(keyAt(dayPrefix(place, day), n, keysADay));
    const value: DayState = {
      kind: 'day',
      source_id: this.sourceId,
      account_region_id: id,
      day,
      keys: set.toString(),
      key_count: set.size,
      newest: Date.parse(`${day}T23:59:00Z`),
    };
    return { id: dayStateId(id, day), value };
  }
}
