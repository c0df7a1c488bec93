/** polylabel 2 publishes no types. */
declare module 'polylabel' {
  /** The point of a polygon (rings of [x, y]) that is farthest from its outline, found to within `precision`. */
  export default function polylabel(
    polygon: readonly (readonly (readonly number[])[])[],
    precision?: number,
  ): readonly [number, number] & { readonly distance: number };
}
