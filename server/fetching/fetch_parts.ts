/** What a run of one source works with: all of it can be replaced in a test. */
import type { MessageQueue } from '../aws/message_queue';
import type { ObjectStore } from '../aws/object_store';
import type { Day } from '../cloudtrail/day';
import type { DocumentOptions } from '../documents/document_options';
import type { GeoLookup } from '../geo/geo_lookup';
import type { EventsWriter } from '../indices/events_writer';
import type { FailuresStore } from '../indices/failures_store';
import type { StateStore } from '../indices/state_store';
import type { Folders } from './folders';
import type { ReadLimits } from './read_log_file';
import type { Turns } from './turns';

export interface FetchedSource {
  readonly id: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly namespace: string;
  /** The first UTC day to fetch. */
  readonly start: Day;
  /** The last UTC day of history; later days are fetched from the one on which the source was made. */
  readonly end?: Day;
  readonly excludeAccounts: readonly string[];
  readonly excludeRegions: readonly string[];
  /** ms; what was delivered before is back-fill. */
  readonly createdAt: number;
  /** ms between polls */
  readonly intervalMs: number;
  /** When somebody last asked for a fetch (ms; 0 for never): what was looked at before is due. */
  readonly askedAt: number;
}

export interface FetchParts {
  readonly source: FetchedSource;
  readonly store: ObjectStore;
  /** Tells of new objects; listings are then the safety net. */
  readonly queue?: MessageQueue;
  readonly folders: Folders;
  readonly state: StateStore;
  readonly events: EventsWriter;
  readonly failures: FailuresStore;
  readonly geo: GeoLookup;
  readonly options: DocumentOptions;
  /** Events that happened before (ms since the epoch) are past retention: they are counted and not stored. */
  readonly expiredBefore?: number;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  /** ms since the epoch */
  readonly now: () => number;
  /** When to begin nothing more (ms since the epoch). */
  readonly deadline: number;
}

/** The same within a run. */
export interface RunParts extends FetchParts {
  /** Who takes objects in, which costs memory. */
  readonly turns: Turns;
}
