import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hiding, MessageQueue, QueueMessage } from '../aws/message_queue';
import { MessageBatch } from './message_batch';

const SOURCE = {
  bucket: 'logs',
  prefix: '',
  start: '2024-01-01',
  createdAt: Date.UTC(2024, 0, 31),
  excludeAccounts: [],
  excludeRegions: [],
};
const KEY = 'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/31/a.json.gz';
const { signal } = new AbortController();

function message(
  receipt: string,
  keys: readonly string[],
  { bucket = 'logs', receives = 1 } = {},
): QueueMessage {
  const Records = keys.map((key) => ({
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: bucket }, object: { key } },
  }));
  return { body: JSON.stringify({ Records }), receipt, receives };
}

/** A queue of these messages, ten at a time; notes what is done with them. */
function fakeQueue(messages: readonly QueueMessage[]) {
  const waiting = [...messages];
  const deleted: string[] = [];
  const hidden: [receipt: string, seconds: number][] = [];
  const batches: number[] = [];
  const queue: MessageQueue = {
    receive: async () => waiting.splice(0, 10),
    delete: async (some) => {
      batches.push(some.length);
      deleted.push(...some.map(({ receipt }) => receipt));
    },
    hide: async (some: readonly Hiding[]) => {
      batches.push(some.length);
      hidden.push(...some.map(({ message: { receipt }, seconds }): [string, number] => [receipt, seconds]));
    },
    close: () => undefined,
  };
  return { queue, deleted, hidden, batches };
}
async function received(queue: MessageQueue): Promise<MessageBatch> {
  const batch = new MessageBatch(queue, SOURCE);
  await batch.receive(signal, () => false);
  return batch;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a batch of messages', () => {
  it('is hidden from others for as long as it is worked on, and no longer', async () => {
    const { queue, hidden } = fakeQueue([message('a', [KEY])]);
    const batch = await received(queue);
    await vi.advanceTimersByTimeAsync(45_000);
    expect(hidden).toEqual([
      ['a', 60],
      ['a', 60],
    ]);
    batch.note(KEY, 'done');
    await batch.settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hidden).toHaveLength(2);
  });

  it('goes on when a heartbeat fails', async () => {
    const { queue, deleted } = fakeQueue([message('a', [KEY])]);
    const batch = await received({ ...queue, hide: () => Promise.reject(new Error('away')) });
    await vi.advanceTimersByTimeAsync(25_000);
    batch.note(KEY, 'done');
    await batch.settle();
    expect(deleted).toEqual(['a']);
  });

  it('deletes a message only when each of its objects is done', async () => {
    const other = `${KEY}.2`;
    const { queue, deleted, hidden } = fakeQueue([message('both', [KEY, other]), message('one', [KEY])]);
    const batch = await received(queue);
    expect(batch.wanted.map(({ key }) => key)).toEqual([KEY, other]);
    batch.note(KEY, 'done');
    expect(await batch.settle()).toMatchObject({ done: 1, returned: 1 });
    expect(deleted).toEqual(['one']);
    expect(hidden).toEqual([['both', 0]]);
  });

  it('keeps what is done so, whatever is said later of its account and region', async () => {
    const { queue, deleted } = fakeQueue([message('a', [KEY])]);
    const batch = await received(queue);
    batch.note(KEY, 'done');
    batch.note(KEY, 'held');
    await batch.settle();
    expect(deleted).toEqual(['a']);
  });

  it('leaves a message that also names an object of another bucket to its reader for as long as one of that bucket', async () => {
    const mixed = JSON.parse(message('x', [KEY]).body) as { Records: object[] };
    const foreign = JSON.parse(message('x', [KEY], { bucket: 'other' }).body) as { Records: object[] };
    const body = JSON.stringify({ Records: [...mixed.Records, ...foreign.Records] });
    const { queue, deleted, hidden } = fakeQueue([
      { body, receipt: 'mixed', receives: 11 },
      { body, receipt: 'old', receives: 12 },
    ]);
    const batch = await received(queue);
    batch.note(KEY, 'refused');
    expect(await batch.settle()).toMatchObject({ returned: 1, given_up: 1 });
    expect(deleted).toEqual(['old']);
    expect(hidden).toEqual([['mixed', 1800]]);
  });

  it('leaves a message about another bucket alone for ever longer times, and not for ever (pain 39)', async () => {
    const of = (receives: number) => message(`r${receives}`, [KEY], { bucket: 'other', receives });
    const { queue, deleted, hidden } = fakeQueue([of(1), of(2), of(11), of(12)]);
    expect(await (await received(queue)).settle()).toMatchObject({ foreign: 3, given_up: 1 });
    expect(deleted).toEqual(['r12']);
    expect(hidden).toEqual([
      ['r1', 15],
      ['r2', 30],
      ['r11', 3600],
    ]);
  });

  it('takes up to a hundred messages, and speaks of ten at once', async () => {
    const { queue, batches } = fakeQueue(
      Array.from({ length: 120 }, (_, i) => message(String(i), [`${KEY}.${i}`])),
    );
    const batch = await received(queue);
    expect(batch.wanted).toHaveLength(100);
    await batch.settle();
    expect(batches).toEqual(Array.from({ length: 10 }, () => 10));
  });
});
