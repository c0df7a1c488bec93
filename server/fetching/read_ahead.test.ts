import { describe, expect, it } from 'vitest';
import { readAhead } from './read_ahead';

describe('readAhead', () => {
  it('gives items in order and starts no more than so many ahead', () => {
    const started: number[] = [];
    const seen: [number, number][] = [];
    const start = async (item: number) => {
      started.push(item);
      return item * 10;
    };
    for (const { item } of readAhead([1, 2, 3, 4, 5], 2, start)) seen.push([item, started.length]);
    expect(seen).toEqual([
      [1, 3],
      [2, 4],
      [3, 5],
      [4, 5],
      [5, 5],
    ]);
  });

  it('hands a fault to who takes the item, and lets one that nobody takes be', async () => {
    const start = (item: string) => Promise.reject(new Error(item));
    const steps = readAhead(['first', 'second'], 1, start);
    const { value } = steps.next();
    steps.return(undefined);
    await expect(value?.work).rejects.toThrow('first');
    // an unhandled rejection of the second would fail this file
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('gives nothing for nothing', () => {
    expect([...readAhead([], 3, async () => 1)]).toEqual([]);
  });
});
