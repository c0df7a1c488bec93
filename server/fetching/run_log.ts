/** The last runs of a source, so that somebody can see what it is doing. */
import type { RunResponse } from '../../common/sources';
import type { StateDocument, StateStore } from '../indices/state_store';

export const KEPT_RUNS = 20;
/** Slices are few: whoever loses is soon alone. */
const MAX_TRIES = 10;

export interface RunLogState extends StateDocument {
  readonly kind: 'runs';
  /** The last first. */
  readonly runs: readonly RunResponse[];
}

/** Throws ElasticsearchError. */
export async function readRuns(states: StateStore, sourceId: string): Promise<readonly RunResponse[]> {
  return (await states.get<RunLogState>(runLogId(sourceId)))?.value.runs ?? [];
}

/** Throws ElasticsearchError. */
export async function addRun(states: StateStore, sourceId: string, run: RunResponse): Promise<void> {
  await states.prepare();
  const id = runLogId(sourceId);
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const stored = await states.get<RunLogState>(id);
    const runs = withRun(stored?.value.runs ?? [], run);
    const value: RunLogState = { kind: 'runs', source_id: sourceId, runs };
    if ((await states.put(id, value, stored)) !== undefined) return;
  }
}

/** Of a slice's runs that found nothing to do only the last is kept: they would push all others out within minutes. */
export function withRun(runs: readonly RunResponse[], run: RunResponse): readonly RunResponse[] {
  const kept = runs.filter((other) => !(isIdle(other) && other.slice === run.slice));
  return [run, ...kept].slice(0, KEPT_RUNS);
}

function isIdle({ counts, problem }: RunResponse): boolean {
  const { objects, events, known, failed, skipped } = counts;
  return problem === null && [objects, events, known, failed, skipped].every((count) => count === 0);
}

function runLogId(sourceId: string): string {
  return `${sourceId}:runs`;
}
