/** The port to where previews are made: the worker thread in Kibana, which reads and maps as the fetcher does. */
import type { Credentials } from '../../common/sources';
import type { PreviewResponse } from '../../common/source_checks';
import type { ObjectStore } from '../aws/object_store';
import type { BucketOfSource } from '../aws/open_source_store';
import type { ReadLimits } from '../fetching/read_log_file';
import type { GeoLookup } from '../geo/geo_lookup';
import type { RunRules } from '../namespaces/run_rules';
import { documentOptionsOf } from '../namespaces/run_rules';
import type { PreviewSource } from './preview';
import { makePreview } from './preview';

/** Plain data only: it is copied into the thread. */
export interface PreviewRequest {
  readonly source: PreviewSource;
  readonly bucket: BucketOfSource;
  readonly credentials: Credentials;
  readonly rules: RunRules;
  readonly limits: ReadLimits;
}

export interface PreviewThread {
  /** Rejects at once, with the signal's reason, when aborted. Throws AwsError, and WorkerError when the thread dies. */
  preview(request: PreviewRequest, signal: AbortSignal): Promise<PreviewResponse>;
}

/** What the thread opens by itself. */
export interface PreviewThreadHost {
  openStore(bucket: BucketOfSource, credentials: Credentials): Promise<ObjectStore>;
  openGeo(): Promise<GeoLookup>;
  /** ms since the epoch */
  readonly now: () => number;
}

/** In the thread it is called in. */
export function localPreviews({ openStore, openGeo, now }: PreviewThreadHost): PreviewThread {
  return {
    async preview({ source, bucket, credentials, rules, limits }, signal) {
      const options = documentOptionsOf(rules);
      const [store, geo] = [await openStore(bucket, credentials), await openGeo()];
      try {
        return await makePreview({ store, geo, options, limits, signal, now }, source);
      } finally {
        store.close();
      }
    },
  };
}
