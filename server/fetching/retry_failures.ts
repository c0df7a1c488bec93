/** Tries failures again that somebody asked for: their objects are read whole, and what is in already is known. */
import { placeOfKey } from '../cloudtrail/object_key';
import type { FailedAgain, Failure, FailuresStore, MarkedFailure } from '../indices/failures_store';
import { failureId } from '../indices/failures_store';
import { accountRegionId, NO_COUNTS } from './account_region_state';
import type { StepResult } from './fetch_account_region';
import type { WithLease } from './fetch_notified';
import type { FetchedSource, FetchParts } from './fetch_parts';
import { groupBy } from './group_by';
import type { LeasedAccountRegion } from './lease';
import { ObjectTaker } from './object_taker';

const AT_ONCE = 500;

/**
 * A failure goes when its object is done without it; else it gets its new reason and time. What was not come to, or is in
 * an account × region that another run holds, stays marked for the next run. True when nothing is left for this one.
 */
export async function retryFailures(parts: FetchParts, withLease: WithLease): Promise<boolean> {
  const { failures, source, now, deadline } = parts;
  let last: MarkedFailure | undefined;
  do {
    if (now() >= deadline) return false;
    const marked: readonly MarkedFailure[] = await failures.marked(AT_ONCE, last);
    for (const [id, some] of groupBy(marked, ({ key }) => accountRegionOfKey(source, key))) {
      if (id === undefined) await failures.failAgain(some.map(outOfReach));
      else await withLease(id, (leased) => retryHeld(parts, leased, some));
    }
    last = marked.length === AT_ONCE ? marked.at(-1) : undefined;
  } while (last !== undefined);
  return true;
}

async function retryHeld(
  parts: FetchParts,
  leased: LeasedAccountRegion,
  marked: readonly MarkedFailure[],
): Promise<StepResult> {
  const tried = new TriedFailures(parts.failures, parts.source.id, marked);
  const taker = new ObjectTaker({ ...parts, failures: tried }, leased, async ({ keys }) => {
    const resolved = await tried.resolve(keys);
    // what was counted as failed is now counted as what it is
    const correction = { ...NO_COUNTS, failed: -resolved.failures, objects: -resolved.readAgain };
    return { correction };
  });
  // neither size nor class is known; S3 refuses to give what is still archived
  const objects = tried.keys.map((key) => ({ key, size: undefined, storageClass: 'STANDARD' }));
  let isFinished: boolean;
  try {
    isFinished = await taker.take(objects);
  } finally {
    await taker.finish();
  }
  if (isFinished && taker.refusal !== undefined) await tried.refuseRest(taker.refusal);
  // a refusal is told with the failure: whoever asked looks there
  return { refusal: undefined, change: {} };
}

/** Stands before the store while failures are tried again: tells the old ones from the new. */
class TriedFailures implements Pick<FailuresStore, 'write'> {
  private readonly byKey: ReadonlyMap<string, readonly MarkedFailure[]>;
  private readonly failedAgain = new Set<string>();
  private readonly doneKeys = new Set<string>();
  /** Something is wrong with these objects as a whole. */
  private readonly unreadKeys = new Set<string>();

  constructor(
    private readonly store: FailuresStore,
    private readonly sourceId: string,
    marked: readonly MarkedFailure[],
  ) {
    this.byKey = groupBy(marked, ({ key }) => key);
  }

  get keys(): readonly string[] {
    return [...this.byKey.keys()];
  }

  async write(failures: readonly Failure[]): Promise<number> {
    const isNew = (failure: Failure) => this.triedBy(failure).length === 0;
    for (const { key, offset } of failures) if (offset === undefined) this.unreadKeys.add(key);
    await this.failAgain(
      failures.flatMap((failure) => this.triedBy(failure).map(({ id }) => ({ ...failure, id }))),
    );
    return this.store.write(failures.filter(isNew));
  }

  /** To be called with objects that are done. `readAgain`: objects that had been read to their end before, too. */
  async resolve(keys: readonly string[]): Promise<{ readonly failures: number; readonly readAgain: number }> {
    for (const key of keys) this.doneKeys.add(key);
    const resolved = keys.flatMap((key) => this.markedOf(key)).filter(({ id }) => !this.failedAgain.has(id));
    const wasRead = (key: string) => this.markedOf(key).every(({ offset }) => offset !== undefined);
    return {
      failures: await this.store.resolve(resolved.map(({ id }) => id)),
      readAgain: keys.filter((key) => wasRead(key) && !this.unreadKeys.has(key)).length,
    };
  }

  /** AWS would not give the objects that are not done. */
  async refuseRest({ code, message }: { readonly code: string; readonly message: string }): Promise<void> {
    const rest = [...this.byKey].filter(([key]) => !this.doneKeys.has(key)).flatMap(([, marked]) => marked);
    await this.failAgain(rest.map(({ id }) => ({ id, reason: code, message })));
  }

  /** What is wrong with the whole object keeps also each of its records from being tried. */
  private triedBy({ key, offset }: Failure): readonly MarkedFailure[] {
    const id = failureId(this.sourceId, { key, offset });
    return this.markedOf(key).filter((marked) => offset === undefined || marked.id === id);
  }

  private async failAgain(failures: readonly FailedAgain[]): Promise<void> {
    for (const { id } of failures) this.failedAgain.add(id);
    await this.store.failAgain(failures);
  }

  private markedOf(key: string): readonly MarkedFailure[] {
    return this.byKey.get(key) ?? [];
  }
}

/** Undefined where the source's prefix has been changed since. */
function accountRegionOfKey({ id, prefix }: FetchedSource, key: string): string | undefined {
  const place = placeOfKey(key, prefix);
  return place && accountRegionId(id, place.accountRegion);
}

function outOfReach({ id }: MarkedFailure): FailedAgain {
  return {
    id,
    reason: 'not_cloudtrail',
    message: "The object does not lie below the source's prefix any more.",
  };
}
