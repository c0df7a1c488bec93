/** Runs slices in the thread it is called in: in the worker thread when it serves Kibana, in a test's own in tests. */
import type { Client } from '@elastic/elasticsearch';
import type { Credentials, SourceConfig } from '../../common/sources';
import type { MessageQueue } from '../aws/message_queue';
import type { ObjectStore } from '../aws/object_store';
import { startOfDay } from '../cloudtrail/day';
import type { GeoLookup } from '../geo/geo_lookup';
import { IndexCreator } from '../indices/ensure_index';
import { EventsWriter } from '../indices/events_writer';
import { FailuresStore } from '../indices/failures_store';
import { retentionFloor } from '../indices/retention';
import { StateStore } from '../indices/state_store';
import { WriteWindow } from '../indices/write_window';
import { documentOptionsOf } from '../namespaces/run_rules';
import type { FetchParts } from './fetch_parts';
import { Folders } from './folders';
import type { SliceResult } from './run_slice';
import { runSlice } from './run_slice';
import type { SliceRequest, SliceThread } from './slice_thread';

/** What a thread opens by itself. */
export interface ThreadHost {
  openStore(config: SourceConfig, credentials: Credentials): Promise<ObjectStore>;
  /** Undefined for a source without one. */
  openQueue(config: SourceConfig, credentials: Credentials): Promise<MessageQueue | undefined>;
  openGeo(): Promise<GeoLookup>;
  /** ms since the epoch */
  readonly now: () => number;
}

export class LocalThread implements SliceThread {
  private readonly window = new WriteWindow();

  constructor(private readonly host: ThreadHost) {}

  async run(request: SliceRequest, client: Client, signal: AbortSignal): Promise<SliceResult> {
    const { config, credentials } = request;
    const store = await this.host.openStore(config, credentials);
    let queue: MessageQueue | undefined;
    try {
      queue = await this.host.openQueue(config, credentials);
      const parts = { ...(await this.parts(request, client, store, signal)), queue };
      if (request.prunesFailures) await parts.failures.prune();
      return { ...(await runSlice(parts, request.owner)), s3: store.report?.() };
    } finally {
      store.close();
      queue?.close();
    }
  }

  private async parts(
    { source, rules, limits, deadline }: SliceRequest,
    client: Client,
    store: ObjectStore,
    signal: AbortSignal,
  ): Promise<FetchParts> {
    const { now } = this.host;
    const indices = new IndexCreator(client);
    const { index_period: period } = rules.settings;
    const floor = retentionFloor(rules.settings, now());
    return {
      source,
      store,
      folders: new Folders(store, signal),
      state: new StateStore(client, indices),
      events: new EventsWriter(client, indices, source.namespace, signal, now, this.window, period),
      failures: new FailuresStore(client, indices, source.id, source.namespace, now),
      geo: await this.host.openGeo(),
      options: documentOptionsOf(rules),
      expiredBefore: floor === undefined ? undefined : startOfDay(floor),
      limits,
      signal,
      now,
      deadline,
    };
  }
}
