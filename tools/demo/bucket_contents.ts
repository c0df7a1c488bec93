/** What the demo's bucket holds: a folder of the user's, or the sample records and a generated week. */
import { fileURLToPath } from 'node:url';
import { makeEstate } from '../../test/generate/estate';
import { placeRecords, type PlacedBucket } from '../../test/generate/place_records';
import type { BucketObject } from '../../test/generate/bucket_object';

const FIXTURES = fileURLToPath(new URL('../../test/fixtures', import.meta.url));
/** Any would do; always the same, so that two people see the same week. */
const SEED = 'demo';

export interface BucketContents {
  readonly entries: readonly BucketObject[];
  /** Records that no key can be made for: in no object. */
  readonly unplaced: PlacedBucket['unplaced'];
  /** What else the owner of the files should know. */
  readonly remarks: readonly string[];
}

/** Reads `dir`, or without it makes what the demo shows. Throws when `dir` can't be read. */
export function bucketContents(dir: string | undefined, now: Date): BucketContents {
  const { objects, unplaced, asIs, ignored } = placeRecords(dir ?? FIXTURES, { now: now.getTime() });
  if (dir === undefined)
    return { entries: [...objects, ...makeEstate({ seed: SEED, now })], unplaced, remarks: [] };
  return {
    entries: objects,
    unplaced,
    remarks: [
      ...asIs.map(({ file, key, why }) => `${file}: ${why}; put as it is under ${key}`),
      ...ignored.map(({ file, why }) => `${file}: ${why}; not in the bucket`),
    ],
  };
}
