/** Which objects of a day are done: hashes of their keys, few bytes each. */
import { createHash } from 'node:crypto';

/** Kept bytes for each key. */
export const BYTES_A_KEY = 12;
/** 72 bits: with 20,000 keys the chance that a new one is taken for a known one is below 1 in 10^17. */
const HASH_CHARS = BYTES_A_KEY;
/** A day with more objects forgets some: they are read again, and their records are then known. */
const MAX_KEYS = 20_000;
const FORGOTTEN_AT_ONCE = 1_000;

/** A set that can be kept as one string. When full it forgets, it never skips. */
export class KeySet {
  private readonly hashes: Set<string>;
  /** Hashes below it are not kept. */
  private floor = '';

  /** From what `toString` gave. */
  constructor(kept = '') {
    this.hashes = new Set(kept.match(/.{12}/g) ?? []);
  }

  has(key: string): boolean {
    return this.hashes.has(hashOf(key));
  }

  add(key: string): void {
    const hash = hashOf(key);
    if (hash < this.floor) return;
    this.hashes.add(hash);
    if (this.hashes.size > MAX_KEYS) this.forgetSome();
  }

  get size(): number {
    return this.hashes.size;
  }

  toString(): string {
    return [...this.hashes].join('');
  }

  /** Always the same ones, by their hashes: forgetting the oldest would miss every key of a listing in order. */
  private forgetSome(): void {
    const sorted = [...this.hashes].sort();
    for (const hash of sorted.slice(0, FORGOTTEN_AT_ONCE)) this.hashes.delete(hash);
    this.floor = sorted[FORGOTTEN_AT_ONCE] ?? '';
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, HASH_CHARS);
}
