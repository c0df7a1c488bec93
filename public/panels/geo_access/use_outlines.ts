/** Loads the outlines when a map is drawn. */
import { useEffect, useState } from 'react';

export type Outlines = typeof import('./world_outlines');

/** Undefined while loading, and for good when the chunk can't be had: the dots alone still say where. */
export function useOutlines(): Outlines | undefined {
  const [outlines, setOutlines] = useState<Outlines | undefined>();
  useEffect(() => {
    let isLeft = false;
    import('./world_outlines').then(
      (loaded) => {
        if (!isLeft) setOutlines(loaded);
      },
      () => undefined,
    );
    return () => {
      isLeft = true;
    };
  }, []);
  return outlines;
}
