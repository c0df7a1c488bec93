/** Digest files are not read: they are counted as skipped, from the last one counted on. */
import type { ObjectStore } from '../aws/object_store';
import type { Day } from '../cloudtrail/day';
import { digestPrefix } from '../cloudtrail/object_key';
import { accountRegionOf, addCounts, NO_COUNTS } from './account_region_state';
import type { LeasedAccountRegion } from './lease';

/** Counts one page, at first from the start day on. True when more pages follow. Throws AwsError, SourceError `state_conflict`. */
export async function countDigestPage(
  store: ObjectStore,
  signal: AbortSignal,
  leased: LeasedAccountRegion,
  start: Day,
): Promise<boolean> {
  const { state } = leased;
  const accountRegion = accountRegionOf(state);
  // those of all kinds lie together, and are counted once
  if (accountRegion.kind !== 'CloudTrail') return false;
  const prefix = digestPrefix(accountRegion);
  const startAfter = state.digest_cursor ?? `${prefix}${start.replaceAll('-', '/')}/`;
  for await (const { objects, isLast } of store.list({ prefix, startAfter, signal })) {
    const counts = addCounts(state.counts, { ...NO_COUNTS, skipped: objects.length });
    const last = objects.at(-1);
    if (last !== undefined) await leased.update({ digest_cursor: last.key, counts });
    return !isLast;
  }
  return false;
}
