/** What the fetcher remembers of each account × region of a source, and of each of its days. */
import { createHash } from 'node:crypto';
import type { FetchCounts } from '../../common/sources';
import type { Day } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import type { AwsErrorCode } from '../errors';
import type { StateDocument } from '../indices/state_store';

const ID_BYTES = 12;

export interface Lease {
  /** One run of one slice on one Kibana node. */
  readonly owner: string;
  /** ms since the epoch */
  readonly until: number;
}

/** Objects that AWS would not give us: the days that hold them, and when to ask again. */
export interface OpenObjects {
  readonly days: readonly Day[];
  readonly tries: number;
  /** ms since the epoch */
  readonly retry_at: number;
  /** What AWS said last. */
  readonly code: AwsErrorCode;
  readonly message: string;
}

/** An object in which a run's time ran out: its records before `offset` (in the uncompressed file) are acknowledged. */
export interface UnfinishedObject {
  readonly key: string;
  readonly offset: number;
}

/** Times are ms since the epoch; null where it has not happened yet. */
export interface AccountRegionState extends StateDocument {
  readonly kind: 'account_region';
  readonly account_id: string;
  readonly region: string;
  readonly account_prefix: string;
  readonly lease: Lease | null;
  /** Today, and yesterday while it may still grow, were looked at. */
  readonly polled_at: number | null;
  /** Both were listed whole, not only from the newest key on. */
  readonly whole_at: number | null;
  /** The days before yesterday, down to the sweep depth, were listed whole. */
  readonly swept_at: number | null;
  /** Digest files were counted up to `digest_cursor`. */
  readonly digests_at: number | null;
  readonly digest_cursor: string | null;
  /** Back-fill has read every day from this one on; null before it has begun. */
  readonly backfill_before: Day | null;
  /** Back-fill has reached the start day. */
  readonly complete: boolean;
  readonly open: OpenObjects | null;
  /** At most one, since objects are read one after the other; absent in states of before. */
  readonly unfinished?: UnfinishedObject | null;
  readonly counts: FetchCounts;
}

export interface DayState extends StateDocument {
  readonly kind: 'day';
  readonly account_region_id: string;
  readonly day: Day;
  /** Hashes of the keys that are done, joined. */
  readonly keys: string;
  /** The newest stamp (ms) among them. */
  readonly newest: number | null;
}

/** What is remembered of the source as a whole. */
export interface DiscoveryState extends StateDocument {
  readonly kind: 'discovery';
  readonly discovered_at: number;
}

export const NO_COUNTS: FetchCounts = { objects: 0, events: 0, known: 0, failed: 0, skipped: 0, bytes: 0 };

export function addCounts(a: FetchCounts, b: FetchCounts): FetchCounts {
  return {
    objects: a.objects + b.objects,
    events: a.events + b.events,
    known: a.known + b.known,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    ...someExpired((a.expired ?? 0) + (b.expired ?? 0)),
    bytes: a.bytes + b.bytes,
  };
}

function someExpired(expired: number): Pick<FetchCounts, 'expired'> {
  return expired === 0 ? {} : { expired };
}

/** How many more `after` has than `before`. */
export function countsSince(before: FetchCounts, after: FetchCounts): FetchCounts {
  return addCounts(after, {
    objects: -before.objects,
    events: -before.events,
    known: -before.known,
    failed: -before.failed,
    skipped: -before.skipped,
    ...someExpired(-(before.expired ?? 0)),
    bytes: -before.bytes,
  });
}

/** The prefix tells two trails on one bucket apart, the source id two sources. */
export function accountRegionId(sourceId: string, { accountPrefix, region }: AccountRegion): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([accountPrefix, region]))
    .digest();
  return `${sourceId}:${hash.subarray(0, ID_BYTES).toString('base64url')}`;
}

export function dayStateId(accountRegion: string, day: Day): string {
  return `${accountRegion}:${day}`;
}

export function discoveryId(sourceId: string): string {
  return `${sourceId}:discovery`;
}

export function newAccountRegionState(
  sourceId: string,
  { accountId, region, accountPrefix }: AccountRegion,
): AccountRegionState {
  return {
    kind: 'account_region',
    source_id: sourceId,
    account_id: accountId,
    region,
    account_prefix: accountPrefix,
    lease: null,
    polled_at: null,
    whole_at: null,
    swept_at: null,
    digests_at: null,
    digest_cursor: null,
    backfill_before: null,
    complete: false,
    open: null,
    counts: NO_COUNTS,
  };
}

/** The account × region that a state document is about. */
export function accountRegionOf(state: AccountRegionState): AccountRegion {
  return { accountId: state.account_id, region: state.region, accountPrefix: state.account_prefix };
}
