import { describe, expect, it } from 'vitest';
import { intervalMs } from './interval';

describe('intervalMs', () => {
  it('gives the ms of each unit that Task Manager takes', () => {
    expect(['30s', '1m', '2h', '1d'].map(intervalMs)).toEqual([30_000, 60_000, 7_200_000, 86_400_000]);
  });

  it('takes a minute for text that is no interval', () => {
    expect(['', 'm', '5', '500x', 'soon'].map(intervalMs)).toEqual(Array(5).fill(60_000));
  });
});
