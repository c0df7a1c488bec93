import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { orAborted } from './or_aborted';

const reason = new Error('time is up');

test('an answer in time is given, and leaves no listener', async () => {
  const { signal } = new AbortController();
  expect(await orAborted(Promise.resolve('answer'), signal)).toBe('answer');
  await expect(orAborted(Promise.reject(new Error('refused')), signal)).rejects.toThrow('refused');
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('an abort rejects at once with its reason, and the object that comes later is let go of', async () => {
  const abort = new AbortController();
  let answer: (object: { readonly Body: Readable }) => void = () => undefined;
  const sent = new Promise<{ readonly Body: Readable }>((resolve) => (answer = resolve));
  const waiting = orAborted(sent, abort.signal);
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  const Body = Readable.from(['late']);
  answer({ Body });
  await turn();
  expect(Body.destroyed).toBe(true);
});

test('a failure after an abort is nobody’s', async () => {
  const unhandled: unknown[] = [];
  const listen = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', listen);
  const abort = new AbortController();
  let fail: (error: Error) => void = () => undefined;
  const waiting = orAborted(new Promise((_resolve, reject) => (fail = reject)), abort.signal);
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  fail(new Error('closed'));
  await turn();
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});
