/** Which of the objects that a message names are a source's to fetch. Pure. */
import type { Day } from '../cloudtrail/day';
import type { AccountRegion } from '../cloudtrail/object_key';
import { logsRoot, placeOfKey } from '../cloudtrail/object_key';
import { isIncluded } from '../fetching/discover';
import type { FetchedSource } from '../fetching/fetch_parts';
import type { WantedDays } from '../fetching/wanted_days';
import { isWanted } from '../fetching/wanted_days';
import type { NotifiedObject } from './notification';

/** What of a source decides. */
export type ListeningSource = WantedDays &
  Pick<FetchedSource, 'bucket' | 'prefix' | 'excludeAccounts' | 'excludeRegions'>;

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
 * The rest is neither: digests, aggregated events, other services' logs below `AWSLogs/`, days of history that are not
 * wanted, and what the source leaves out.
 */
export function sortObjects(objects: readonly NotifiedObject[], source: ListeningSource): SortedObjects {
  const isOurs = ({ bucket, key }: NotifiedObject) =>
    bucket === source.bucket && key.startsWith(logsRoot(source.prefix));
  return {
    wanted: objects.filter(isOurs).flatMap(({ key, size, deliveredAt }) => {
      const place = placeOfKey(key, source.prefix);
      if (place === undefined || !isIncluded(place.accountRegion, source)) return [];
      return isWanted(place.day, source) ? [{ ...place, key, size, deliveredAt }] : [];
    }),
    hasForeign: !objects.every(isOurs),
  };
}
