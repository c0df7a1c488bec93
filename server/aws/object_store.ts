/** The port through which the fetcher sees a bucket. */
import type { Readable } from 'node:stream';

export interface StoredObject {
  readonly key: string;
  /** Bytes as stored (compressed). */
  readonly size: number;
  /** As S3 says it: STANDARD, GLACIER, DEEP_ARCHIVE …; STANDARD where S3 is silent, and while a restored copy can be read. */
  readonly storageClass: string;
  /** When S3 got it (ms since the epoch); absent where it does not say. */
  readonly lastModified?: number;
}

export interface ListPage {
  readonly objects: readonly StoredObject[];
  /** With a delimiter: the "folders" just below the prefix, each ending in `/`. */
  readonly prefixes: readonly string[];
  /** False where another page follows. */
  readonly isLast: boolean;
}

export interface ListOptions {
  readonly prefix: string;
  /** Keys up to and including this one are left out. S3 lists in UTF-8 byte order. */
  readonly startAfter?: string;
  readonly delimiter?: '/';
  readonly signal: AbortSignal;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** Whether the object must be restored before it can be read. */
export function isArchived({ storageClass }: Pick<StoredObject, 'storageClass'>): boolean {
  return ARCHIVED.has(storageClass);
}

/** What the requests of one store have met so far: for a run's result and for diagnostics. */
export interface StoreReport {
  /** HTTP requests of S3, the repeated ones too. */
  readonly requests: number;
  /** Those that S3 answered by asking for fewer. */
  readonly throttled: number;
  /** Those that were sent again for another fault. */
  readonly repeated: number;
  /** The region that S3 says the bucket is in, or where it was looked for first. */
  readonly region: string;
  /** By how much this machine's clock is ahead of AWS's, in milliseconds and good to a second; undefined before the first answer. */
  readonly clockAheadMs: number | undefined;
}

/** One bucket, seen with one source's credentials. Every failure is an AwsError. */
export interface ObjectStore {
  /** Pages of at most 1,000 keys, in key order. One request a page. */
  list(options: ListOptions): AsyncIterable<ListPage>;
  /** The object's bytes as stored. A fault while reading destroys the stream with an AwsError. */
  open(key: string, signal: AbortSignal): Promise<Readable>;
  /** The KMS key with which an object is encrypted; undefined without one, and where S3 does not tell. Throws only when aborted. */
  kmsKeyOf?(key: string, signal: AbortSignal): Promise<string | undefined>;
  /** Absent for a store that counts nothing. */
  report?(): StoreReport;
  /** Lets go of sockets and timers. */
  close(): void;
}

export type ReportingObjectStore = Required<ObjectStore>;
