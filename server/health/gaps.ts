/** Which account × regions of a source, or the whole of it, have fallen silent. Pure. */
import type { LogKind } from '../../common/log_kinds';
import type { SourceProblem } from '../../common/sources';
import { MAX_ATTEMPTS } from '../../common/sources';
import { unionOf } from './active_hours';
import type { RegionHealth } from './region_health';
import { usualSilence } from './usual_silence';

/** An account × region as it was last looked at. Times are ms since the epoch. */
export interface WatchedPlace {
  readonly accountId: string;
  readonly region: string;
  /** Tells two trails on one bucket apart. */
  readonly prefix: string;
  readonly kind: LogKind;
  readonly newestEvent: RegionHealth['newest_event'];
  readonly active: RegionHealth['active'];
  /** All that was there then was taken in, or refused; null before the first time. */
  readonly lookedAt: number | null;
  /** What AWS says of files that it will not give. */
  readonly refusal: string | undefined;
}

export interface WatchedSource {
  /** ms since the epoch */
  readonly createdAt: number;
  readonly problem: Pick<SourceProblem, 'message' | 'attempts'> | null;
}

/** `silent`: all was looked at, and nothing came. `not_fetched`: files could not be looked at, for the reason in `message`. */
export type GapReason = 'silent' | 'not_fetched';

export interface Gap {
  /** Undefined where the gap is the whole source's. */
  readonly place: Pick<WatchedPlace, 'accountId' | 'region' | 'prefix' | 'kind'> | undefined;
  /** For a whole source: its one account; undefined where it has several. */
  readonly accountId: string | undefined;
  /** The last event (ms since the epoch); where there never was one, when the source was made. */
  readonly since: number;
  readonly reason: GapReason;
  /** The longest silence that is usual there, in ms; undefined where nobody knows yet. */
  readonly usualMs: number | undefined;
  /** What keeps files from being read. */
  readonly message: string | undefined;
}

export interface SourceGaps {
  /** Nothing comes from anywhere. */
  readonly whole: Gap | undefined;
  readonly places: readonly Gap[];
}

/** For a source that nobody knows the rhythm of. */
const UNKNOWN_LIMIT_MS = 24 * 60 * 60 * 1000;

/**
 * A place is judged by its own rhythm, and not at all until it has one; the source as a whole by that of all its places
 * together. Silence begins to count when the source was made, and ends when was last looked: where nobody looked, nothing
 * is known. A source that has stopped is a gap at once. Insights tell of what is unusual: that none come is none.
 */
export function findGaps(source: WatchedSource, places: readonly WatchedPlace[]): SourceGaps {
  const watched = places.filter(({ kind }) => kind !== 'CloudTrail-Insight');
  const gaps = watched.flatMap((place) => gapOf(place, source) ?? []);
  return { whole: gapOfAll(source, watched), places: gaps };
}

function gapOf(place: WatchedPlace, source: WatchedSource): Gap | undefined {
  const usual = place.active === null ? undefined : usualSilence(place.active);
  const { accountId, region, prefix, kind, newestEvent, lookedAt, refusal } = place;
  if (usual === undefined || !isSilent(newestEvent, lookedAt, usual.limitMs, source)) return undefined;
  return {
    place: { accountId, region, prefix, kind },
    accountId,
    since: newestEvent ?? source.createdAt,
    reason: refusal === undefined ? 'silent' : 'not_fetched',
    usualMs: usual.usualMs,
    message: refusal,
  };
}

function gapOfAll(source: WatchedSource, places: readonly WatchedPlace[]): Gap | undefined {
  const { problem, createdAt } = source;
  const active = unionOf(places.map((place) => place.active));
  const usual = active === null ? undefined : usualSilence(active);
  const newest = places.reduce<number | null>((last, place) => later(last, place.newestEvent), null);
  const accounts = [...new Set(places.map(({ accountId }) => accountId))];
  const gap = {
    place: undefined,
    accountId: accounts.length === 1 ? accounts[0] : undefined,
    since: newest ?? createdAt,
    usualMs: usual?.usualMs,
  };
  if (problem !== null && problem.attempts >= MAX_ATTEMPTS)
    return { ...gap, reason: 'not_fetched', message: problem.message };
  // the gap of an only place says more
  if (places.length === 0 || (places.length === 1 && usual !== undefined)) return undefined;
  const lookedAt = places.map((place) => place.lookedAt).reduce(earlier);
  const limitMs = usual?.limitMs ?? UNKNOWN_LIMIT_MS;
  if (!isSilent(newest, lookedAt, limitMs, source)) return undefined;
  const refusal = places.map((place) => place.refusal).find((message) => message !== undefined);
  return { ...gap, reason: refusal === undefined ? 'silent' : 'not_fetched', message: refusal };
}

function isSilent(
  newestEvent: number | null,
  lookedAt: number | null,
  limitMs: number,
  { createdAt }: WatchedSource,
): boolean {
  return lookedAt !== null && lookedAt - Math.max(newestEvent ?? 0, createdAt) > limitMs;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}

/** Null where one was never looked at. */
function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.min(a, b);
}
