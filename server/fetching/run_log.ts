/** The last runs of a source, so that somebody can see what it is doing. */
import type { RunResponse } from '../../common/sources';
import type { StateDocument, StateStore } from '../indices/state_store';

export const KEPT_RUNS = 20;

export interface RunLogState extends StateDocument {
  readonly kind: 'runs';
  /** The last first. */
  readonly runs: readonly RunResponse[];
}

/** Throws ElasticsearchError. */
export async function readRuns(states: StateStore, sourceId: string): Promise<readonly RunResponse[]> {
  return (await states.get<RunLogState>(runLogId(sourceId)))?.value.runs ?? [];
}

/** Not where others are quicker each time: no run fails for it. Throws ElasticsearchError. */
export async function addRun(states: StateStore, sourceId: string, run: RunResponse): Promise<void> {
  await states.prepare();
  await states.change<RunLogState>(runLogId(sourceId), (before) => ({
    kind: 'runs',
    source_id: sourceId,
    runs: withRun(before?.runs ?? [], run),
  }));
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
