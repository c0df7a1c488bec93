/** The process of `cpu_per_event`: tells its parent what it measured. Its argument is the number of rounds. */
import { gunzipSync } from 'node:zlib';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import type { FreeFormKept } from '../../server/documents/document_options';
import type { BulkItem } from '../../server/indices/bulk_body';
import { Utf8Memory } from '../../server/documents/utf8_memory';
import { giveBackBody, takeBody } from '../../server/indices/body_memory';
import { bulkBody } from '../../server/indices/bulk_body';
import { MOST_REQUEST_BYTES } from '../../server/indices/write_window';
import { ESTATE_END, makeBenchBucket } from './bench_bucket';
import { bundledGeo, documentsOf } from './documents_of';

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const KEPT: readonly FreeFormKept[] = ['both', 'flattened', 'string', 'none'];
const INDEX = 'cloudtrail-events-bench-2026.03';

const { objects, records } = makeBenchBucket(1);
const geo = await bundledGeo();
// the first round is of cold code
for (let round = 0; round <= Number(process.argv[2]); round++) {
  const limit = await costOf(parseOnly);
  const costs: Measured[] = [{ name: 'gunzip + JSON.parse, an event', value: limit / records, unit: 'µs' }];
  for (const freeForm of KEPT) {
    const value = (await costOf(() => makeBodies(freeForm))) / limit;
    costs.push({ name: `object to body, keeps ${freeForm}`, value, unit: '× gunzip + JSON.parse' });
  }
  if (round > 0) for (const measured of costs) process.send?.(measured);
}
process.disconnect?.();

/** µs, of all threads. */
async function costOf(work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function parseOnly(): void {
  for (const { body } of objects) JSON.parse(gunzipSync(body, { chunkSize: 256 * 1024 }).toString());
}

async function makeBodies(freeForm: FreeFormKept): Promise<void> {
  const options = { ...DEFAULT_DOCUMENT_OPTIONS, freeForm };
  let items: BulkItem[] = [];
  let bytes = 0;
  const memory = new Utf8Memory();
  const send = () => {
    giveBackBody(bulkBody(items, ESTATE_END.getTime(), takeBody));
    memory.release();
    items = [];
    bytes = 0;
  };
  for await (const documents of documentsOf(objects, geo, options, memory)) {
    for (const { id, rest } of documents) {
      items.push({ index: INDEX, id, rest });
      bytes += rest.length;
    }
    // what is released must hold no document that is still to come
    if (bytes >= MOST_REQUEST_BYTES) send();
  }
  send();
}
