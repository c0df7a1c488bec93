import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SearchPriority } from './search_priority';

const NEVER = new AbortController().signal;
/** Longer than several of its looks. */
const A_WHILE_MS = 60;

/** Something that is under way until it is let go. */
function held() {
  let letGo = () => {};
  const over = new Promise<void>((resolve) => (letGo = resolve));
  const begun = { is: false };
  const work = () => {
    begun.is = true;
    return over;
  };
  return { work, letGo, begun };
}

describe('writes', () => {
  it('go together while nobody looks', async () => {
    const priority = new SearchPriority();
    const [one, two] = [held(), held()];
    const both = [one, two].map(({ work }) => priority.write(work, NEVER));
    await sleep(A_WHILE_MS);
    expect([one.begun.is, two.begun.is]).toEqual([true, true]);
    for (const { letGo } of [one, two]) letGo();
    await Promise.all(both);
  });

  it('wait for a search, and then go one after the other until nobody has looked for a while', async () => {
    let late = 0;
    const priority = new SearchPriority(() => performance.now() + late);
    const [search, one, two] = [held(), held(), held()];
    const searched = priority.search(search.work);
    const first = priority.write(one.work, NEVER);
    await sleep(A_WHILE_MS);
    expect(one.begun.is).toBe(false);
    search.letGo();
    await searched;
    await sleep(A_WHILE_MS);
    const second = priority.write(two.work, NEVER);
    await sleep(A_WHILE_MS);
    expect([one.begun.is, two.begun.is]).toEqual([true, false]);
    late = 10_000;
    await sleep(A_WHILE_MS);
    expect(two.begun.is).toBe(true);
    for (const { letGo } of [one, two]) letGo();
    await Promise.all([first, second]);
  });

  it('leave Elasticsearch as much time after each as it took, while somebody looks', async () => {
    let now = 0;
    const priority = new SearchPriority(() => now);
    await priority.search(async () => undefined);
    await priority.write(async () => void (now += 100), NEVER);
    const next = held();
    const written = priority.write(next.work, NEVER);
    now += 90;
    await sleep(A_WHILE_MS);
    expect(next.begun.is).toBe(false);
    now += 20;
    await sleep(A_WHILE_MS);
    expect(next.begun.is).toBe(true);
    next.letGo();
    await written;
  });

  it('go on beside a search that takes long', async () => {
    let late = 0;
    const priority = new SearchPriority(() => performance.now() + late);
    const [search, one] = [held(), held()];
    const searched = priority.search(search.work);
    const written = priority.write(one.work, NEVER);
    late = 2_000;
    await sleep(A_WHILE_MS);
    expect(one.begun.is).toBe(true);
    for (const { letGo } of [search, one]) letGo();
    await Promise.all([searched, written]);
  });

  it('are not sent any more when their run has ended', async () => {
    const priority = new SearchPriority();
    const [search, one] = [held(), held()];
    const searched = priority.search(search.work);
    const run = new AbortController();
    const written = priority.write(one.work, run.signal);
    run.abort(new Error('stopped'));
    await expect(written).rejects.toThrow('stopped');
    expect(one.begun.is).toBe(false);
    search.letGo();
    await searched;
  });

  it('hold nothing up after one of them, or a search, has failed', async () => {
    const priority = new SearchPriority();
    const fails = () => Promise.reject(new Error('refused'));
    await expect(priority.search(fails)).rejects.toThrow('refused');
    await expect(priority.write(fails, NEVER)).rejects.toThrow('refused');
    expect(await priority.write(async () => 'sent', NEVER)).toBe('sent');
  });
});
