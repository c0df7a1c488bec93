/** Questions to Kibana's rules beside each other: each takes long, most of it waiting. */

const AT_ONCE = 4;

/** Deals with each item once, a few at a time; settles when all are dealt with. `deal` must not throw. */
export async function fewAtOnce<T extends object | string>(
  items: readonly T[],
  deal: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await deal(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
