/** Processor time from an object's bytes to a body for `_bulk`, as a ratio to gunzip + JSON.parse of the same bytes. */
import { gunzipSync } from 'node:zlib';
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import type { FreeFormKept } from '../../server/documents/document_options';
import { serializeEvent } from '../../server/indices/events_writer';
import type { BucketObject } from '../generate/bucket_object';
import { documentsOf } from './documents_of';
import { cpuMicroseconds } from './process_cost';
import type { Section } from './section';

const KEPT: readonly FreeFormKept[] = ['both', 'flattened', 'string', 'none'];
/** Enough for ticks of 10 ms to be fine, and for several rounds to be quick. */
const MOST_OBJECTS = 1500;
const BODY_BYTES = 4 * 1024 * 1024;

export const cpuPerEvent: Section = async ({ bucket, geo, rounds: count }, rounds) => {
  const objects = bucket.objects.slice(0, MOST_OBJECTS);
  let events = 0;
  for (let round = 0; round < count; round++) {
    const limit = await costOf(async () => parseOnly(objects));
    for (const freeForm of KEPT) {
      const options = { ...DEFAULT_DOCUMENT_OPTIONS, freeForm };
      const ours = await costOf(async () => {
        events = await makeBodies(objects, geo, options);
      });
      if (freeForm === 'both') rounds.note('gunzip + JSON.parse, an event', limit / events, 'µs');
      rounds.note(`object to body, keeps ${freeForm}`, ours / limit, '× gunzip + JSON.parse');
    }
  }
};

async function costOf(work: () => Promise<void>): Promise<number> {
  const before = cpuMicroseconds(process.pid);
  await work();
  return cpuMicroseconds(process.pid) - before;
}

function parseOnly(objects: readonly BucketObject[]): void {
  for (const { body } of objects) JSON.parse(gunzipSync(body, { chunkSize: 256 * 1024 }).toString());
}

/** Gives how many events there were. */
async function makeBodies(...[objects, geo, options]: Parameters<typeof documentsOf>): Promise<number> {
  let events = 0;
  let body = '';
  for await (const document of documentsOf(objects, geo, options)) {
    const { id, rest } = serializeEvent(document);
    body += `{"create":{"_id":"${id}"}}\n{"event":{${rest}\n`;
    if (body.length > BODY_BYTES) {
      Buffer.from(body);
      body = '';
    }
    events++;
  }
  Buffer.from(body);
  return events;
}
