/** Counts pages. Pure. */

/** Index of the last page; 0 also without any rows. */
export function lastPage(rows: number, pageSize: number): number {
  return Math.max(0, Math.ceil(rows / pageSize) - 1);
}
