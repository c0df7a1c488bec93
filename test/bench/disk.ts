/** Bytes on disk for an event after a merge, by what a namespace keeps. */
import { DEFAULT_DOCUMENT_OPTIONS } from '../../server/documents/document_options';
import type { DocumentOptions } from '../../server/documents/document_options';
import { bodiesOf, bytesMerged, takeIn } from './elasticsearch_alone';
import type { Section } from './section';

/** About 50,000 events. */
const MOST_OBJECTS = 400;
const INDEX = 'cloudtrail-events-bench_disk-2026.03';
const KEPT: readonly (Partial<DocumentOptions> & { readonly words: string })[] = [
  { words: 'fields and text', freeForm: 'both' },
  { words: 'fields', freeForm: 'flattened' },
  { words: 'text', freeForm: 'string' },
  { words: 'neither', freeForm: 'none' },
  { words: 'fields, text and the whole record', freeForm: 'both', keepsOriginal: true },
];

export const disk: Section = async (bench, rounds) => {
  const { client, bucket } = bench;
  const objects = bucket.objects.slice(0, MOST_OBJECTS);
  rounds.note('gzip in S3, an event', bucket.storedBytes / bucket.records, 'bytes');
  for (const { words, ...changes } of KEPT) {
    bench.progress(`disk: ${words}`);
    const options = { ...DEFAULT_DOCUMENT_OPTIONS, ...changes };
    const taken = await takeIn(bench, INDEX, await bodiesOf(objects, bench, INDEX, options));
    const bytes = await bytesMerged(client, INDEX);
    rounds.note(`keeps ${words}: disk an event`, bytes / taken.documents, 'bytes');
    await client.indices.delete({ index: INDEX });
  }
};
