/** What of the map is seen, as the address says it: in parts of the map's own size, since screens differ. Pure. */
import { MAX_SCALE, WHOLE_MAP, panned } from './projection';
import type { MapSize, MapView } from './projection';

const DIGITS = 4;

/** What an address says; what can't be is the whole map. */
export function mapViewSaid(said: unknown): MapView {
  const { scale, x, y } = (said ?? {}) as Readonly<Record<string, unknown>>;
  const isView = [scale, x, y].every((part) => typeof part === 'number' && Number.isFinite(part));
  if (!isView || Number(scale) < 1 || Number(scale) > MAX_SCALE) return WHOLE_MAP;
  return { scale: Number(scale), x: Number(x), y: Number(y) };
}

/** In pixels, never beyond the map's edges. */
export function inPixels({ scale, x, y }: MapView, size: MapSize): MapView {
  return panned({ scale, x: x * size.width, y: y * size.height }, 0, 0, size);
}

/** In parts of the map; a map without a size yet has none. */
export function inParts({ scale, x, y }: MapView, { width, height }: MapSize): MapView {
  const part = (pixels: number, all: number) => (all > 0 ? Number((pixels / all).toFixed(DIGITS)) : 0);
  return { scale: Number(scale.toFixed(DIGITS)), x: part(x, width), y: part(y, height) };
}
