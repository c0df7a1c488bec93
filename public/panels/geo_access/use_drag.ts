/** Drags over the map. */
import { useRef } from 'react';
import type { MouseEvent, PointerEvent } from 'react';

/** Less than this is a press of an unsteady hand, not a drag. */
const DRAG_STARTS_PX = 4;

/** Pointer handlers that tell how far the pointer was dragged since last told; the click that ends a drag is no click. */
export function useDrag(onDrag: (byX: number, byY: number) => void) {
  const drag = useRef({ isDown: false, isDragged: false, x: 0, y: 0 });
  const end = () => {
    drag.current.isDown = false;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      drag.current = { isDown: true, isDragged: false, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const { isDown, isDragged, x, y } = drag.current;
      const byX = event.clientX - x;
      const byY = event.clientY - y;
      if (!isDown || (!isDragged && Math.hypot(byX, byY) < DRAG_STARTS_PX)) return;
      drag.current = { isDown, isDragged: true, x: event.clientX, y: event.clientY };
      onDrag(byX, byY);
    },
    onPointerUp: end,
    onPointerLeave: end,
    onClickCapture: (event: MouseEvent) => {
      if (drag.current.isDragged) event.stopPropagation();
    },
  };
}
