import { describe, expect, it } from 'vitest';
import { hashMapOrder } from './java_hash_map';

function ordered(...keys: readonly string[]): string[] {
  return hashMapOrder(keys).map((i) => keys[i] ?? '');
}
/** From @ on: in buckets 0, 1, 2 … of a table of any size up to 64. */
function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String.fromCharCode(0x40 + i));
}

// the expected orders are those of java.util.HashMap; test/integration/java_string.test.ts asks Java for thousands more
describe('hashMapOrder', () => {
  it('goes by bucket, not by the order of putting', () => {
    expect(ordered('userName', 'newUserName')).toEqual(ordered('newUserName', 'userName'));
    expect(ordered('b', 'c', 'a')).toEqual(['a', 'b', 'c']);
    expect(ordered()).toEqual([]);
  });

  it('keeps keys of one bucket as they were put', () => {
    expect(ordered('BB', 'Aa')).toEqual(['BB', 'Aa']);
    expect(ordered('Aa', 'BB')).toEqual(['Aa', 'BB']);
    // 0x61 and 0x71 share a bucket of 16
    expect(ordered('q', 'a')).toEqual(['q', 'a']);
  });

  it('doubles the table with the 13th and the 25th key', () => {
    // P shares the first of 16 buckets with @, not of 32; ` the first of 32, not of 64
    expect(ordered('P', ...numbered(11)).slice(0, 2)).toEqual(['P', '@']);
    expect(ordered('P', ...numbered(12)).slice(0, 2)).toEqual(['@', 'A']);
    expect(ordered('`', ...numbered(23)).slice(0, 2)).toEqual(['`', '@']);
    expect(ordered('`', ...numbered(24)).slice(0, 2)).toEqual(['@', 'A']);
  });

  it('doubles a small table when a bucket has more than eight keys', () => {
    // 0x10, 0x20 … share a bucket of 16; of 32 every other one does
    const column = (rows: number) =>
      Array.from({ length: rows }, (_, row) => String.fromCharCode(0x10 * (row + 1)));
    expect(ordered(...column(8))).toEqual(column(8));
    const nine = column(9).map((key) => key.charCodeAt(0) / 16);
    expect(ordered(...column(9)).map((key) => key.charCodeAt(0) / 16)).toEqual([
      ...nine.filter((row) => row % 2 === 0),
      ...nine.filter((row) => row % 2 === 1),
    ]);
  });

  it('doubles for full buckets up to 64 only', () => {
    // À and U+0080 share a bucket of 64, not of 128; all of the family share one of any table
    const family = Array.from({ length: 12 }, (_, i) =>
      i.toString(2).padStart(4, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB'),
    );
    expect(ordered('À', '\u0080', ...family).filter((key) => key.length === 1)).toEqual(['À', '\u0080']);
  });

  it('loses no key of thousands that share one hash', () => {
    const keys = Array.from({ length: 4096 }, (_, i) =>
      i.toString(2).padStart(12, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB'),
    );
    expect(new Set(ordered(...keys)).size).toBe(4096);
  });
});
