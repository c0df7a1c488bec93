/** The catalogue's detections for panels and searches, so that a number and an alert mean the same. */
import { detectionOf } from '../../common/detections/catalogue';
import type { Detection } from '../../common/detections/detection';

/** Throws for an id that the catalogue does not know. */
export function detected(id: string): Pick<Detection, 'name' | 'kql'> {
  const detection = detectionOf(id);
  if (!detection) throw new Error(`the catalogue has no detection ${id}`);
  return detection;
}
