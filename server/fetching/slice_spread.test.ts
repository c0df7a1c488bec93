import { describe, expect, it } from 'vitest';
import { SliceSpread } from './slice_spread';

/** Runs a slice until it is told to end. */
function begin(spread: SliceSpread, source: string, slice: number): () => Promise<void> {
  let end: () => void = () => undefined;
  const run = spread.run(source, slice, () => new Promise<void>((resolve) => (end = resolve)));
  return async () => {
    end();
    await run;
  };
}

describe('slices of a source on one Kibana', () => {
  it('are left to another node once while another slice is at work here, and run here when they come back', () => {
    let clock = 0;
    const spread = new SliceSpread(() => clock);
    expect(spread.passesOn('s', 0)).toBe(false);
    void begin(spread, 's', 0);
    expect(spread.passesOn('s', 1)).toBe(true);
    clock += 3000;
    expect(spread.passesOn('s', 1)).toBe(false);
  });

  it('are left to another node again when that one had taken them meanwhile', () => {
    let clock = 0;
    const spread = new SliceSpread(() => clock);
    void begin(spread, 's', 0);
    expect(spread.passesOn('s', 1)).toBe(true);
    clock += 45_000;
    expect(spread.passesOn('s', 1)).toBe(true);
  });

  it('run at once where no other slice of their source is at work', async () => {
    const spread = new SliceSpread();
    const end = begin(spread, 's', 0);
    expect(spread.passesOn('other', 1)).toBe(false);
    // the same one a second time, after a timeout
    expect(spread.passesOn('s', 0)).toBe(false);
    await end();
    expect(spread.passesOn('s', 1)).toBe(false);
  });
});
