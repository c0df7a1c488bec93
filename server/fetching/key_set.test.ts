import { describe, expect, it } from 'vitest';
import { KeySet } from './key_set';

const MAX_KEYS = 20_000;

describe('KeySet', () => {
  it('knows what was added, also after it was kept as text', () => {
    const keys = new KeySet();
    keys.add('a');
    keys.add('b');
    keys.add('a');
    const again = new KeySet(keys.toString());
    expect(again.size).toBe(2);
    expect(['a', 'b', 'c'].map((key) => again.has(key))).toEqual([true, true, false]);
    expect(again.toString()).toBe(keys.toString());
  });

  it('is empty from empty text', () => {
    expect(new KeySet('').size).toBe(0);
    expect(new KeySet().toString()).toBe('');
  });

  it('forgets keys when it is full and takes none for known that it has not seen (pain 14)', () => {
    const keys = new KeySet();
    for (let i = 0; i < MAX_KEYS + 500; i++) keys.add(`key ${i}`);
    expect(keys.size).toBeLessThanOrEqual(MAX_KEYS);
    expect(keys.size).toBeGreaterThan(MAX_KEYS * 0.9);
    expect(keys.toString().length).toBe(keys.size * 12);
    let known = 0;
    for (let i = 0; i < MAX_KEYS + 500; i++) if (keys.has(`key ${i}`)) known++;
    expect(known).toBe(keys.size);
    for (let i = 0; i < 1000; i++) expect(keys.has(`unseen ${i}`)).toBe(false);
  });

  it('misses only a few keys of a listing in order that is longer than it holds', () => {
    const listing = Array.from({ length: MAX_KEYS + 100 }, (_, i) => `key ${i}`);
    const keys = new KeySet();
    for (const key of listing) keys.add(key);
    const again = new KeySet(keys.toString());
    const missed = listing.filter((key) => !again.has(key));
    for (const key of missed) again.add(key);
    expect(missed.length).toBeLessThan(MAX_KEYS * 0.1);
    expect(listing.filter((key) => !again.has(key)).length).toBeLessThan(MAX_KEYS * 0.1);
  });
});
