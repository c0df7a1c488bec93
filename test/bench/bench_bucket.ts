/** The bucket that is measured with: seeded estates side by side, and what their files hold. */
import { gunzipSync } from 'node:zlib';
import type { BucketObject } from '../generate/bucket_object';
import { countDistinct } from '../generate/count_distinct';
import { makeEstate } from '../generate/estate';

/** Always the same, so that the bucket is the same byte by byte. */
export const ESTATE_END = new Date('2026-03-10T12:00:00Z');
/** Some 130 events a file in place of 45: those of a large organisation. */
const BUSYNESS = 3;

export interface BenchBucket {
  readonly objects: readonly BucketObject[];
  /** Different events in them: what must be documents in the end. */
  readonly distinct: number;
  /** Records in their files, repeated ones included. */
  readonly records: number;
  readonly storedBytes: number;
  readonly bytes: number;
}

/** About 700 objects and 90,000 events for each estate. */
export function makeBenchBucket(estates: number): BenchBucket {
  return bucketOf(
    Array.from({ length: estates }, (_, i) => [
      ...makeEstate({ seed: `bench ${i}`, now: ESTATE_END, busyness: BUSYNESS }),
    ]).flat(),
  );
}

/** One object in `step`. */
export function thinned({ objects }: BenchBucket, step: number): BenchBucket {
  return bucketOf(objects.filter((_, i) => i % step === 0));
}

function bucketOf(objects: readonly BucketObject[]): BenchBucket {
  let records = 0;
  let bytes = 0;
  let storedBytes = 0;
  for (const { body } of objects) {
    const file = gunzipSync(body);
    bytes += file.length;
    storedBytes += body.length;
    records += (JSON.parse(file.toString()) as { Records?: unknown[] }).Records?.length ?? 0;
  }
  return { objects, distinct: countDistinct(objects).expectedDocuments, records, storedBytes, bytes };
}
