/** Which of the objects that a message names are a source's to fetch. Pure. */
import type { Day } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import { logsRoot, placeOfKey } from '../cloudtrail/object_key';
import type { NotifiedObject } from './notification';

/** What of a source decides. */
export interface ListeningSource {
  readonly bucket: string;
  readonly prefix: string;
  /** The first UTC day to fetch. */
  readonly start: Day;
  /** Account ids and regions that are not looked at. */
  readonly excludeAccounts?: readonly string[];
  readonly excludeRegions?: readonly string[];
}

export interface WantedObject {
  readonly accountRegion: AccountRegion;
  readonly day: Day;
  readonly key: string;
  readonly size: number | undefined;
  /** When S3 got it (ms since the epoch); absent where nobody said. */
  readonly deliveredAt?: number;
}

export interface SortedObjects {
  /** What a listing of the source would find. */
  readonly wanted: readonly WantedObject[];
  /** Some lie in another bucket, or beside the source's logs: they may be somebody else's to fetch. */
  readonly hasForeign: boolean;
}

/**
 * The rest is neither: digests, Insights, other services' logs below `AWSLogs/`, days before the start, and what the
 * source leaves out.
 */
export function sortObjects(objects: readonly NotifiedObject[], source: ListeningSource): SortedObjects {
  const isOurs = ({ bucket, key }: NotifiedObject) =>
    bucket === source.bucket && key.startsWith(logsRoot(source.prefix));
  return {
    wanted: objects.filter(isOurs).flatMap(({ key, size, deliveredAt }) => {
      const place = placeOfKey(key, source.prefix);
      return place !== undefined && isWanted(place, source) ? [{ ...place, key, size, deliveredAt }] : [];
    }),
    hasForeign: !objects.every(isOurs),
  };
}

function isWanted(
  { accountRegion, day }: Pick<WantedObject, 'accountRegion' | 'day'>,
  { start, excludeAccounts = [], excludeRegions = [] }: ListeningSource,
): boolean {
  const { accountId, region } = accountRegion;
  return day >= start && !excludeAccounts.includes(accountId) && !excludeRegions.includes(region);
}
