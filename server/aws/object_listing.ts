/** S3's answers to ListObjectsV2, read: what is listed, and how to go on. Pure. */
import type { ListObjectsV2CommandOutput, RestoreStatus } from '@aws-sdk/client-s3';
import type { ListPage } from './object_store';

export interface Listing extends ListPage {
  /** The continuation token of the next page; undefined after the last. */
  readonly next: string | undefined;
}

/** In words why an answer can't be trusted to be the listing; the bucket must not seem empty because of it. */
export interface UntrustedListing {
  readonly untrusted: string;
}

/** `token`: the continuation token that was sent. */
export function readListing(
  answer: ListObjectsV2CommandOutput,
  token: string | undefined,
): Listing | UntrustedListing {
  const { IsTruncated, NextContinuationToken } = answer;
  // S3 always says it; a login page or a cut answer does not
  if (IsTruncated === undefined) return { untrusted: 'the answer is no listing' };
  const next = IsTruncated ? NextContinuationToken : undefined;
  if (IsTruncated && (next === undefined || next === token)) {
    return { untrusted: 'it says that more follows, but not how to get it' };
  }
  return { ...pageOf(answer), isLast: next === undefined, next };
}

function pageOf({
  Contents,
  CommonPrefixes,
  EncodingType,
}: ListObjectsV2CommandOutput): Omit<ListPage, 'isLast'> {
  const decode = EncodingType === 'url' ? decodeKey : (key: string) => key;
  return {
    objects: (Contents ?? []).map(
      ({ Key = '', Size = 0, StorageClass = 'STANDARD', RestoreStatus: restore, LastModified }) => ({
        key: decode(Key),
        size: Size,
        storageClass: isRestored(restore) ? 'STANDARD' : StorageClass,
        ...(LastModified === undefined ? {} : { lastModified: LastModified.getTime() }),
      }),
    ),
    prefixes: (CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix)),
  };
}

/** A copy that can be read lies beside the archived object until the day that S3 names. */
function isRestored(status: RestoreStatus | undefined): boolean {
  return status?.RestoreExpiryDate !== undefined && status.IsRestoreInProgress !== true;
}

/** S3 writes spaces as `+`, as HTML forms do. What can't be decoded was not encoded. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
