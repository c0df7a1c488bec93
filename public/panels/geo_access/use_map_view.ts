/** What of the map is seen: moved at once, and kept in the address once it rests. */
import { useCallback, useEffect, useState } from 'react';
import { useView } from '../../app/view/view_context';
import { mapViewSaid } from './map_view';
import type { MapView } from './projection';

/** Each step of a wheel would be an address of its own. */
const REST_MS = 250;

export interface MapViewHandle {
  /** In parts of the map. */
  readonly seen: MapView;
  move(by: (seen: MapView) => MapView): void;
}

/** Of the panel, not of the map: that may make room for its table before it rests. */
export function useMapView(): MapViewHandle {
  const [said, say] = useView('geo_access_map', mapViewSaid);
  const [moving, setMoving] = useState<MapView>();
  useEffect(() => {
    if (moving === undefined) return undefined;
    const timer = window.setTimeout(() => {
      say(moving, { isReplacing: true });
      setMoving(undefined);
    }, REST_MS);
    return () => window.clearTimeout(timer);
  }, [moving, say]);
  const move = useCallback(
    (by: (seen: MapView) => MapView) =>
      setMoving((current) => {
        const seen = current ?? said;
        const next = by(seen);
        return next === seen ? current : next;
      }),
    [said],
  );
  return { seen: moving ?? said, move };
}
