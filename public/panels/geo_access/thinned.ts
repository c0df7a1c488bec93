/** Thins out the points of a topology before it is drawn. Pure. */
import type { Topology } from 'topojson-specification';

/** Arcs that would be left with fewer points, such as those of small islands, are kept as they are. */
const LEAST_POINTS = 8;

/**
 * The same shapes with points left out that are less than `degrees` of longitude and of latitude from the one before.
 * Neighbours stay joined, since they share arcs and an arc's ends are kept. Takes quantized topologies only: others come
 * back as they are.
 */
export function thinned<T extends Topology>(topology: T, degrees: number): T {
  const { transform } = topology;
  if (!transform) return topology;
  const leastX = degrees / transform.scale[0];
  const leastY = degrees / transform.scale[1];
  const arcs = topology.arcs.map((arc) => {
    const kept: number[][] = [];
    // points of a quantized arc are steps from the point before
    let stepX = 0;
    let stepY = 0;
    arc.forEach(([x = 0, y = 0], index) => {
      stepX += x;
      stepY += y;
      const isEnd = index === 0 || index === arc.length - 1;
      if (!isEnd && Math.abs(stepX) < leastX && Math.abs(stepY) < leastY) return;
      kept.push([stepX, stepY]);
      stepX = 0;
      stepY = 0;
    });
    return kept.length < LEAST_POINTS ? arc : kept;
  });
  return { ...topology, arcs };
}
