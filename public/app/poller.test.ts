import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Polled } from './poller';
import { createPoller } from './poller';

const PAUSE_MS = 1000;

/** Answers by hand, in order. */
function askedByHand() {
  const asked: { answer(value: number): void; fail(error: Error): void; signal: AbortSignal }[] = [];
  const ask = (signal: AbortSignal) =>
    new Promise<number>((resolve, reject) => asked.push({ answer: resolve, fail: reject, signal }));
  return { asked, ask };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('polling', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('asks at once, and again a pause after each answer', async () => {
    const { asked, ask } = askedByHand();
    const states: Polled<number>[] = [];
    const poller = createPoller(ask, PAUSE_MS, (state) => states.push(state));
    expect(asked).toHaveLength(1);
    asked[0]?.answer(1);
    await settle();
    expect(states).toEqual([{ data: 1 }]);
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
    poller.stop();
  });

  test('keeps the last answer beside a failure', async () => {
    const { asked, ask } = askedByHand();
    const states: Polled<number>[] = [];
    const poller = createPoller(ask, PAUSE_MS, (state) => states.push(state));
    asked[0]?.answer(1);
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    const error = new Error('gone');
    asked[1]?.fail(error);
    await settle();
    expect(states.at(-1)).toEqual({ data: 1, error });
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    asked[2]?.answer(2);
    await settle();
    expect(states.at(-1)).toEqual({ data: 2 });
    poller.stop();
  });

  test('drops what is under way when asked to refresh', async () => {
    const { asked, ask } = askedByHand();
    const states: Polled<number>[] = [];
    const poller = createPoller(ask, PAUSE_MS, (state) => states.push(state));
    poller.refresh();
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer(1);
    asked[1]?.answer(2);
    await settle();
    expect(states).toEqual([{ data: 2 }]);
    poller.stop();
  });

  test('asks nothing while nobody looks, and at once when somebody does again', async () => {
    const { asked, ask } = askedByHand();
    const poller = createPoller(ask, PAUSE_MS, () => undefined);
    asked[0]?.answer(1);
    await settle();
    poller.setVisible(false);
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(asked).toHaveLength(1);
    poller.setVisible(true);
    expect(asked).toHaveLength(2);
    poller.stop();
  });

  test('reports nothing after it was stopped', async () => {
    const { asked, ask } = askedByHand();
    const states: Polled<number>[] = [];
    const poller = createPoller(ask, PAUSE_MS, (state) => states.push(state));
    poller.stop();
    asked[0]?.answer(1);
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(states).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});
