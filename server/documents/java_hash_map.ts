/** The order in which Java's HashMap gives its keys: rules that read a string form by position rely on it. */

const FIRST_TABLE = 16;
/** A bucket that grows beyond this many keys doubles a table smaller than `SMALLEST_TABLE_WITH_TREES`. */
const BUCKET_LIMIT = 8;
const SMALLEST_TABLE_WITH_TREES = 64;
const FEW = 16;

/**
 * Indices of the keys, which are distinct and in the order in which they were put, in the order of a HashMap with default
 * capacity (java.util.HashMap, the same from Java 8 on): by bucket, in a bucket as they were put. Where more than eight
 * keys fall into one bucket of a table of 64 or more, Java makes a tree of them, which may come out in another order; this
 * does not follow it there. Such keys do not happen unless somebody looks for them.
 */
export function hashMapOrder(keys: readonly string[]): readonly number[] {
  if (keys.length === 1) return ONLY;
  const hashes = keys.map(hashOf);
  const mask = tableSize(hashes) - 1;
  // bucket and place in one number: sorted, those of a bucket stay as they were put
  const placed = hashes.map((hash, i) => (hash & mask) * keys.length + i);
  const sorted = keys.length > FEW ? placed.sort((a, b) => a - b) : insertionSort(placed);
  for (let i = 0; i < sorted.length; i++) sorted[i] = (sorted[i] ?? 0) % keys.length;
  return sorted;
}

const ONLY: readonly number[] = [0];

/** For a few items twice as fast as sort(): most objects have few keys, and each event has several objects. */
function insertionSort(items: number[]): number[] {
  for (let i = 1; i < items.length; i++) {
    const item = items[i] ?? 0;
    let at = i;
    for (; at > 0 && (items[at - 1] ?? 0) > item; at--) items[at] = items[at - 1] ?? 0;
    items[at] = item;
  }
  return items;
}

/** String.hashCode, its upper half mixed into the lower. */
function hashOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(31, hash) + key.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 16);
}

/** Doubled with the 13th, 25th, 49th … key, and by full buckets while it is small. */
function tableSize(hashes: readonly number[]): number {
  let size = FIRST_TABLE;
  while (hashes.length > size * 0.75) size *= 2;
  return hashes.length <= BUCKET_LIMIT || size > SMALLEST_TABLE_WITH_TREES
    ? size
    : Math.max(size, sizeByFullBuckets(hashes));
}

/** Puts the keys one by one, as far as a full bucket may double the table. */
function sizeByFullBuckets(hashes: readonly number[]): number {
  let size = FIRST_TABLE;
  let counts = new Map<number, number>();
  for (const [i, hash] of hashes.entries()) {
    const inBucket = (counts.get(hash & (size - 1)) ?? 0) + 1;
    counts.set(hash & (size - 1), inBucket);
    const isBucketFull = inBucket > BUCKET_LIMIT;
    if (!isBucketFull && i + 1 <= size * 0.75) continue;
    size *= 2;
    if (size === SMALLEST_TABLE_WITH_TREES) break;
    counts = countBuckets(hashes.slice(0, i + 1), size - 1);
  }
  return size;
}

function countBuckets(hashes: readonly number[], mask: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const hash of hashes) counts.set(hash & mask, (counts.get(hash & mask) ?? 0) + 1);
  return counts;
}
