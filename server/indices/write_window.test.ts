import { describe, expect, it } from 'vitest';
import { MOST_REQUEST_BYTES, WriteWindow } from './write_window';

const NEVER = new AbortController().signal;

/** Requests that the test ends one by one, in the order in which they were sent. */
function sending(window: WriteWindow, signal = NEVER) {
  const ends: ((wasTooMuch: boolean) => void)[] = [];
  const send = () =>
    window.send(
      () =>
        new Promise<{ value: undefined; wasTooMuch: boolean }>((resolve) =>
          ends.push((wasTooMuch) => resolve({ value: undefined, wasTooMuch })),
        ),
      signal,
    );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { ends, send, settle };
}
const one = (window: WriteWindow, wasTooMuch: boolean) =>
  window.send(async () => ({ value: undefined, wasTooMuch }), NEVER);
/** Bytes as a part of the most. */
const stateOf = ({ requestsAtOnce, requestBytes }: WriteWindow) => [
  requestsAtOnce,
  requestBytes / MOST_REQUEST_BYTES,
];

describe('WriteWindow', () => {
  it('lets two requests be under way at first, and the next when one has ended', async () => {
    const { ends, send, settle } = sending(new WriteWindow());
    const all = [send(), send(), send()];
    await settle();
    expect(ends).toHaveLength(2);
    ends[0]?.(false);
    await settle();
    expect(ends).toHaveLength(3);
    for (const end of ends) end(false);
    await Promise.all(all);
  });

  it('grows to four requests, step by step, as long as all goes well', async () => {
    const window = new WriteWindow();
    const seen = [];
    for (let i = 0; i < 24; i++) {
      if (i % 4 === 0) seen.push(window.requestsAtOnce);
      await one(window, false);
    }
    expect(seen).toEqual([2, 2, 3, 3, 4, 4]);
    expect(stateOf(window)).toEqual([4, 1]);
  });

  it('halves number and size of requests when they are too much, down to one of 256 KiB, and grows again slowly', async () => {
    const window = new WriteWindow();
    for (let i = 0; i < 20; i++) await one(window, false);
    const seen = [];
    for (let i = 0; i < 6; i++) {
      await one(window, true);
      seen.push(stateOf(window));
    }
    expect(seen).toEqual([
      [2, 0.5],
      [1, 0.25],
      [1, 0.2],
      [1, 0.2],
      [1, 0.2],
      [1, 0.2],
    ]);
    await one(window, false);
    expect(window.requestBytes).toBe(384 * 1024);
    for (let i = 0; i < 7; i++) await one(window, false);
    expect(stateOf(window)).toEqual([2, 1]);
  });

  it('halves once for requests that were under way together', async () => {
    const window = new WriteWindow();
    const { ends, send, settle } = sending(window);
    const both = [send(), send()];
    await settle();
    for (const end of ends) end(true);
    await Promise.all(both);
    expect(stateOf(window)).toEqual([1, 0.5]);
  });

  it('gives up a turn when aborted while waiting, and lets the next one go', async () => {
    const window = new WriteWindow();
    const controller = new AbortController();
    const { ends, send, settle } = sending(window);
    const running = [send(), send()];
    const waiting = sending(window, controller.signal).send();
    const next = send();
    controller.abort(new Error('Kibana stops'));
    await expect(waiting).rejects.toThrow('Kibana stops');
    await expect(sending(window, controller.signal).send()).rejects.toThrow('Kibana stops');
    for (const end of ends) end(false);
    await settle();
    ends[2]?.(false);
    await Promise.all([...running, next]);
    expect(ends).toHaveLength(3);
  });

  it('frees the place of a request that throws', async () => {
    const window = new WriteWindow();
    for (let i = 0; i < 5; i++)
      await expect(window.send(() => Promise.reject(new Error('refused')), NEVER)).rejects.toThrow('refused');
    await one(window, false);
  });
});
