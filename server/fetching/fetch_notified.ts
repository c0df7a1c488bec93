/** Empties a source's queue: fetches the objects that its messages name, and notes them where listings look. */
import type { MessageQueue } from '../aws/message_queue';
import type { Day } from '../cloudtrail/day';
import { stampOfKey } from '../cloudtrail/object_key';
import type { AwsError } from '../errors';
import type { WantedObject } from '../notifications/sort_objects';
import type { OpenObjects } from './account_region_state';
import { accountRegionId, newAccountRegionState } from './account_region_state';
import { DayKeys } from './day_keys';
import type { StepResult } from './fetch_account_region';
import type { FetchParts } from './fetch_parts';
import { groupBy } from './group_by';
import type { LeasedAccountRegion } from './lease';
import { MessageBatch } from './message_batch';
import type { FoundObject } from './object_taker';
import { ObjectTaker } from './object_taker';
import { addMessages, addToQueueState, NO_MESSAGES } from './queue_state';

/** Of a run's time; the rest is for listings, which must go on beside a queue that never gets empty. */
const SHARE_OF_TIME = 2 / 3;
const FIRST_RETRY_MS = 60_000;

/** Does work while the lease of an account × region is held. */
export type WithLease = (
  id: string,
  work: (leased: LeasedAccountRegion) => Promise<StepResult | undefined>,
) => Promise<'done' | 'held' | 'failed'>;

/**
 * A message is deleted only when each of its objects is done. True when the queue was found empty. Throws AwsError for
 * what concerns the queue or more than one object, ElasticsearchError.
 */
export async function fetchNotified(
  parts: FetchParts,
  queue: MessageQueue,
  withLease: WithLease,
): Promise<boolean> {
  const { source, state, now } = parts;
  const timed = { ...parts, deadline: now() + (parts.deadline - now()) * SHARE_OF_TIME };
  let counts = NO_MESSAGES;
  let isEmpty = false;
  try {
    while (!isEmpty && now() < timed.deadline) {
      const batch = new MessageBatch(queue, source);
      isEmpty = await takeBatch(timed, batch, withLease);
      counts = addMessages(counts, await batch.settle());
    }
  } finally {
    await addToQueueState(state, source.id, counts, isEmpty ? now() : null);
  }
  return isEmpty;
}

/** True when the queue was found empty. */
async function takeBatch(parts: FetchParts, batch: MessageBatch, withLease: WithLease): Promise<boolean> {
  const { source, signal, now, deadline } = parts;
  try {
    const isEmpty = await batch.receive(signal, () => now() >= deadline);
    for (const [id, objects] of byPlace(source.id, batch.wanted)) {
      await makeSureOf(parts, id, objects);
      const outcome = await withLease(id, (leased) => takeWanted(parts, leased, objects, batch));
      if (outcome === 'done') continue;
      for (const { key } of objects) batch.note(key, outcome === 'held' ? 'held' : 'refused');
    }
    return isEmpty;
  } catch (error) {
    // what is done is done; the rest comes back at once
    await batch.settle().catch(() => undefined);
    throw error;
  }
}

async function takeWanted(
  parts: FetchParts,
  leased: LeasedAccountRegion,
  objects: readonly WantedObject[],
  batch: MessageBatch,
): Promise<StepResult> {
  let refusal: AwsError | undefined;
  const refusedDays: Day[] = [];
  for (const [day, ofDay] of groupBy(objects, (object) => object.day)) {
    const keys = await DayKeys.open(parts.state, leased, day);
    for (const { key } of ofDay) if (keys.has(key)) batch.note(key, 'done');
    const taker = new ObjectTaker(parts, leased, async (done) => {
      await keys.add(done);
      for (const key of done.keys) batch.note(key, 'done');
    });
    const unknown = ofDay.filter(({ key }) => !keys.has(key)).map(toFoundObject);
    let isFinished: boolean;
    try {
      isFinished = await taker.take(unknown);
    } finally {
      await taker.finish();
    }
    if (!isFinished) break;
    if (taker.refusal === undefined) continue;
    refusal = taker.refusal;
    refusedDays.push(day);
    for (const { key } of ofDay) batch.note(key, 'refused');
  }
  const { open } = leased.state;
  return {
    refusal,
    change: refusal === undefined ? {} : { open: withDays(open, refusedDays, refusal, parts.now()) },
  };
}

/** An account × region may be heard of here before it is found by listing. */
async function makeSureOf(
  { state, source }: FetchParts,
  id: string,
  [first]: readonly WantedObject[],
): Promise<void> {
  if (first === undefined || (await state.get(id)) !== undefined) return;
  await state.put(id, newAccountRegionState(source.id, first.accountRegion), undefined);
}

/**
 * Its class is not said; S3 refuses to give what is archived, which is then a failure as with listings. CloudTrail's own
 * messages say no time either: the stamp in the key is good to a minute.
 */
function toFoundObject({ key, size, deliveredAt }: WantedObject): FoundObject {
  return { key, size, storageClass: 'STANDARD', lastModified: deliveredAt ?? stampOfKey(key) };
}

/** Listings ask for these days again, also when the message is gone: a queue's own redrive policy may take it away. */
function withDays(
  open: OpenObjects | null,
  days: readonly Day[],
  { code, message }: AwsError,
  now: number,
): OpenObjects {
  const all = [...new Set([...(open?.days ?? []), ...days])].sort().reverse();
  const schedule = open ?? { tries: 1, retry_at: now + FIRST_RETRY_MS };
  return { ...schedule, days: all, code, message };
}

function byPlace(
  sourceId: string,
  objects: readonly WantedObject[],
): ReadonlyMap<string, readonly WantedObject[]> {
  return groupBy(objects, ({ accountRegion }) => accountRegionId(sourceId, accountRegion));
}
