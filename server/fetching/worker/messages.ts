/** What the main thread and the worker thread say to each other. All of it is copied, except for the bytes of bulk bodies. */
import type { AwsPolicy } from '../../aws/s3_object_store';
import type { GeoLookup } from '../../geo/geo_lookup';
import type { PreviewResponse } from '../../../common/source_checks';
import type { GeoOptions } from '../../geo/open_geo';
import type { PreviewRequest } from '../../sources/preview_thread';
import type { SliceResult } from '../run_slice';
import type { SliceRequest } from '../slice_thread';
import type { PlainError } from './plain_errors';

/** From kibana.yml, given to the worker when it starts. */
export interface WorkerSettings {
  readonly aws: AwsPolicy;
  readonly geo: GeoOptions;
}

/** What is said of the databases, without opening them a second time. */
export type GeoFacts = Pick<GeoLookup, 'available' | 'attributions'>;

export type PlainSliceResult = Omit<SliceResult, 'problem'> & { readonly problem: PlainError | undefined };

/** A call of Elasticsearch's client, as `['indices', 'create']` with its parameters. */
export interface ClientCall {
  readonly method: readonly string[];
  readonly params: unknown;
  /** The client's options without `signal`. */
  readonly options: Readonly<Record<string, unknown>> | undefined;
  /** Whether the run's abort ends the call: what cleans up after an abort must go through. */
  readonly endsWithRun: boolean;
}

/** `run` and `call` are numbers of the side that began it; a preview counts among the runs. */
export type ToWorker =
  | { readonly kind: 'run'; readonly run: number; readonly request: SliceRequest }
  | { readonly kind: 'preview'; readonly run: number; readonly request: PreviewRequest }
  | { readonly kind: 'abort'; readonly run: number }
  | { readonly kind: 'answer'; readonly call: number; readonly answer: unknown }
  | { readonly kind: 'refusal'; readonly call: number; readonly error: PlainError }
  | { readonly kind: 'ask_geo' };

export type FromWorker =
  | { readonly kind: 'call'; readonly run: number; readonly call: number; readonly made: ClientCall }
  | { readonly kind: 'result'; readonly run: number; readonly result: PlainSliceResult }
  | { readonly kind: 'preview'; readonly run: number; readonly preview: PreviewResponse }
  | { readonly kind: 'failure'; readonly run: number; readonly error: PlainError }
  | { readonly kind: 'log'; readonly level: 'debug' | 'warn'; readonly message: string }
  | { readonly kind: 'geo'; readonly facts: GeoFacts };
