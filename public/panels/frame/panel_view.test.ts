/** Tests of the decision which state a panel shows. */
import { describe, expect, it } from 'vitest';
import { panelView } from './panel_view';
import type { RangeSituation } from './panel_view';

const isNone = (data: { total: number }) => data.total === 0;
const situation = (isRangeEmpty: boolean | undefined, isFiltered = false): RangeSituation => ({
  isRangeEmpty,
  isFiltered,
});
const answered = (total: number) => ({ answer: { state: 'data', data: { total } } as const });

describe('panelView', () => {
  it('loads until the first answer', () => {
    expect(panelView({}, isNone, situation(undefined)).kind).toBe('loading');
  });

  it('passes on what the server says about the index and the rights', () => {
    expect(panelView({ answer: { state: 'no_index' } }, isNone, situation(undefined)).kind).toBe('no_index');
    expect(panelView({ answer: { state: 'no_right' } }, isNone, situation(undefined)).kind).toBe('no_right');
  });

  it('tells a missing Kibana privilege from any other error', () => {
    const refused = { error: { kind: 'no_privilege', message: 'Forbidden' } } as const;
    const failed = { error: { kind: 'failed', message: 'timeout' } } as const;
    expect(panelView(refused, isNone, situation(false)).kind).toBe('no_privilege');
    expect(panelView(failed, isNone, situation(false))).toEqual({ kind: 'error', error: failed.error });
  });

  it('never shows older numbers under an error', () => {
    const load = { ...answered(5), error: { kind: 'failed', message: 'timeout' } as const };
    expect(panelView(load, isNone, situation(false)).kind).toBe('error');
  });

  it('says that its own kind is missing only when the range holds other events', () => {
    expect(panelView(answered(0), isNone, situation(false, true)).kind).toBe('none');
    expect(panelView(answered(0), isNone, situation(true)).kind).toBe('empty_range');
    expect(panelView(answered(0), isNone, situation(true, true)).kind).toBe('filtered_out');
  });

  it('shows data', () => {
    expect(panelView(answered(5), isNone, situation(false))).toEqual({ kind: 'data', data: { total: 5 } });
  });
});
