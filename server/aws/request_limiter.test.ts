/** How the limiter slows down, speeds up again, and lets go. */
import { expect, test } from 'vitest';
import { limiterOf, RequestLimiter } from './request_limiter';

const signal = new AbortController().signal;
const slowDown = new Error('SlowDown');
const isThrottled = (error: unknown) => error === slowDown;

/** A limiter whose time passes only by its own pauses and by `pass`. */
function limiterInTime() {
  let now = 0;
  const pauses: number[] = [];
  const pause = async (ms: number) => {
    pauses.push(ms);
    now += ms;
  };
  const limiter = new RequestLimiter({ now: () => now, pause });
  const pass = (ms: number) => {
    now += ms;
  };
  return { limiter, pauses, pass };
}

/** A request that ends when told. */
function openRequest(limiter: RequestLimiter, aborted = signal) {
  let end: (error?: Error) => void = () => undefined;
  const state = { hasBegun: false };
  const work = () => {
    state.hasBegun = true;
    return new Promise<void>((resolve, reject) => (end = (error) => (error ? reject(error) : resolve())));
  };
  const done = limiter.run(work, aborted, isThrottled);
  done.catch(() => undefined);
  return { state, done, end: (error?: Error) => end(error) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a SlowDown halves the requests at once and a second, whatever number of them comes together (pain 34)', async () => {
  const { limiter, pass } = limiterInTime();
  const requests = Array.from({ length: 40 }, () => openRequest(limiter));
  await settled();
  expect(requests.every(({ state }) => state.hasBegun)).toBe(true);
  pass(100);
  for (const { end } of requests) end(slowDown);
  await settled();
  expect(limiter.limits).toEqual({ atOnce: 20, perSecond: 20 });
});

test('a SlowDown of a request that began after the halving halves again, down to one at once (pain 34)', async () => {
  const { limiter, pass } = limiterInTime();
  for (let i = 0; i < 10; i++) {
    const request = openRequest(limiter);
    await settled();
    pass(1000);
    request.end(slowDown);
    await expect(request.done).rejects.toBe(slowDown);
  }
  expect(limiter.limits).toEqual({ atOnce: 1, perSecond: 5 });
});

test('more than are allowed at once wait for one to end', async () => {
  const { limiter, pass } = limiterInTime();
  const [first, ...others] = Array.from({ length: 4 }, () => openRequest(limiter));
  await settled();
  pass(1);
  first?.end(slowDown);
  await settled();
  expect(limiter.limits.atOnce).toBe(2);
  const next = openRequest(limiter);
  await settled();
  expect(next.state.hasBegun).toBe(false);
  for (const { end } of others) end();
  await settled();
  expect(next.state.hasBegun).toBe(true);
});

test('after a SlowDown requests are spread over time, and fewer pauses come with each good answer (pain 34)', async () => {
  const { limiter, pauses, pass } = limiterInTime();
  const answer = async () => 'good';
  pass(1);
  await expect(limiter.run(async () => Promise.reject(slowDown), signal, isThrottled)).rejects.toBe(slowDown);
  for (let i = 0; i < 3; i++) expect(await limiter.run(answer, signal, isThrottled)).toBe('good');
  expect(pauses.map(Math.round)).toEqual([200, 185, 178]);
  for (let i = 0; i < 2000; i++) await limiter.run(answer, signal, isThrottled);
  expect(limiter.limits.perSecond).toBeGreaterThan(300);
  expect(limiter.limits.atOnce).toBeGreaterThan(30);
});

test('other faults slow nothing down', async () => {
  const { limiter } = limiterInTime();
  const before = limiter.limits;
  const fault = new Error('NoSuchKey');
  await expect(limiter.run(async () => Promise.reject(fault), signal, isThrottled)).rejects.toBe(fault);
  expect(limiter.limits).toEqual(before);
});

test('who is aborted while waiting leaves the queue, and takes nobody along', async () => {
  const { limiter, pass } = limiterInTime();
  const [first, second] = [openRequest(limiter), openRequest(limiter)];
  await settled();
  pass(1);
  first.end(slowDown);
  await settled();
  const abort = new AbortController();
  const waiting = openRequest(limiter, abort.signal);
  const after = openRequest(limiter);
  abort.abort(new Error('time is up'));
  await expect(waiting.done).rejects.toThrow('time is up');
  await expect(limiter.run(async () => 1, abort.signal, isThrottled)).rejects.toThrow('time is up');
  second.end();
  await settled();
  expect(waiting.state.hasBegun).toBe(false);
  expect(after.state.hasBegun).toBe(true);
});

test('all stores of a bucket share one limiter', () => {
  expect(limiterOf('aws  trails')).toBe(limiterOf('aws  trails'));
  expect(limiterOf('aws  trails')).not.toBe(limiterOf('aws  others'));
});
