/** What every part of the benchmark is given, and gives. */
import type { Client } from '@elastic/elasticsearch';
import type { GeoLookup } from '../../server/geo/geo_lookup';
import type { Elasticsearch } from '../servers/elasticsearch';
import type { BenchBucket } from './bench_bucket';
import type { Rounds } from './figures';

export interface Bench {
  readonly bucket: BenchBucket;
  readonly elasticsearch: Elasticsearch;
  /** A superuser's. */
  readonly client: Client;
  /** The bundled countries. */
  readonly geo: GeoLookup;
  readonly rounds: number;
  /** Events over which panels are measured. */
  readonly panelEvents: number;
  progress(line: string): void;
}

export type Section = (bench: Bench, rounds: Rounds) => Promise<void>;
