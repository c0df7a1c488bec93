import { describe, expect, it } from 'vitest';
import { OrderedWrites } from './ordered_writes';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Batches whose writes the test ends one by one, by their number. */
function batches() {
  const writes = new OrderedWrites();
  const began: number[] = [];
  const checkpointed: number[] = [];
  const ends = new Map<number, { ok: () => void; fail: (error: Error) => void }>();
  const add = (number: number) =>
    writes.add(
      () => {
        began.push(number);
        return new Promise<number>((resolve, reject) =>
          ends.set(number, { ok: () => resolve(number), fail: reject }),
        );
      },
      async (written) => void checkpointed.push(written),
    );
  return { writes, began, checkpointed, ends, add };
}

describe('OrderedWrites', () => {
  it('has three batches under way, and checkpoints them in the order in which they came', async () => {
    const { writes, began, checkpointed, ends, add } = batches();
    await add(1);
    await add(2);
    const third = add(3);
    await settle();
    expect(began).toEqual([1, 2, 3]);
    let hasRoom = false;
    void third.then(() => (hasRoom = true));
    ends.get(3)?.ok();
    ends.get(2)?.ok();
    await settle();
    expect([checkpointed, hasRoom]).toEqual([[], false]);
    ends.get(1)?.ok();
    await third;
    await writes.finish();
    expect(checkpointed).toEqual([1, 2, 3]);
  });

  it('checkpoints nothing after a batch that failed, though later ones were written', async () => {
    const { writes, checkpointed, ends, add } = batches();
    await add(1);
    await add(2);
    const third = add(3);
    ends.get(3)?.ok();
    ends.get(1)?.ok();
    ends.get(2)?.fail(new Error('refused'));
    await third;
    await expect(writes.finish()).rejects.toThrow('refused');
    await expect(add(4)).rejects.toThrow('refused');
    expect(checkpointed).toEqual([1]);
  });

  it('ends only when nothing is under way any more, also after a failure', async () => {
    const { writes, ends, add } = batches();
    await add(1);
    await add(2);
    let hasEnded = false;
    const end = writes.finish().catch((error: unknown) => {
      hasEnded = true;
      return error;
    });
    ends.get(1)?.fail(new Error('refused'));
    await settle();
    expect(hasEnded).toBe(false);
    ends.get(2)?.ok();
    expect(await end).toEqual(new Error('refused'));
  });

  it('hands on what a checkpoint throws', async () => {
    const writes = new OrderedWrites();
    await writes.add(
      async () => 1,
      () => Promise.reject(new Error('lease lost')),
    );
    await expect(writes.finish()).rejects.toThrow('lease lost');
  });
});
