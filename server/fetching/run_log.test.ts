import { describe, expect, it } from 'vitest';
import type { RunResponse } from '../../common/sources';
import { NO_COUNTS } from './account_region_state';
import { withRun } from './run_log';

const PROBLEM = { code: 'aws_access_denied', message: 'AWS refused' };
function run(
  at: string,
  { objects = 0, slice = 0, problem = null as RunResponse['problem'] } = {},
): RunResponse {
  return { at, ms: 10, slice, counts: { ...NO_COUNTS, objects }, problem };
}
const times = (runs: readonly RunResponse[]) => runs.map(({ at }) => at);

describe('the last runs', () => {
  it('are twenty, the last first', () => {
    let runs: readonly RunResponse[] = [];
    for (let i = 1; i <= 25; i++) runs = withRun(runs, run(String(i), { objects: 1 }));
    expect(times(runs)).toEqual(Array.from({ length: 20 }, (_, i) => String(25 - i)));
  });

  it('are not pushed out by runs that found nothing to do: of these the last of each slice is kept', () => {
    let runs = withRun([], run('work', { objects: 1 }));
    runs = withRun(runs, run('trouble', { problem: PROBLEM }));
    for (let i = 1; i <= 30; i++) {
      runs = withRun(runs, run(`idle 0.${i}`));
      runs = withRun(runs, run(`idle 1.${i}`, { slice: 1 }));
    }
    expect(times(runs)).toEqual(['idle 1.30', 'idle 0.30', 'trouble', 'work']);
  });
});
