import { describe, expect, it } from 'vitest';
import { giveBackBody, takeBody } from './body_memory';

describe('memory of bodies', () => {
  it('is used again once it was given back, and not before', () => {
    const first = takeBody(1000);
    const second = takeBody(2000);
    expect(second.buffer).not.toBe(first.buffer);
    expect([first.length, second.length]).toEqual([1000, 2000]);
    giveBackBody(first);
    const third = takeBody(3000);
    expect(third.buffer).toBe(first.buffer);
    expect(third.length).toBe(3000);
  });

  it('is shared between threads', () => {
    expect(takeBody(10).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('is made for a body that is larger than any should be, and is not kept', () => {
    const large = takeBody(20 * 1024 * 1024);
    expect(large.length).toBe(20 * 1024 * 1024);
    giveBackBody(large);
    expect(takeBody(10).buffer).not.toBe(large.buffer);
  });
});
