/** The port through which the fetcher sees a bucket. */
import type { Readable } from 'node:stream';

export interface StoredObject {
  readonly key: string;
  /** Bytes as stored (compressed). */
  readonly size: number;
  /** As S3 says it: STANDARD, GLACIER, DEEP_ARCHIVE …; STANDARD where S3 is silent. */
  readonly storageClass: string;
}

export interface ListPage {
  readonly objects: readonly StoredObject[];
  /** With a delimiter: the "folders" just below the prefix, each ending in `/`. */
  readonly prefixes: readonly string[];
}

export interface ListOptions {
  readonly prefix: string;
  /** Keys up to and including this one are left out. S3 lists in UTF-8 byte order. */
  readonly startAfter?: string;
  readonly delimiter?: '/';
  readonly signal: AbortSignal;
}

/** One bucket, seen with one source's credentials. Every failure is an AwsError. */
export interface ObjectStore {
  /** Pages of at most 1,000 keys, in key order. One request a page. */
  list(options: ListOptions): AsyncIterable<ListPage>;
  /** The object's bytes as stored. A fault while reading destroys the stream with an AwsError. */
  open(key: string, signal: AbortSignal): Promise<Readable>;
  /** Lets go of sockets and timers. */
  close(): void;
}
