/** The port to where slices run: a worker thread in Kibana, the caller's own thread in tests. */
import type { Client } from '@elastic/elasticsearch';
import type { Credentials, SourceConfig } from '../../common/sources';
import type { RunRules } from '../namespaces/run_rules';
import type { FetchedSource } from './fetch_parts';
import type { ReadLimits } from './read_log_file';
import type { SliceResult } from './run_slice';

/** One run of one slice. Plain data only: it is copied into the thread. */
export interface SliceRequest {
  readonly source: FetchedSource;
  readonly config: SourceConfig;
  readonly credentials: Credentials;
  /** What the namespace decides. */
  readonly rules: RunRules;
  /** This run and no other: holds the leases. */
  readonly owner: string;
  /** Whether this run also drops old failures; one of a source's slices does. */
  readonly prunesFailures: boolean;
  readonly limits: ReadLimits;
  /** When to begin nothing more (ms since the epoch). */
  readonly deadline: number;
}

export interface SliceThread {
  /**
   * Rejects at once, with the signal's reason, when aborted. Throws AwsError and ElasticsearchError for what keeps a run
   * from beginning (afterwards they are in the result), WorkerError when the thread dies, and our own mistakes as they are.
   */
  run(request: SliceRequest, client: Client, signal: AbortSignal): Promise<SliceResult>;
}
