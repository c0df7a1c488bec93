/** What the fetcher remembers of each account × region of a source, and of each of its days. */
import { createHash } from 'node:crypto';
import type { LogKind } from '../../common/log_kinds';
import type { FetchCounts } from '../../common/sources';
import type { Day } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import type { AwsErrorCode } from '../errors';
import type { RegionHealth } from '../health/region_health';
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

/** Days that are being listed whole, a page at a poll. */
export interface Round {
  /** ms since the epoch */
  readonly started_at: number;
  /** Those not listed to their end yet, in order. */
  readonly days: readonly Day[];
  /** The first of them was listed up to this key; null for none of it. */
  readonly after: string | null;
}

/** How far back the days before the first poll were read. */
export interface RegionBackfill {
  /** The day of the first poll: what lies before it is history. */
  readonly until: Day;
  /** Each day from this one on was read, as far as it is wanted. */
  readonly read_from: Day;
  /** The last day of history, as the source had it when days were counted; null without one. */
  readonly end: Day | null;
  /** Days after this one were not wanted once, and may be unread though later and earlier ones are; null for none. */
  readonly gap_after: Day | null;
  /** Of the days from this one on it is known whether they have objects. */
  readonly known_from: Day;
  /** The newest day with objects that was not read; null where none is known. */
  readonly next: Day | null;
  /** Days with objects, read ones included. */
  readonly days_known: number;
  readonly days_done: number;
  readonly counts: FetchCounts;
}

/** Times are ms since the epoch; null where it has not happened yet. */
export interface AccountRegionState extends StateDocument {
  readonly kind: 'account_region';
  readonly account_id: string;
  readonly region: string;
  readonly account_prefix: string;
  /** Absent for `CloudTrail`. */
  readonly log_kind?: LogKind;
  readonly lease: Lease | null;
  /** The newest keys were looked at. */
  readonly polled_at: number | null;
  /** The first poll, or the last one that found something: what is quiet for long is polled less often. */
  readonly active_at: number | null;
  /** A listing of this day's newest keys may begin after this one: behind it are few that are known. */
  readonly recent: { readonly day: Day; readonly after: string } | null;
  /** When the last whole listing of today and yesterday began, and how far the present one is. */
  readonly whole_at: number | null;
  readonly hourly: Round | null;
  /** The same for the days before them, down to the sweep depth, and the digest files. */
  readonly swept_at: number | null;
  readonly daily: Round | null;
  /** It was not polled for more than a day: the days between are to be listed at once. */
  readonly is_behind: boolean;
  /** The last poll took a page of a round, so that it is yesterday's turn. */
  readonly took_round: boolean;
  /** The last digest file counted. */
  readonly digest_cursor: string | null;
  /** Null before the first poll. */
  readonly backfill: RegionBackfill | null;
  readonly open: OpenObjects | null;
  readonly unfinished: UnfinishedObject | null;
  readonly counts: FetchCounts;
  /** Objects that were listed and are not taken in yet, by day; absent days have none. Absent before any. */
  readonly waiting?: Readonly<Record<Day, number>>;
  /** Absent before anything was taken in, and in what a run loads of all. */
  readonly health?: RegionHealth;
}

export interface DayState extends StateDocument {
  readonly kind: 'day';
  readonly account_region_id: string;
  readonly day: Day;
  /** Hashes of the keys that are done, joined. */
  readonly keys: string;
  readonly key_count: number;
  /** The newest stamp (ms) among them. */
  readonly newest: number | null;
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

/** The prefix tells two trails on one bucket apart, the source id two sources. Ids are older than kinds. */
export function accountRegionId(sourceId: string, { accountPrefix, region, kind }: AccountRegion): string {
  const place = kind === 'CloudTrail' ? [accountPrefix, region] : [accountPrefix, region, kind];
  const hash = createHash('sha256').update(JSON.stringify(place)).digest();
  return `${sourceId}:${hash.subarray(0, ID_BYTES).toString('base64url')}`;
}

export function dayStateId(accountRegion: string, day: Day): string {
  return `${accountRegion}:${day}`;
}

export function newAccountRegionState(
  sourceId: string,
  { accountId, region, accountPrefix, kind }: AccountRegion,
): AccountRegionState {
  return {
    kind: 'account_region',
    source_id: sourceId,
    account_id: accountId,
    region,
    account_prefix: accountPrefix,
    ...(kind === 'CloudTrail' ? {} : { log_kind: kind }),
    lease: null,
    polled_at: null,
    active_at: null,
    recent: null,
    whole_at: null,
    hourly: null,
    swept_at: null,
    daily: null,
    is_behind: false,
    took_round: false,
    digest_cursor: null,
    backfill: null,
    open: null,
    unfinished: null,
    counts: NO_COUNTS,
  };
}

/** The account × region that a state document is about. */
export function accountRegionOf(state: AccountRegionState): AccountRegion {
  const {
    account_id: accountId,
    region,
    account_prefix: accountPrefix,
    log_kind: kind = 'CloudTrail',
  } = state;
  return { accountId, region, accountPrefix, kind };
}
