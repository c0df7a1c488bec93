/** What is remembered of a source's queue: when it was last found empty, and what became of its messages. */
import type { QueueCounts, SourceStatusResponse } from '../../common/sources';
import type { StateDocument, StateStore } from '../indices/state_store';

export interface QueueState extends StateDocument {
  readonly kind: 'queue';
  /** ms since the epoch; null before the first time. */
  readonly emptied_at: number | null;
  readonly counts: QueueCounts;
}

export const NO_MESSAGES: QueueCounts = { done: 0, ignored: 0, foreign: 0, returned: 0, given_up: 0 };

export async function readQueueState(states: StateStore, sourceId: string): Promise<QueueState | undefined> {
  return (await states.get<QueueState>(queueStateId(sourceId)))?.value;
}

/** Adds what one run did to what all did; not where others are quicker each time: no run fails for it. */
export async function addToQueueState(
  states: StateStore,
  sourceId: string,
  counts: QueueCounts,
  emptiedAt: number | null,
): Promise<void> {
  await states.change<QueueState>(queueStateId(sourceId), (before) => ({
    kind: 'queue',
    source_id: sourceId,
    emptied_at: emptiedAt ?? before?.emptied_at ?? null,
    counts: addMessages(before?.counts ?? NO_MESSAGES, counts),
  }));
}

/** As the status shows it; before the first run nothing has happened. */
export function shownQueue(state: QueueState | undefined): SourceStatusResponse['queue'] {
  const emptiedAt = state?.emptied_at ?? null;
  return {
    emptied_at: emptiedAt === null ? null : new Date(emptiedAt).toISOString(),
    messages: state?.counts ?? NO_MESSAGES,
  };
}

export function addMessages(a: QueueCounts, b: QueueCounts): QueueCounts {
  return {
    done: a.done + b.done,
    ignored: a.ignored + b.ignored,
    foreign: a.foreign + b.foreign,
    returned: a.returned + b.returned,
    given_up: a.given_up + b.given_up,
  };
}

function queueStateId(sourceId: string): string {
  return `${sourceId}:queue`;
}
