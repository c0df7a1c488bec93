/** The map: where calls come from, and which of them failed. */
import { FAILED_KQL, FAILURE_COLOR } from './boards';

export const SOURCE_MAP_ID = 'cloudtrail-source-map';

/** One layer of circles, a circle for each place, larger for more events. */
export interface MapLayer {
  readonly id: string;
  readonly label: string;
  /** KQL. */
  readonly filter: string;
  readonly color: string;
  /** Radius in pixels, of the fewest and of the most events. */
  readonly sizes: readonly [number, number];
}

export const SOURCE_MAP = {
  id: SOURCE_MAP_ID,
  title: 'CloudTrail source locations',
  description: 'Where calls come from. A red dot tells that some failed: a larger one, that more did.',
  /** From the bottom to the top. */
  layers: [
    { id: 'events', label: 'Events', filter: '', color: '#6092c0', sizes: [6, 26] },
    // small: each layer has its own scale, and a circle in a circle would be taken for a share
    { id: 'failed', label: 'Failed', filter: FAILED_KQL, color: FAILURE_COLOR, sizes: [2, 6] },
  ] satisfies readonly MapLayer[],
  center: { lat: 25, lon: 10 },
  zoom: 1.1,
} as const;
