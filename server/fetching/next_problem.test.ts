import { describe, expect, it } from 'vitest';
import type { SourceProblem } from '../../common/sources';
import { MAX_ATTEMPTS } from '../../common/sources';
import { nextProblem } from './next_problem';

const NOW = Date.UTC(2024, 0, 31, 12);
const MINUTE_MS = 60_000;
const DENIED = { code: 'aws_access_denied', message: 'AWS refused' };
const failed = { slice: 0, problem: DENIED, progressed: false };

function afterFailures(runs: number): SourceProblem | null {
  let problem: SourceProblem | null = null;
  for (let i = 0; i < runs; i++) problem = nextProblem(problem, failed, NOW + i * 1000, MINUTE_MS);
  return problem;
}
function pauseMs(runs: number): number {
  return Date.parse(afterFailures(runs)?.retry_at ?? '') - (NOW + (runs - 1) * 1000);
}

describe('nextProblem', () => {
  it('is nothing while all is well', () => {
    expect(nextProblem(null, { slice: 0, problem: undefined, progressed: true }, NOW, MINUTE_MS)).toBeNull();
  });

  it('pauses twice as long after each run that got nowhere, at most an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((runs) => pauseMs(runs) / MINUTE_MS)).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60,
    ]);
  });

  it('counts as stopped after ten in a row, and is then tried once an hour', () => {
    expect(afterFailures(9)?.attempts).toBe(9);
    expect(afterFailures(10)?.attempts).toBe(MAX_ATTEMPTS);
    expect(pauseMs(10)).toBe(60 * MINUTE_MS);
    expect(pauseMs(40)).toBe(60 * MINUTE_MS);
    // also where the interval is short enough for growing pauses to stay below an hour
    const stopped = nextProblem(afterFailures(9), failed, NOW, 1);
    expect(Date.parse(stopped?.retry_at ?? '') - NOW).toBe(60 * MINUTE_MS);
  });

  it('says since when it lasts, until the cause is another', () => {
    expect(afterFailures(5)?.since).toBe(new Date(NOW).toISOString());
    const other = { ...failed, problem: { code: 'aws_kms_denied', message: 'x' } };
    const problem = nextProblem(afterFailures(5), other, NOW + 9000, MINUTE_MS);
    expect(problem).toMatchObject({ code: 'aws_kms_denied', since: new Date(NOW + 9000).toISOString() });
    expect(problem?.attempts).toBe(6);
  });

  it('starts counting again with a run that got on', () => {
    expect(nextProblem(afterFailures(9), { ...failed, progressed: true }, NOW, MINUTE_MS)?.attempts).toBe(1);
  });

  it('is gone after a run without a problem', () => {
    const well = { slice: 0, problem: undefined, progressed: false };
    expect(nextProblem(afterFailures(10), well, NOW, MINUTE_MS)).toBeNull();
  });

  it('is neither worsened nor cleared by another slice', () => {
    const problem = afterFailures(3);
    expect(nextProblem(problem, { ...failed, slice: 1 }, NOW, MINUTE_MS)).toBe(problem);
    const well = { slice: 1, problem: undefined, progressed: true };
    expect(nextProblem(problem, well, NOW, MINUTE_MS)).toBe(problem);
  });
});
