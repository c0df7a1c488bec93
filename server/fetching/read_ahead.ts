/** Starts work on the next few items while the first is being dealt with. */

/** Each item with the promise of its work, in order; at most `ahead` are under way beyond the one given. */
export function* readAhead<T, R>(
  items: readonly T[],
  ahead: number,
  start: (item: T) => Promise<R>,
): Generator<{ readonly item: T; readonly work: Promise<R> }> {
  const started: { item: T; work: Promise<R> }[] = [];
  let next = 0;
  for (;;) {
    while (next < items.length && started.length <= ahead) {
      const item = items[next++] as T;
      const work = start(item);
      // an item that is never taken (the run ended first) must not become an unhandled rejection
      work.catch(() => undefined);
      started.push({ item, work });
    }
    const first = started.shift();
    if (first === undefined) return;
    yield first;
  }
}
