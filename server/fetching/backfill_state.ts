/** Whether a source's back-fill is at work, and how fast it is. */
import { SourceError } from '../errors';
import type { StateDocument, StateStore } from '../indices/state_store';

/** Days that a run read. Times are ms since the epoch. */
export interface BackfillRun {
  readonly from: number;
  readonly to: number;
  readonly days: number;
}

export interface BackfillState extends StateDocument {
  readonly kind: 'backfill';
  readonly state: 'running' | 'paused' | 'cancelled';
  /** The last runs that read days, in order. */
  readonly runs: readonly BackfillRun[];
}

const KEPT_RUNS = 10;

/** `running` where nobody has said anything else. */
export async function readBackfill(states: StateStore, sourceId: string): Promise<BackfillState> {
  return (await states.get<BackfillState>(backfillId(sourceId)))?.value ?? newState(sourceId);
}

/** Old runs say nothing about the speed after a rest. Throws SourceError `state_conflict`, ElasticsearchError. */
export async function setBackfill(
  states: StateStore,
  sourceId: string,
  state: BackfillState['state'],
): Promise<void> {
  await states.prepare();
  const isSet = await change(states, sourceId, (before) => ({ ...before, state, runs: [] }));
  if (isSet) return;
  throw new SourceError('state_conflict', 'The back-fill is being changed by others; try again.');
}

/** Not where others are quicker each time: no run fails for it. */
export async function addBackfillRun(states: StateStore, sourceId: string, run: BackfillRun): Promise<void> {
  await change(states, sourceId, (before) => ({ ...before, runs: [...before.runs, run].slice(-KEPT_RUNS) }));
}

/** How long the rest will take (ms) if it goes on as in the last runs; null where that can't be told. */
export function timeLeft(runs: readonly BackfillRun[], daysLeft: number): number | null {
  const days = runs.reduce((sum, run) => sum + run.days, 0);
  if (days === 0) return null;
  const from = Math.min(...runs.map((run) => run.from));
  const to = Math.max(...runs.map((run) => run.to));
  return Math.round(((to - from) / days) * daysLeft);
}

async function change(
  states: StateStore,
  sourceId: string,
  next: (before: BackfillState) => BackfillState,
): Promise<boolean> {
  return states.change<BackfillState>(backfillId(sourceId), (before) => next(before ?? newState(sourceId)));
}

function newState(sourceId: string): BackfillState {
  return { kind: 'backfill', source_id: sourceId, state: 'running', runs: [] };
}

function backfillId(sourceId: string): string {
  return `${sourceId}:backfill`;
}
