/** How fast Elasticsearch takes in the very documents of the bucket when their bodies lie ready. */
import type { estypes } from '@elastic/elasticsearch';
import { Client } from '@elastic/elasticsearch';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import type { DocumentOptions } from '../../server/documents/document_options';
import type { BulkItem } from '../../server/indices/bulk_body';
import { bulkBody } from '../../server/indices/bulk_body';
import { ensureTemplates } from '../../server/indices/templates';
import type { BucketObject } from '../generate/bucket_object';
import { ESTATE_END } from './bench_bucket';
import { documentsOf } from './documents_of';
import { cpuMicroseconds } from './process_cost';
import type { Bench } from './section';

const BODY_BYTES = 4 * 1024 * 1024;
const IN_FLIGHT = 2;

export interface Taken {
  readonly documents: number;
  readonly seconds: number;
  /** Processor time of Elasticsearch, in µs; NaN for somebody else's cluster. */
  readonly elasticsearchCpu: number;
  /** The same until all can be searched: what came last lies in memory when it is acknowledged. */
  readonly searchable: { readonly seconds: number; readonly elasticsearchCpu: number };
}

/** NDJSON for `_bulk` into `index`, in bodies of some MB. */
export async function bodiesOf(
  objects: readonly BucketObject[],
  { geo }: Pick<Bench, 'geo'>,
  index: string,
  options: DocumentOptions = DEFAULT_DOCUMENT_OPTIONS,
): Promise<readonly Buffer[]> {
  const bodies: Buffer[] = [];
  let items: BulkItem[] = [];
  let bytes = 0;
  const end = () => {
    bodies.push(bulkBody(items, ESTATE_END.getTime(), Buffer.allocUnsafeSlow));
    items = [];
    bytes = 0;
  };
  for await (const documents of documentsOf(objects, geo, options)) {
    for (const { id, rest } of documents) {
      items.push({ index, id, rest });
      bytes += rest.length;
      if (bytes >= BODY_BYTES) end();
    }
  }
  if (items.length > 0) end();
  return bodies;
}

/** Makes the index anew, by our template unless `made` says otherwise, and writes all bodies. */
export async function takeIn(
  { client, elasticsearch: { url, username, password, pid } }: Pick<Bench, 'client' | 'elasticsearch'>,
  index: string,
  bodies: readonly Buffer[],
  made: Pick<estypes.IndicesCreateRequest, 'mappings' | 'settings'> = {},
): Promise<Taken> {
  await ensureTemplates(client);
  await client.indices.delete({ index, ignore_unavailable: true });
  await client.indices.create({ index, ...made });
  const cpu = () => (pid === undefined ? NaN : cpuMicroseconds(pid));
  const writer = new Client({ node: url, auth: { username, password } });
  const [cpuBefore, startedAt] = [cpu(), performance.now()];
  let next = 0;
  let documents = 0;
  const work = async () => {
    for (let i = next++; i < bodies.length; i = next++) {
      const answer = await writer.bulk({
        operations: bodies[i] as unknown as object[],
        filter_path: ['items.create.status'],
      });
      documents += answer.items.filter(({ create }) => create?.status === 201).length;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  const soFar = () => ({
    seconds: (performance.now() - startedAt) / 1000,
    elasticsearchCpu: cpu() - cpuBefore,
  });
  const acknowledged = soFar();
  await client.indices.refresh({ index });
  const searchable = soFar();
  await writer.close();
  return { documents, ...acknowledged, searchable };
}

/** Bytes of all its files once it is one segment. */
export async function bytesMerged(client: Client, index: string): Promise<number> {
  await client.indices.forcemerge({ index, max_num_segments: 1 });
  await client.indices.refresh({ index });
  const { _all } = await client.indices.stats({ index, metric: ['store'] });
  return _all.primaries?.store?.size_in_bytes ?? NaN;
}
